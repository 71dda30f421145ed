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
from typing import Any, cast

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
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


class _Handler(AsyncSocketModeHandler):
    """Knows what it is taking, so that it can be waited for."""

    def __init__(self, app: AsyncApp, app_token: str, api_url: str) -> None:
        client = AsyncWebClient(base_url=api_url, logger=LOG)
        super().__init__(app, app_token, logger=LOG, web_client=client)
        self.taking: set[asyncio.Task[Any]] = set()
        self.open = True

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Take one envelope and acknowledge it; once closing, none, so that it comes again elsewhere."""
        task = asyncio.current_task()
        if not self.open or task is None:
            return
        self.taking.add(task)
        task.add_done_callback(self.taking.discard)
        await super().handle(cast(SocketModeClient, client), req)


class Link:
    """Connections to Slack, opened at once and kept until they are closed, that hand every payload to `take`.

    What is not answered with 200 is not acknowledged, and comes again. Slack renews connections now and then; with
    several, one is always open.
    """

    def __init__(self, take: Take, app_token: str, api_url: str, connections: int = 1) -> None:
        app = _app(take)
        self._handlers = [_Handler(app, app_token, api_url) for _ in range(connections)]
        self._connecting: list[asyncio.Task[None]] = [
            asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
            for handler in self._handlers
        ]

    async def close(self, seconds: float) -> None:
        """Take nothing any more; what is being taken has so many seconds to be acknowledged."""
        for connecting in self._connecting:
            connecting.cancel()
        await asyncio.wait(self._connecting)
        for handler in self._handlers:
            handler.open = False
        if taking := [task for handler in self._handlers for task in handler.taking]:
            await asyncio.wait(taking, timeout=seconds)
        for handler in self._handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]


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
