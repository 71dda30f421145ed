"""In which workspaces and organisations the tutor is installed, and what is kept of a workspace until it leaves.

What is sealed stays sealed here: tokens come in and go out as ciphertext.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.store.rights import Rights, Whose
from bot.store.rows import Row, millis, moment
from bot.store.transaction import Transaction

_COLUMNS = (
    *("channel", "enterprise", "team", "app", "bot", "workspace", "scopes", "token", "refresh", "expires"),
    *("installed_at", "version"),
)
_LISTED = ", ".join(_COLUMNS)
_KEY = "channel = ? and enterprise = ? and team = ?"
_OWN = "channel = ? and (team = ? or (team = '' and enterprise = ?))"
_FOUND = f"""
select {_LISTED} from installation where channel = ? and (team = ? or (team = '' and enterprise in
    (?, coalesce((select enterprise from organisation where channel = ? and tenant = ?), '-'))))
order by installed_at desc, team desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """The tutor in one workspace, or with an empty `team` in all of an organisation; `enterprise` may be empty else.

    `bot` is the tutor's own user there. A token without `expires` is good until it is revoked; one that has it comes
    with a `refresh` token, which is good for one renewal. `version` grows with each token.
    """

    channel: str
    enterprise: str
    team: str
    app: str
    bot: str
    workspace: str
    scopes: tuple[str, ...]
    token: str
    refresh: str
    expires: datetime | None
    installed_at: datetime
    version: int = 1

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others."""
        return (self.channel, self.enterprise, self.team)


class Installations:
    """Works inside a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._execute = transaction.execute
        self._rights = Rights(transaction)

    # What is installed

    def save(self, new: Installation) -> None:
        """Keep an installation in the place of an earlier one; a workspace that changed its organisation has one."""
        if new.team:
            self._execute(
                "delete from installation where channel = ? and team = ? and enterprise <> ? returning 1",
                (new.channel, new.team, new.enterprise),
            )
        values = (*new.key, new.app, new.bot, new.workspace, " ".join(new.scopes), new.token, new.refresh)
        names = ("app", "bot", "workspace", "scopes", "token", "refresh", "expires", "lease_until", "installed_at")
        self._execute(
            f"insert into installation ({', '.join(_COLUMNS[:10])}, lease_until, installed_at, version)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 1) on conflict (channel, enterprise, team) do update set"
            f" {', '.join(f'{name} = excluded.{name}' for name in names)}, version = installation.version + 1"
            " returning version",
            (*values, _millis(new.expires), millis(new.installed_at)),
        )

    def find(self, channel: str, tenant: str) -> Installation | None:
        """What serves a workspace, or an organisation as a whole: of its own and its organisation's the newer one."""
        if not tenant:
            return None
        rows = self._execute(_FOUND, (channel, tenant, tenant, channel, tenant))
        return _installation(rows[0]) if rows else None

    def own(self, channel: str, tenant: str) -> bool:
        """Whether a workspace, or an organisation as a whole, has an installation of its own."""
        return bool(self._execute(f"select 1 from installation where {_OWN}", (channel, tenant, tenant)))

    def all(self, channel: str) -> list[Installation]:
        """Everything that is installed, in the order of its keys."""
        sql = f"select {_LISTED} from installation where channel = ? order by enterprise, team"
        return [_installation(row) for row in self._execute(sql, (channel,))]

    def belongs(self, channel: str, tenant: str, enterprise: str, at: datetime) -> bool:
        """Note that this workspace is one of an organisation; False, and nothing noted, where that has no tutor."""
        sql = f"select 1 from installation where {_KEY}"
        if not self._execute(sql, (channel, enterprise, "")):
            return False
        self._execute(
            "insert into organisation (channel, tenant, enterprise, at) values (?, ?, ?, ?)"
            " on conflict (channel, tenant) do update set enterprise = excluded.enterprise, at = excluded.at"
            " where organisation.enterprise <> excluded.enterprise returning at",
            (channel, tenant, enterprise, millis(at)),
        )
        return True

    # Renewing its token

    def claim(self, old: Installation, now: datetime, until: datetime) -> bool:
        """Whether the caller may spend the refresh token; nobody else may until then."""
        return bool(
            self._execute(
                f"update installation set lease_until = ? where {_KEY} and version = ? and lease_until <= ?"
                " returning version",
                (millis(until), *old.key, old.version, millis(now)),
            )
        )

    def rest(self, old: Installation, until: datetime) -> None:
        """Let nobody try before this time."""
        self._execute(
            f"update installation set lease_until = ? where {_KEY} and version = ? returning version",
            (millis(until), *old.key, old.version),
        )

    def renew(self, old: Installation, token: str, refresh: str, expires: datetime) -> bool:
        """Keep new tokens in the place of those of `old`; False where it was installed anew, or left, meanwhile."""
        return bool(
            self._execute(
                "update installation set token = ?, refresh = ?, expires = ?, lease_until = 0, version = version + 1"
                f" where {_KEY} and version = ? returning version",
                (token, refresh, millis(expires), *old.key, old.version),
            )
        )

    # Leaving

    def leave(self, channel: str, team: str, at: datetime, now: datetime) -> list[str]:
        """A workspace took the tutor out at this time: delete its installation and all that is kept of it.

        The workspaces that were deleted: none where it was installed again since, or its organisation has the tutor.
        Once more does no harm.
        """
        self._execute(
            "delete from installation where channel = ? and team = ? and installed_at <= ? returning 1",
            (channel, team, millis(at)),
        )
        return [] if self.find(channel, team) else self._forget(channel, [team], now)

    def leave_organisation(self, channel: str, enterprise: str, at: datetime, now: datetime) -> list[str]:
        """The same of an organisation as a whole; workspaces that have the tutor by themselves keep it."""
        self._execute(
            f"delete from installation where {_KEY} and installed_at <= ? returning 1",
            (channel, enterprise, "", millis(at)),
        )
        if self.find(channel, enterprise):
            return []
        rows = self._execute(
            "select tenant from organisation where channel = ? and enterprise = ? order by tenant",
            (channel, enterprise),
        )
        return self._forget(channel, [tenant for (tenant,) in rows if not self.find(channel, tenant)], now)

    def shut_out(self, channel: str, teams: Iterable[str], at: datetime, now: datetime) -> list[str]:
        """These workspaces have the tutor of their organisation no more, the others still do."""
        gone = [
            team
            for team in teams
            if self._execute(
                "delete from organisation where channel = ? and tenant = ? and at <= ? returning 1",
                (channel, team, millis(at)),
            )
            and not self.find(channel, team)
        ]
        return self._forget(channel, gone, now)

    def remember(self, channel: str, tenants: Iterable[str], due: datetime) -> None:
        """Have `again` look at this time at workspaces that left."""
        for tenant in tenants:
            self._execute(
                "insert into departure (channel, tenant, due) values (?, ?, ?)"
                " on conflict (channel, tenant) do update set due = excluded.due returning due",
                (channel, tenant, millis(due)),
            )

    def again(self, now: datetime) -> list[str]:
        """Delete what was kept of workspaces since they left, where it is time to look; those of which something was.

        A process that did not know yet may have taken it in the same moment. Who has the tutor again keeps everything.
        """
        rows = self._execute("delete from departure where due <= ? returning channel, tenant", (millis(now),))
        return [
            tenant
            for channel, tenant in rows
            if not self.find(channel, tenant) and any(self._rights.forget(Whose(channel, tenant), now).values())
        ]

    def remove(self, channel: str, tenant: str) -> int:
        """Delete the installation in a workspace, or in a whole organisation, and nothing else; how many that were."""
        sql = f"delete from installation where {_OWN} returning 1"
        return len(self._execute(sql, (channel, tenant, tenant)))

    def _forget(self, channel: str, tenants: list[str], now: datetime) -> list[str]:
        for tenant in tenants:
            self._rights.forget(Whose(channel, tenant), now)
        return tenants

    # Installing

    def issue(self, state: str, now: datetime, expires: datetime) -> None:
        """Keep the state of an installation that has begun; those that nobody came back with in time go."""
        self.purge(now)
        self._execute("insert into install_state (state, expires) values (?, ?)", (state, millis(expires)))

    def purge(self, now: datetime) -> int:
        """Forget states that nobody came back with in time; how many rows went."""
        return len(self._execute("delete from install_state where expires <= ? returning 1", (millis(now),)))

    def consume(self, state: str, now: datetime) -> bool:
        """Whether the state was issued, is good yet, and was used by nobody; now it is used."""
        rows = self._execute("delete from install_state where state = ? returning expires", (state,))
        return bool(rows) and int(rows[0][0]) > millis(now)


def _installation(row: Row) -> Installation:
    told = dict(zip(_COLUMNS, row, strict=True))
    expires = told["expires"]
    return Installation(
        **{
            **told,
            "scopes": tuple(told["scopes"].split()),
            "expires": None if expires is None else moment(expires),
            "installed_at": moment(told["installed_at"]),
        }
    )


def _millis(at: datetime | None) -> int | None:
    return None if at is None else millis(at)
