"""Questions to Slack that the doctor asks: answers with their headers, and what these tell of scopes."""

from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.channels.slack.manifest import scopes
from bot.checkup import Finding, fault, fine

Answer = tuple[dict[str, Any], Mapping[str, str]]


async def call(session: aiohttp.ClientSession, method: str, authorization: str, **told: str) -> Answer:
    """What Slack answers, whatever it is; `authorization` is the header, or a token.

    Raises:
        aiohttp.ClientError, TimeoutError, ValueError: it is not reached, or this is not Slack.
    """
    headers = {"Authorization": authorization if " " in authorization else f"Bearer {authorization}"}
    async with session.post(method, headers=headers, data=told) as response:
        return await response.json(content_type=None), response.headers


def granted(check: str, headers: Mapping[str, str], remedy: str) -> Finding:
    """Whether a token has every scope; `remedy` is what to do where it lacks one."""
    has = {scope.strip() for scope in headers.get("X-OAuth-Scopes", "").split(",")}
    if missing := sorted(set(scopes()) - has):
        return fault(check, f"lack {', '.join(missing)}", remedy)
    return fine(check, "all that are needed")
