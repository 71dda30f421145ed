"""Slack's Bolt, as it is used here: one `AsyncApp` for HTTP and for Socket Mode, with one middleware.

That middleware stands before everything that Bolt would do by itself: matching listeners one after the other,
polling for an acknowledgement, asking Slack who we are, answering 404 to an event that nobody listens to.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.api import SDK_LOG

Take = Callable[[Mapping[str, Any]], Awaitable[int]]
"""Takes a payload; the HTTP status says whether it was taken."""


class _Everything(AsyncMiddleware):
    """Hands every payload on, and ends there."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        return BoltResponse(status=await self._take(req.body))


def bolt_app(take: Take) -> AsyncApp:
    """An app that hands every payload to `take`. Its requests are verified before they reach it."""
    return AsyncApp(
        name="chat-tutor",
        logger=SDK_LOG,
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
    raise NotImplementedError


async def dispatch(app: AsyncApp, body: Mapping[str, Any]) -> int:
    """The status that the app answers to a payload that is verified and parsed, as Socket Mode has it."""
    response = await app.async_dispatch(AsyncBoltRequest(body=dict(body), mode="socket_mode"))
    return response.status


def socket_mode(app: AsyncApp, app_token: str, api_url: str) -> AsyncSocketModeHandler:
    """What keeps a connection to Slack; what is not answered with 200 is not acknowledged and comes again."""
    client = AsyncWebClient(base_url=api_url, logger=SDK_LOG)
    return AsyncSocketModeHandler(app, app_token, logger=SDK_LOG, web_client=client)
