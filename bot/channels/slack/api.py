"""Calls to Slack over one shared session, and what its refusals mean for a reply."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from aiohttp import ClientResponse, ClientSession
from yarl import URL

from bot.channels import GoneError, RetryLaterError, UndeliverableError
from bot.sessions import Sessions, open_session

WAIT = 30.0
"""Seconds to wait where Slack says to, but not how long."""

USED_UP = "used_url"
"""The error of a response URL that takes nothing any more."""

GONE = frozenset(
    "account_inactive app_uninstalled cannot_dm_bot cannot_reply_to_message channel_not_found"
    " channel_is_limited_access ekm_access_denied is_archived message_limit_exceeded messages_tab_disabled"
    " missing_scope msg_too_long no_text not_in_channel org_login_required restricted_action"
    " restricted_action_non_threadable_channel restricted_action_read_only_channel"
    " restricted_action_thread_locked restricted_action_thread_only_channel team_access_not_granted"
    " thread_not_found token_revoked user_disabled user_not_found user_not_visible invalid_blocks"
    " invalid_arguments user_not_in_channel not_enabled access_denied as_user_not_supported".split()
)
"""Errors that come again however often the same is sent."""


SHUT_OUT = frozenset(
    "account_inactive app_uninstalled cannot_dm_bot channel_not_found ekm_access_denied is_archived"
    " messages_tab_disabled org_login_required team_access_not_granted token_revoked user_disabled user_not_found"
    " user_not_visible".split()
)
"""Those of them that meet anything else sent to the same person as well."""


TOKENLESS = frozenset("account_inactive invalid_auth not_authed token_expired token_revoked".split())
"""Errors that are about the token: with another one the same call may do."""


class Tokens(Protocol):
    """With which token each workspace is written to."""

    async def token(self, tenant: str) -> str:
        """The token of the tutor in this workspace.

        Raises:
            GoneError: the tutor is not there.
            RetryLaterError: somebody else is renewing it.
        """
        ...

    async def renewed(self, tenant: str, token: str, error: str) -> bool:
        """Slack refused this token for this reason; whether `token` has another one now. Raises as `token`."""
        ...


class RefusedError(Exception):
    """Slack's answer was no; `error` is its word for why."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Api:
    """Slack's Web API and its response URLs.

    Called without the SDK's client, which costs more than all else that a reply needs. Nothing is tried again
    here: the outbox does that, and a second try of a post may be a second post. Only where Slack refused the token,
    and did nothing, a newer one is tried.
    """

    def __init__(self, tokens: Tokens, base_url: str, sessions: Callable[[], ClientSession] = open_session) -> None:
        self._base = URL(base_url)
        self._tokens = tokens
        self._sessions = Sessions(sessions)

    async def call(self, tenant: str, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Slack's answer to a call, made with the token of a workspace.

        Raises:
            GoneError: the tutor is not in that workspace.
            RetryLaterError: not now.
            RefusedError: no.
            Exception: it was not reached, or is not well.
        """
        data = json.dumps(body, separators=(",", ":")).encode()
        return await self._authorised(tenant, "POST", method, _JSON, data=data)

    async def ask(self, tenant: str, method: str, **values: str) -> Mapping[str, Any]:
        """Slack's answer to a call of a method that only reads; raises as `call` does."""
        return await self._authorised(tenant, "GET", method, {}, params=values)

    async def exchange(self, method: str, credentials: str, **values: str) -> Mapping[str, Any]:
        """Slack's answer to a call that the app makes for itself; raises as `call`, but no `GoneError`."""
        return await self._once("POST", method, {"Authorization": credentials}, data=values)

    async def _authorised(
        self, tenant: str, verb: str, method: str, headers: Mapping[str, str], **sent: Any
    ) -> Mapping[str, Any]:
        token = await self._tokens.token(tenant)
        try:
            return await self._once(verb, method, _bearer(token, headers), **sent)
        except RefusedError as error:
            if error.error not in TOKENLESS or not await self._tokens.renewed(tenant, token, error.error):
                raise
        token = await self._tokens.token(tenant)
        return await self._once(verb, method, _bearer(token, headers), **sent)

    async def _once(self, verb: str, method: str, headers: Mapping[str, str], **sent: Any) -> Mapping[str, Any]:
        async with (
            self._sessions.use() as session,
            session.request(verb, self._base / method, headers=headers, **sent) as response,
        ):
            return _answer(response, await response.read())

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answer by a response URL; raises as `call` does, for instance as the URL is used up."""
        async with self._sessions.use() as session, session.post(url, json=body) as response:
            _check(response)
            text = await response.text()
            if response.status != 200 or '"ok":false' in text.replace(" ", ""):
                raise RefusedError(USED_UP)

    async def close(self) -> None:
        """Let go of the connections, now or when the last call has ended."""
        await self._sessions.close()


_JSON = {"Content-Type": "application/json; charset=utf-8"}


def _bearer(token: str, headers: Mapping[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **headers}


def _answer(response: ClientResponse, body: bytes) -> Mapping[str, Any]:
    _check(response)
    answer = json.loads(body)
    if answer.get("ok") is True:
        return dict(answer)
    error = str(answer.get("error", response.status))
    if error == "ratelimited":
        raise RetryLaterError(_seconds(response))
    raise RefusedError(error)


def _check(response: ClientResponse) -> None:
    if response.status == 429:
        raise RetryLaterError(_seconds(response))
    if response.status >= 500:
        response.raise_for_status()


def _seconds(response: ClientResponse) -> float:
    after = response.headers.get("Retry-After", "")
    return float(after) if after.isascii() and after.isdecimal() else WAIT


def for_good(error: RefusedError) -> UndeliverableError | RefusedError:
    """What the outbox is told: never, or perhaps another time."""
    if error.error in SHUT_OUT:
        return GoneError(error.error)
    return UndeliverableError(error.error) if error.error in GONE else error
