"""A Chromium for the tests: found, or fetched by `python -m tests.support.chromium`."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click
from playwright.async_api import Browser, Error, async_playwright
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
NEEDED = "The page's tests need Chromium: install `chromium` (Debian, Homebrew) or Google Chrome"
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
"""Keep the browser on this machine: it speaks to the page's server and to nobody else."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless browser of its own, gone when the block ends.

    Raises:
        RuntimeError: there is none; says what to install.
    """
    async with async_playwright() as playwright:
        try:
            # Chromium has no sandbox for root, and the only pages it opens are ours.
            browser = await playwright.chromium.launch(executable_path=_on_path(), args=FLAGS, chromium_sandbox=False)
        except Error as error:
            raise RuntimeError(f"{NEEDED}, or run `make test`, which fetches one") from error
        try:
            yield browser
        finally:
            await browser.close()


def provide() -> str:
    """Find a Chromium, or fetch playwright's own, or install Debian's package; its path.

    Raises:
        SystemExit: none of these gave one; says what to install.
    """
    for fetch in (_nothing, _download, _install):
        fetch()
        if found := _on_path() or _playwrights_own():
            return found
    sys.exit(f"{NEEDED}.")


def _on_path() -> str | None:
    paths = filter(None, map(shutil.which, NAMES))
    return next((path for path in paths if _version(path)), None)


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _version(path) else None


def _version(path: str) -> str:
    """What it says of itself; nothing when it does not start."""
    try:
        run = subprocess.run([path, "--version"], capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return run.stdout.strip()


def _nothing() -> None:
    """The first try looks at what is there already."""


def _download() -> None:
    click.echo("No Chromium found: asking playwright for its own.")
    command = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    run = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
    if run.returncode:
        reason, _, _ = run.stderr.partition("\n")
        click.echo(f"It cannot be had: {reason}")


def _install() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    click.echo("Installing Debian's package.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *step], check=False, env=environment, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    chosen = provide()
    click.echo(f"{chosen}: {_version(chosen)}")
