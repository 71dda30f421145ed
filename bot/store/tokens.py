"""What a language model may cost: tokens of a day, of one learner and of a whole workspace."""

from datetime import date

from bot.store.transaction import Transaction
from dialogs.turn import Address

WORKSPACE = ""
"""Stands for a learner in the row that holds a workspace's sum."""


class TokenUse:
    """Works inside a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._execute = transaction.execute

    def reserve(self, address: Address, day: date, tokens: int, per_learner: int, per_tenant: int) -> bool:
        """Count tokens before they are used; False, and nothing counted, when a limit would be passed.

        Each limit stands in the statement that counts, so whoever comes at the same time waits for its row, and sees
        what is counted there. The workspace's row comes last: it is the one that many wait for.
        """
        if not self._add(address, day, address.user, tokens, per_learner):
            return False
        if not self._add(address, day, WORKSPACE, tokens, per_tenant):
            self._add(address, day, address.user, -tokens, None)
            return False
        return True

    def correct(self, address: Address, day: date, tokens: int) -> None:
        """Count what was used beyond what was reserved, whatever the limits; less than nothing gives back."""
        for user in (address.user, WORKSPACE):
            self._add(address, day, user, tokens, None)

    def _add(self, address: Address, day: date, user: str, tokens: int, limit: int | None) -> bool:
        most = 2**62 if limit is None else limit
        return bool(
            self._execute(
                "insert into token_use (channel, tenant, day, user_id, tokens)"
                " select ?, ?, ?, ?, cast(? as bigint) where cast(? as bigint) <= cast(? as bigint)"
                " on conflict (channel, tenant, day, user_id) do update set tokens = token_use.tokens + excluded.tokens"
                " where token_use.tokens + excluded.tokens <= cast(? as bigint) returning tokens",
                (address.channel, address.tenant, day.isoformat(), user, tokens, tokens, most, most),
            )
        )
