"""Whether Slack can be worked with: the tokens and the secret by their form and by Slack's own word."""

import re
from datetime import datetime

import aiohttp

from bot.channels.slack.api import TOKENLESS
from bot.channels.slack.asking import call, granted
from bot.checkup import Finding, Findings, clock_skew, fault, fine
from bot.settings import Settings

GUIDE = "deploy/README.md, “Slack”, says where it is found."
TIMEOUT = aiohttp.ClientTimeout(total=10)


async def checkup(settings: Settings, now: datetime) -> Findings:
    """Look at everything that Slack needs."""
    token = settings.slack_bot_token.get_secret_value()
    secret = settings.slack_signing_secret.get_secret_value()
    app_token = settings.slack_app_token.get_secret_value()
    several = bool(settings.slack_client_id)
    if not several and not token.startswith("xoxb-"):
        yield fault("Slack bot token", "is no bot token, which begins with xoxb-", f"Correct SLACK_BOT_TOKEN. {GUIDE}")
        return
    if secret and not re.fullmatch(r"[0-9a-f]{32}", secret):
        yield fault(
            "Slack signing secret",
            "is not 32 hexadecimal digits",
            f"Copy the Signing Secret, not the Client Secret, into SLACK_SIGNING_SECRET. {GUIDE}",
        )
    elif secret:
        yield fine(
            "Slack signing secret", "has the right form; only a request from Slack shows whether it is this app's"
        )
    async with aiohttp.ClientSession(settings.slack_api_url, timeout=TIMEOUT) as session:
        try:
            async for finding in _several(settings, session, now) if several else _bot(session, token, now):
                yield finding
            if app_token:
                yield await _socket_mode(session, app_token)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            yield fault(
                "Slack",
                f"cannot be reached at {settings.slack_api_url} ({type(error).__name__})",
                "Let this machine out to slack.com over HTTPS; is there a proxy or a firewall?",
            )


def _several(settings: Settings, session: aiohttp.ClientSession, now: datetime) -> Findings:
    from bot.channels.slack.oauth.checkup import checkup as look  # noqa: PLC0415 - one workspace needs no cipher

    return look(settings, session, now)


async def _bot(session: aiohttp.ClientSession, token: str, now: datetime) -> Findings:
    answer, headers = await call(session, "auth.test", token)
    if not answer.get("ok"):
        error = str(answer.get("error"))
        again = f"Copy the Bot User OAuth Token again into SLACK_BOT_TOKEN. {GUIDE}"
        yield fault("Slack bot token", f"is refused: {error}", again if error in TOKENLESS else "Try again later.")
        return
    yield fine("Slack bot token", f"works in the workspace {answer.get('team', '?')}")
    manifest = "Paste what `chat-tutor manifest slack` prints under Features › App Manifest"
    yield granted("Slack scopes", headers, f"{manifest}, then Reinstall to Workspace.")
    if (skew := clock_skew("clock, beside Slack's", headers, now)) is not None:
        yield skew


async def _socket_mode(session: aiohttp.ClientSession, app_token: str) -> Finding:
    if not app_token.startswith("xapp-"):
        return fault(
            "Slack Socket Mode", "the app token does not begin with xapp-", f"Correct SLACK_APP_TOKEN. {GUIDE}"
        )
    answer, _ = await call(session, "apps.connections.open", app_token)
    if answer.get("ok"):
        return fine("Slack Socket Mode", "a connection may be opened")
    return fault(
        "Slack Socket Mode",
        f"is refused: {answer.get('error')}",
        "Turn on Socket Mode in the app, and give the app-level token the scope connections:write.",
    )
