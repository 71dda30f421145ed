"""Socket Mode: Slack's payloads over a connection that the tutor opens, where it has no public address.

Bolt opens and keeps the connection. Its `AsyncApp` has one middleware, which stands before everything that
Bolt would do by itself: matching listeners one after the other, polling for an acknowledgement, asking Slack
who we are, answering 404 to an event that nobody listens to.

Over HTTP Bolt has no part, for the same reasons and more: it fails on a timestamp that is no number, lets an
unsigned `ssl_check` in, logs bodies, and loses a command whose text holds the word "payload".
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

LOG = logging.getLogger("bot.channels.slack.sdk")
LOG.setLevel(logging.WARNING)
"""Bolt and the SDK log whole messages at lower levels, and spell them out even where nobody reads them."""

Take = Callable[[Mapping[str, Any]], Awaitable[tuple[int, Mapping[str, Any] | None]]]
"""Takes a payload; the HTTP status says whether it was taken, and beside it stands the response, if there is one."""


class _Everything(AsyncMiddleware):
    """Hands every payload on, and ends there."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name for it
    ) -> BoltResponse:
        status, body = await self._take(req.body)
        return BoltResponse(status=status, body=dict(body) if body else "")


class Link:
    """A connection to Slack, opened at once and kept until it is closed, that hands every payload to `take`.

    What is not answered with 200 is not acknowledged, and comes again.
    """

    def __init__(self, take: Take, app_token: str, api_url: str) -> None:
        client = AsyncWebClient(base_url=api_url, logger=LOG)
        self._handler = AsyncSocketModeHandler(_app(take), app_token, logger=LOG, web_client=client)
        self._connecting: asyncio.Task[None] = asyncio.create_task(self._handler.connect_async())  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Take nothing any more."""
        self._connecting.cancel()
        await asyncio.wait([self._connecting])
        await self._handler.close_async()  # type: ignore[no-untyped-call]


def _app(take: Take) -> AsyncApp:
    return AsyncApp(
        name="chat-tutor",
        logger=LOG,
        authorize=_nobody,
        before_authorize=_Everything(take),
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )


async def _nobody() -> AuthorizeResult:
    """Bolt wants an authorisation; nothing here ever asks for it."""
    raise PermissionError("nothing here acts in the name of an installation")
