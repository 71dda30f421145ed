"""What somebody sees who installs the app: plain pages, without scripts."""

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlencode

from bot.channels.slack.manifest import INSTALL, NAME

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""The addresses of these pages hold secrets for a moment: they are told to nobody, and not kept."""

REASONS: Mapping[str, str] = {
    "access_denied": "You pressed Cancel, so nothing was installed.",
    "invalid_browser": "This has to end in the browser in which it began, with cookies allowed for this address.",
    "invalid_state": "It took longer than ten minutes, or the page was opened twice.",
    "missing_code": "Slack sent no code. Did somebody open this address by hand?",
    "invalid_code": "Slack refused the code. It is good for ten minutes, and for one use.",
    "storage_error": "The installation could not be kept, as the database is away. Try again in a minute.",
    "unreachable": "Slack did not answer as it should. Try again in a minute.",
}
"""Why an installation failed, by Slack's and Bolt's words for it."""

_OTHERWISE = "Slack ended it. If that comes again, ask whoever runs the tutor to look at its log."

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem; }}
a.button {{ display: inline-block; padding: .75rem 1.25rem; border-radius: .5rem; background: #1f4e79; color: #fff;
  text-decoration: none; font-weight: 600; }}
a.button:focus-visible {{ outline: 3px solid; outline-offset: 3px; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def install(url: str, reasons: Iterable[str]) -> str:
    """The page with the link that leads to Slack."""
    listed = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return _page(
        f"Add {NAME} to Slack",
        "<p>It teaches, asks and answers where your people already talk. It reads what is written to it, and messages"
        f" that mention it; no channel. In Slack it needs to have:</p><ul>{listed}</ul>"
        f"{_button(url, 'Add to Slack')}"
        "<p>Slack asks you first, and your workspace may want an administrator to agree. When the app is removed,"
        " everything that was kept of the workspace is deleted.</p>",
    )


def success(app: str, team: str, called: str) -> str:
    """It is installed: in the workspace `team`, or where that is empty for an organisation to choose workspaces."""
    where = escape(called or team or "your organisation")
    if not team:
        return _page(
            f"{NAME} is installed",
            f"<p>It is installed for <strong>{where}</strong>. Now an administrator adds it to workspaces: in Slack's"
            " admin pages, <em>Integrations › Installed apps</em>.</p>",
        )
    url = f"https://slack.com/app_redirect?{urlencode({'app': app, 'team': team})}"
    return _page(
        f"{NAME} is installed",
        f"<p>It is in <strong>{where}</strong> now. Write “help” to it, or type /tutor anywhere.</p>"
        f"{_button(url, 'Open in Slack')}",
    )


def failure(reason: str) -> str:
    """It is not installed: why, and how to go on."""
    why = REASONS.get(reason, _OTHERWISE)
    return _page(f"{NAME} was not installed", f"<p>{escape(why)}</p>{_button(INSTALL, 'Start again')}")


def _button(url: str, label: str) -> str:
    return f'<p><a class="button" href="{escape(url)}">{escape(label)}</a></p>'


def _page(title: str, body: str) -> str:
    return _PAGE.format(title=escape(title), body=body)
