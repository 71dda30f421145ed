"""Whether Teams can be worked with: ids by their form, the bot's token, and the keys of incoming tokens."""

import re
from datetime import datetime

import aiohttp

from bot.channels.teams.tokens import TokenError, TokenSource, bot_tokens
from bot.checkup import Findings, clock_skew, fault, fine
from bot.settings import Settings

GUIDE = "deploy/README.md, “Teams”, says where it is found."
OF_APPLICATION = (
    "Make a new client secret and put its Value, not its Secret ID, into TEAMS_APP_PASSWORD; check TEAMS_TENANT_ID."
    " If it says ConnectionError, let this machine out to the login server."
)
OF_IDENTITY = (
    "Assign the bot's managed identity to this machine in Azure (Identity, User assigned), and put its client id into"
    " TEAMS_APP_ID. Elsewhere than in Azure there is none: set TEAMS_MANAGED_IDENTITY=false and a password."
)
TIMEOUT = aiohttp.ClientTimeout(total=10)
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


async def checkup(settings: Settings, now: datetime, tokens: TokenSource | None = None) -> Findings:
    """Look at everything that Teams needs."""
    for check, name, value in (
        ("Teams app id", "TEAMS_APP_ID", settings.teams_app_id),
        ("Teams tenant", "TEAMS_TENANT_ID", settings.teams_tenant_id),
    ):
        if value and not _GUID.fullmatch(value):
            yield fault(check, "is no id of the form 00000000-0000-…", f"Correct {name}. {GUIDE}")
            return
    if not settings.teams_tenant_id and settings.teams_managed_identity:
        told = "none, so that messages from any organisation are let in"
        yield fault("Teams tenant", told, f"Put the tenant of the managed identity into TEAMS_TENANT_ID. {GUIDE}")
    elif not settings.teams_tenant_id:
        yield fine("Teams tenant", "none: right for a multi-tenant bot made before August 2025, and for no other")
    try:
        await (tokens or bot_tokens(settings)).token()
    except TokenError as error:
        remedy = OF_IDENTITY if settings.teams_managed_identity else OF_APPLICATION
        yield fault("Teams token", f"is not given: {error}", f"{remedy} {GUIDE}")
    else:
        yield fine("Teams token", "is given")
    async for finding in _keys(settings.teams_openid_url, now):
        yield finding


async def _keys(url: str, now: datetime) -> Findings:
    try:
        async with aiohttp.ClientSession(timeout=TIMEOUT, raise_for_status=True) as session:
            async with session.get(url) as response:
                headers, configuration = response.headers, await response.json(content_type=None)
            async with session.get(configuration["jwks_uri"]) as response:
                count = len((await response.json(content_type=None))["keys"])
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
        yield fault(
            "Teams key server",
            f"cannot be read ({type(error).__name__})",
            f"Let this machine out to {url} over HTTPS: without its keys every message is refused.",
        )
        return
    yield fine("Teams key server", f"lists {count} keys")
    if (skew := clock_skew("clock, beside Microsoft's", headers, now)) is not None:
        yield skew
