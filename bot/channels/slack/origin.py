"""Through which workspace a payload came, wherever in it Slack says so.

Where people of two organisations share a channel (Slack Connect), Slack names several workspaces: where something
happened, that of whoever did it, and the one whose installation heard of it. The last one counts here, for everybody:
its token can answer, and when it takes the tutor out, all that was said through it goes. So somebody from elsewhere is
a learner of the workspace that lent them the tutor.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_ID = re.compile(r"[A-Z0-9]{2,32}")


@dataclass(frozen=True, slots=True)
class Origin:
    """The workspace, and the organisation that it is of; either may be empty, not both.

    `org_wide`: the installation that heard of it is that of the organisation.
    """

    team: str
    enterprise: str = ""
    org_wide: bool = False

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> "Origin | None":
        """Where this came from; `None` for what is of no workspace."""
        heard = _first(payload.get("authorizations"))
        view, team, user = (_mapping(payload.get(name)) for name in ("view", "team", "user"))
        organisation = _mapping(payload.get("enterprise")).get("id")
        enterprise = (
            _id(heard.get("enterprise_id"))
            if heard
            else _id(organisation, payload.get("enterprise_id"), team.get("enterprise_id"))
        )
        workspace = _id(
            *(view.get("app_installed_team_id"), team.get("id"), heard.get("team_id"), payload.get("context_team_id")),
            *(payload.get("team_id"), user.get("team_id"), view.get("team_id")),
            without=enterprise,
        )
        if not workspace and not enterprise:
            return None
        told = heard.get("is_enterprise_install", payload.get("is_enterprise_install"))
        return cls(workspace, enterprise, bool(enterprise) and (told in (True, "true") or not workspace))

    @property
    def tenant(self) -> str:
        """Whose token answers."""
        return self.team or self.enterprise

    def placed(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """The payload as if this workspace were the one that it names, wherever it names one."""
        if not self.team:
            return payload
        if payload.get("team_id", self.team) != self.team:
            return {**payload, "team_id": self.team}
        team = _mapping(payload.get("team"))
        if "team" in payload and team.get("id") != self.team:
            return {**payload, "team": {**team, "id": self.team}}
        return payload


def _id(*found: object, without: str = "") -> str:
    """The first of these that is an id."""
    ids: Iterable[str] = (one for one in found if isinstance(one, str) and one != without)
    return next((one for one in ids if _ID.fullmatch(one)), "")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(value: object) -> Mapping[str, Any]:
    return _mapping(value[0]) if isinstance(value, list) and value else {}
