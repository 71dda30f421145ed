"""`chat-tutor doctor`."""

import asyncio
import json
import os
import ssl
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import aiohttp
import click
from rich.console import Console
from rich.markup import escape
from yarl import URL

from bot.channels import LISTINGS
from bot.checkup import Finding, Findings, fault, fine
from bot.cli.shared import summary
from bot.expiry import expiries
from bot.settings import Settings, SettingsError, load_settings
from bot.store import DatabaseUrlError, SchemaError, StoreUnavailableError, Transaction, open_store
from content.loader import SHIPPED, ContentError, load

MARKS = {
    "fine": "[green]  fine [/]",
    "warning": "[yellow]  look [/]",
    "fault": "[red] fault [/]",
    "off": "[dim]   off [/]",
}
TIMEOUT = aiohttp.ClientTimeout(total=10)
RENEWED = timedelta(days=14)
"""What is left of a certificate that is renewed by itself, at the least."""
UNREACHABLE = "Is it running? Are host, user, password and name in DATABASE_URL right? May the tutor write there?"


EXTRAS = (("tracing", "TRACING", "opentelemetry.sdk", "otel"), ("language model", "LLM_MODEL", "openai", "llm"))
"""What is looked at, the setting that turns it on, and the module and the extra that it needs."""


@click.command(epilog="Example: chat-tutor doctor --url https://tutor.example.com")
@click.option("--url", default="", help="Where Slack and Teams reach the tutor; it must be running.")
@click.option("--json", "as_json", is_flag=True, help="Print findings as JSON.")
def doctor(url: str, *, as_json: bool) -> None:
    """Look at settings, course, database, platforms, extras, clock and public address; say what to do about each fault.

    Exit status: 0 when nothing is at fault, else 1. Nothing is changed.
    """
    findings = asyncio.run(_collect(url, quiet=as_json))
    faults = sum(finding.verdict == "fault" for finding in findings)
    if as_json:
        click.echo(json.dumps({"faults": faults, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        click.echo("\nNothing is at fault." if not faults else f"\n{faults} at fault.")
    sys.exit(1 if faults else 0)


async def _collect(url: str, *, quiet: bool) -> list[Finding]:
    console, findings = Console(highlight=False, soft_wrap=True), []
    async for finding in examine(url):
        findings.append(finding)
        if not quiet:
            console.print(f"{MARKS[finding.verdict]} [bold]{escape(finding.check)}[/]: {escape(finding.told)}")
            if finding.remedy:
                console.print(f"        {escape(finding.remedy)}", style="yellow")
    return findings


async def examine(url: str = "") -> Findings:
    """Look at everything, in the order in which one thing needs another."""
    try:
        settings = load_settings()
    except SettingsError as error:
        for line in str(error).splitlines():
            yield fault("settings", line, "Correct it; `chat-tutor settings` lists what each one takes.")
        return
    yield fine("settings", f"{len(settings.model_fields_set)} set, all usable")
    yield _course(settings)
    yield await _database(settings)
    async for finding in _channels(settings):
        yield finding
    for finding in _extras(settings):
        yield finding
    for expiry in expiries(settings):
        yield expiry.finding(datetime.now(UTC))
    if url:
        async for finding in _address(settings, url.rstrip("/")):
            yield finding


def _course(settings: Settings) -> Finding:
    try:
        return fine("course", summary(load(settings.content or SHIPPED)))
    except ContentError as error:
        first = str(error).splitlines()[0]
        return fault(
            "course", f"{len(error.faults)} faults, the first: {first}", "`chat-tutor lint FOLDER` names each."
        )


def _missing_file(url: str) -> Finding | None:
    """What there is to say of a SQLite file that is not there; looking must not make it."""
    scheme, _, name = url.partition(":///")
    path = Path(name)
    if scheme != "sqlite" or not name or path.exists():
        return None
    if path.parent.is_dir() and os.access(path.parent, os.W_OK):
        return fine("database", f"{path} is not there yet; the first start makes it")
    return fault("database", f"{path} cannot be made", "Make its folder, and let the tutor's user write there.")


async def _database(settings: Settings) -> Finding:
    url = settings.database_url.get_secret_value()
    if (finding := _missing_file(url)) is not None:
        return finding
    try:
        store = await asyncio.to_thread(open_store, url, migrate=False)
    except SchemaError as error:
        told, _, remedy = str(error).partition(". ")
        if settings.migrate and "lacks" in told:
            return Finding("database", "warning", f"{told}; the next start brings it up to date")
        return fault("database", told, remedy)
    except StoreUnavailableError as error:
        return fault("database", str(error), UNREACHABLE)
    except DatabaseUrlError as error:
        return fault("database", str(error), "Correct DATABASE_URL.")
    try:
        await store.run(Transaction.ready)
    except StoreUnavailableError as error:
        return fault("database", str(error), UNREACHABLE)
    finally:
        await store.close()
    return fine("database", f"{store.engine}, its tables up to date")


async def _channels(settings: Settings) -> AsyncIterator[Finding]:
    for listing in LISTINGS:
        if missing := listing.missing(settings):
            yield Finding(listing.title, "off", f"to turn it on, set {' and '.join(missing)}")
        else:
            async for finding in listing.checkup(settings, datetime.now(UTC)):
                yield finding


def _extras(settings: Settings) -> Iterator[Finding]:
    """Whether what is turned on, and does not come with the tutor by itself, is installed; else no start succeeds."""
    for check, setting, module, extra in EXTRAS:
        if not getattr(settings, setting.lower()):
            continue
        try:
            installed = find_spec(module) is not None
        except ImportError:  # what it is a part of is missing
            installed = False
        if installed:
            yield fine(check, "on, and what it needs is installed")
        else:
            told = f"{setting} is set, but what it needs is not installed"
            yield fault(check, told, f"Run: pip install 'chat-tutor[{extra}]'")


async def _address(settings: Settings, url: str) -> Findings:
    """Whether the outside reaches the tutor, and is let in only where it should."""
    paths = [("/healthz", "GET", 200)]
    paths += [("/slack/events", "POST", 401)] if settings.slack_signing_secret.get_secret_value() else []
    paths += [("/slack/install", "GET", 200)] if settings.slack_client_id else []
    paths += [("/api/messages", "POST", 401)] if settings.teams_app_id else []
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        for path, method, wanted in paths:
            check = f"address {url}{path}"
            try:
                async with session.request(method, url + path, allow_redirects=False) as response:
                    status = response.status
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                remedy = (
                    "Is the tutor running? Does the name lead to the proxy, with a certificate that browsers trust?"
                )
                yield fault(check, f"is not reached ({type(error).__name__})", remedy)
                return
            if status == wanted:
                yield fine(check, f"answers {status}, as it should")
            else:
                yield fault(
                    check, f"answers {status}, not {wanted}", f"Let the proxy pass {path} on to the tutor's port."
                )
    if url.startswith("https:") and (finding := await _certificate(url)) is not None:
        yield finding


async def _certificate(url: str) -> Finding | None:
    """When the certificate of the address ends; that it is good was seen by now."""
    address, check = URL(url), f"certificate of {url}"
    try:
        async with asyncio.timeout(10):
            _, writer = await asyncio.open_connection(address.host, address.port, ssl=ssl.create_default_context())
    except (OSError, TimeoutError):
        return None
    certificate = writer.get_extra_info("peercert")
    writer.close()
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    if ends - datetime.now(UTC) > RENEWED:
        return fine(check, f"ends on {ends:%d %B %Y}")
    remedy = (
        "Does whoever renews it still run? Look at the proxy's log; Slack and Teams accept no certificate that ended."
    )
    return Finding(check, "warning", f"ends on {ends:%d %B %Y}", remedy)
