"""Whether workspaces can install the app, and whether the tutor works in each that has."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime

import aiohttp
from yarl import URL

from bot.channels.slack.asking import call, granted
from bot.channels.slack.manifest import INSTALL, REDIRECT
from bot.channels.slack.oauth.rotation import METHOD
from bot.channels.slack.oauth.vault import SealError, Vault
from bot.channels.slack.reading import NAME
from bot.checkup import Finding, Findings, clock_skew, fault, fine
from bot.settings import Settings
from bot.store import SchemaError, StoreUnavailableError, Transaction
from bot.store.installations import Installation, Installations
from bot.store.reading import read

MOST = 20
"""Installations that are looked at, the newest first."""

CREDENTIALS = "Settings › Basic Information › App Credentials"
AGAIN = f"Let an administrator of it open {INSTALL} and install the app again."


async def checkup(settings: Settings, session: aiohttp.ClientSession, now: datetime) -> Findings:
    """Look at the app's credentials, where it leads people, and each installation; nothing is changed.

    Raises:
        aiohttp.ClientError, TimeoutError, ValueError: Slack is not reached.
    """
    if not re.fullmatch(r"\d+\.\d+", settings.slack_client_id):
        remedy = f"Copy the Client ID, not the App ID, into SLACK_CLIENT_ID: {CREDENTIALS}."
        yield fault("Slack client", "the id is not two numbers with a dot between", remedy)
        return
    if not re.fullmatch(r"[0-9a-f]{32}", settings.slack_client_secret.get_secret_value()):
        remedy = f"Copy the Client Secret into SLACK_CLIENT_SECRET: {CREDENTIALS}."
        yield fault("Slack client", "the secret is not 32 hexadecimal digits", remedy)
        return
    async for finding in _credentials(settings, session, now):
        yield finding
    yield _redirect(settings.slack_redirect_url)
    try:
        installed = await asyncio.to_thread(_installed, settings.database_url.get_secret_value())
    except (StoreUnavailableError, SchemaError, ValueError) as error:
        yield Finding("Slack installations", "warning", f"cannot be looked at: {error}")
        return
    yield fine("Slack installations", _counted(installed))
    vault = Vault(settings.slack_token_key.get_secret_value())
    for installation in sorted(installed, key=lambda one: one.installed_at, reverse=True)[:MOST]:
        yield await _works(session, installation, vault, now)


async def _credentials(settings: Settings, session: aiohttp.ClientSession, now: datetime) -> Findings:
    """Slack looks at id and secret before it looks at a code, which here is none."""
    auth = aiohttp.encode_basic_auth(settings.slack_client_id, settings.slack_client_secret.get_secret_value())
    answer, headers = await call(session, METHOD, auth, code="none")
    error = str(answer.get("error"))
    if error == "invalid_code":
        yield fine("Slack client", "id and secret are taken")
    elif error in {"invalid_client_id", "bad_client_secret"}:
        remedy = f"Copy Client ID and Client Secret of the same app: {CREDENTIALS}."
        yield fault("Slack client", f"is refused: {error}", remedy)
    else:
        yield Finding("Slack client", "warning", f"Slack says {error}, so nobody knows yet", "Try again later.")
    if (skew := clock_skew("clock, beside Slack's", headers, now)) is not None:
        yield skew


def _redirect(given: str) -> Finding:
    if not given:
        return fine("Slack redirect URL", "the first one that the app has; SLACK_REDIRECT_URL names another")
    try:
        url = URL(given)
    except ValueError:
        url = URL()
    if url.scheme == "https" and url.host and url.path == REDIRECT and not url.query_string:
        return fine("Slack redirect URL", f"{given}, which the app has to list under OAuth & Permissions")
    remedy = f"Set SLACK_REDIRECT_URL to https://tutor.example.com{REDIRECT}, with your own name."
    return fault("Slack redirect URL", f"{given} is not an https address that ends in {REDIRECT}", remedy)


def _installed(url: str) -> list[Installation]:
    return read(url, lambda execute: Installations(Transaction(execute)).all(NAME))


def _counted(installed: Sequence[Installation]) -> str:
    if not installed:
        return f"none yet; {INSTALL} is where the app is installed"
    wide, turning = (sum(map(test, installed)) for test in (lambda one: not one.team, lambda one: bool(one.expires)))
    more = f", the newest {MOST} follow" if len(installed) > MOST else ""
    return f"{len(installed)}, {wide} of them of a whole organisation; {turning} with token rotation{more}"


async def _works(session: aiohttp.ClientSession, one: Installation, vault: Vault, now: datetime) -> Finding:
    """Whether the token of an installation is taken, for how long it is good, and what it may do."""
    check = f"Slack in {one.workspace or 'an unnamed place'} ({one.team or one.enterprise})"
    try:
        token = vault.open(one.token)
    except SealError as error:
        told, _, remedy = str(error).partition(". ")
        return fault(check, told, remedy)
    if one.expires is not None and one.expires <= now:
        return fine(check, "its token has ended; it is renewed before the next message goes out")
    answer, headers = await call(session, "auth.test", token)
    if not answer.get("ok"):
        return fault(check, f"its token is refused: {answer.get('error')}", AGAIN)
    scopes = granted(check, headers, AGAIN)
    if scopes.verdict != "fine":
        return fault(check, f"scopes {scopes.told}", scopes.remedy)
    return fine(check, f"works, with all scopes; {_good_for(one, now)}")


def _good_for(one: Installation, now: datetime) -> str:
    if one.expires is None:
        return "its token does not end, as token rotation is off"
    return f"its token is good for {(one.expires - now).total_seconds() / 3600:.0f} h, then renewed"
