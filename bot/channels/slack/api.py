"""Calls to Slack over one shared session, and what its refusals mean for a reply."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, NoReturn

from aiohttp import ClientSession, ClientTimeout, TCPConnector
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import RetryLaterError, UndeliverableError

SDK_LOG = logging.getLogger("bot.channels.slack.sdk")
SDK_LOG.setLevel(logging.WARNING)
"""The SDK logs whole messages at lower levels, and spells them out even where nobody reads them."""

CONNECTIONS = 200
TIMEOUT = ClientTimeout(total=15)
"""Less than the lease of a reply, so that nobody else sends it meanwhile."""

WAIT = 30.0
"""Seconds to wait where Slack says to, but not how long."""

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


class RefusedError(Exception):
    """Slack's answer was no; `error` is its word for why."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def shared_session() -> ClientSession:
    """A session with as many connections as the tutor needs at once."""
    return ClientSession(connector=TCPConnector(limit=CONNECTIONS), timeout=TIMEOUT)


class Api:
    """Slack's Web API and its response URLs.

    Nothing is tried again here: the outbox does that, and a second try of a post may be a second post.
    """

    def __init__(self, token: str, base_url: str, sessions: Callable[[], ClientSession]) -> None:
        self._client = AsyncWebClient(token, base_url, logger=SDK_LOG, retry_handlers=[])
        self._sessions = sessions
        self._session: ClientSession | None = None
        self._calls = 0
        self._closing = False

    async def call(self, method: str, body: Mapping[str, Any], verb: str = "POST") -> Mapping[str, Any]:
        """Slack's answer to a call.

        Raises:
            RetryLaterError: not now.
            RefusedError: no.
            Exception: it was not reached.
        """
        async with self._connected() as session:
            self._client.session = session
            given: dict[str, Any] = {"json": body} if verb == "POST" else {"params": body}
            try:
                answer = await self._client.api_call(method, http_verb=verb, **given)
            except SlackApiError as error:
                _refuse(error)
        data = answer.data
        return data if isinstance(data, dict) else {}

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answer by a response URL.

        Raises:
            RetryLaterError: not now.
            RefusedError: no, for instance as the URL is used up.
            Exception: it was not reached.
        """
        async with self._connected() as session, session.post(url, json=body) as response:
            if response.status == 429:
                raise RetryLaterError(_seconds(response.headers))
            if response.status >= 500:
                response.raise_for_status()
            text = await response.text()
            if response.status != 200 or '"ok":false' in text.replace(" ", ""):
                raise RefusedError(f"response_url {response.status}")

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


def undeliverable(error: RefusedError) -> bool:
    """Whether the same will be refused whenever it is sent."""
    return error.error in GONE or error.error.startswith("response_url")


def _refuse(error: SlackApiError) -> NoReturn:
    response = error.response
    if response.status_code == 429 or response.get("error") == "ratelimited":
        raise RetryLaterError(_seconds(response.headers)) from None
    if response.status_code >= 500:
        raise ConnectionError(f"Slack answered {response.status_code}") from None
    raise RefusedError(str(response.get("error", response.status_code))) from None


def _seconds(headers: Mapping[str, str]) -> float:
    after = headers.get("Retry-After", "")
    return float(after) if after.isascii() and after.isdecimal() else WAIT


def refused_for_good(error: RefusedError) -> UndeliverableError | RefusedError:
    """The error to raise to the outbox."""
    return UndeliverableError(error.error) if undeliverable(error) else error
