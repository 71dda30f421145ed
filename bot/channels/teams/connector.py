"""The Bot Connector's REST interface: one call, and what its answers mean."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.channels import GoneError, RetryLaterError, UndeliverableError
from bot.channels.teams.activity import Json, mapping
from bot.channels.teams.service_urls import ServiceUrls
from bot.channels.teams.tokens import TokenSource
from bot.sessions import Sessions

log = logging.getLogger(__name__)

AGAIN = frozenset({HTTPStatus.PRECONDITION_FAILED, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})
"""What Teams asks to try again soon."""

TRIES = 3
PAUSE = 0.4
"""Seconds before another try, on average; twice as long before the one after."""

BUSY_FOR = 2.0
"""Seconds to wait when Teams does not say how long."""


class ConnectorError(Exception):
    """The Connector failed; trying later may help."""


class RefusedMessageError(UndeliverableError):
    """The Connector will not take this: the conversation or the message is gone, or the bot was shut out."""


class ShutOutError(RefusedMessageError, GoneError):
    """The bot was blocked, disabled or removed: nothing else will be taken from it there either (403)."""


class Connector:
    """Calls the Connector with the bot's token, and never anybody else."""

    def __init__(
        self,
        sessions: Sessions,
        tokens: TokenSource,
        service_urls: ServiceUrls,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sessions = sessions
        self._tokens = tokens
        self._service_urls = service_urls
        self._pause = pause

    async def call(
        self, method: str, service_url: str, path: tuple[str, ...], body: Json | None = None, query: str = ""
    ) -> Mapping[str, Any]:
        """What the Connector answered, as far as it is an object: with the id of what was sent, where it gives one.

        Raises:
            RetryLaterError: too much was sent.
            RefusedMessageError: it will never be taken; as a `ShutOutError`, nor will anything else.
            ConnectorError, TokenError, aiohttp.ClientError, TimeoutError: a passing fault.
        """
        if service_url not in self._service_urls:
            raise RefusedMessageError("the service URL is not one that may have the bot's token")
        address = "/".join((service_url.rstrip("/"), "v3", *(quote(part, safe="") for part in path)))
        url = URL(f"{address}?{query}" if query else address, encoded=True)
        for attempt in range(TRIES):
            async with self._sessions.use() as session:
                headers = {"Authorization": f"Bearer {await self._tokens.token()}"}
                async with session.request(method, url, json=body, headers=headers, allow_redirects=False) as response:
                    answer = await _json(response)
            if response.status < HTTPStatus.MULTIPLE_CHOICES:
                return mapping(answer)
            if not self._worth_another(response.status, attempt):
                break
            await self._pause(PAUSE * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
        raise _fault(response, answer)

    def _worth_another(self, status: int, attempt: int) -> bool:
        if status == HTTPStatus.UNAUTHORIZED:
            self._tokens.forget()
            return attempt == 0
        return status in AGAIN and attempt + 1 < TRIES


async def _json(response: aiohttp.ClientResponse) -> Any:
    try:
        return await response.json(content_type=None)
    except ValueError:
        return None


def _fault(response: aiohttp.ClientResponse, answer: Any) -> Exception:
    status, code = response.status, str(mapping(mapping(answer).get("error")).get("code", ""))
    told = f"{status} {code}".strip()[:80]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RetryLaterError(_seconds(response.headers.get("Retry-After", "")), everywhere=False)
    passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in AGAIN
    if passing or status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT}:
        return ConnectorError(told)
    return (ShutOutError if status == HTTPStatus.FORBIDDEN else RefusedMessageError)(told)


def _seconds(retry_after: str) -> float:
    """Seconds of a Retry-After header, which may be a number or a date."""
    try:
        if retry_after.strip().isdecimal():
            return max(float(retry_after), 1.0)
        return max((parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds(), 1.0)
    except (ValueError, TypeError):
        return BUSY_FOR
