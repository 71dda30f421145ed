"""Calls to Slack over one shared session, and what its refusals mean for a reply."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

from bot.channels import GoneError, RetryLaterError, UndeliverableError

CONNECTIONS = 200
TIMEOUT = ClientTimeout(total=15)
"""Less than the lease of a reply, so that nobody else sends it meanwhile."""

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


class RefusedError(Exception):
    """Slack's answer was no; `error` is its word for why."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def shared_session() -> ClientSession:
    """A session with as many connections as the tutor needs at once, and no cookies."""
    connector = TCPConnector(limit=CONNECTIONS)
    return ClientSession(connector=connector, timeout=TIMEOUT, cookie_jar=DummyCookieJar())


class Api:
    """Slack's Web API and its response URLs.

    Called without the SDK's client, which costs more than all else that a reply needs. Nothing is tried again
    here: the outbox does that, and a second try of a post may be a second post.
    """

    def __init__(self, token: str, base_url: str, sessions: Callable[[], ClientSession]) -> None:
        self._base = URL(base_url)
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json; charset=utf-8",
        }
        self._sessions = sessions
        self._session: ClientSession | None = None
        self._calls = 0
        self._closing = False

    async def call(self, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Slack's answer to a call.

        Raises:
            RetryLaterError: not now.
            RefusedError: no.
            Exception: it was not reached, or is not well.
        """
        data = json.dumps(body, separators=(",", ":")).encode()
        async with (
            self._connected() as session,
            session.post(self._base / method, data=data, headers=self._headers) as response,
        ):
            return _answer(response, await response.read())

    async def ask(self, method: str, **values: str) -> Mapping[str, Any]:
        """Slack's answer to a call of a method that only reads; raises as `call` does."""
        async with (
            self._connected() as session,
            session.get(self._base / method, params=values, headers=self._headers) as response,
        ):
            return _answer(response, await response.read())

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answer by a response URL; raises as `call` does, for instance as the URL is used up."""
        async with self._connected() as session, session.post(url, json=body) as response:
            _check(response)
            text = await response.text()
            if response.status != 200 or '"ok":false' in text.replace(" ", ""):
                raise RefusedError(USED_UP)

    async def close(self) -> None:
        """Let go of the connections, now or when the last call has ended."""
        self._closing = True
        await self._let_go()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[ClientSession]:
        if self._session is None:
            self._session = self._sessions()
        self._calls += 1
        try:
            yield self._session
        finally:
            self._calls -= 1
            if self._closing:
                await self._let_go()

    async def _let_go(self) -> None:
        if self._calls == 0 and self._session is not None:
            session, self._session = self._session, None
            await session.close()


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
