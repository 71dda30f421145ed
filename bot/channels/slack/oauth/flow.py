"""An installation, from *Add to Slack* to the token: Bolt's OAuth flow over the tutor's store.

The state of each that begins is kept in the database, so that any process can end it; it is good for ten minutes, for
one use, and in the browser in which it began.
"""

import hashlib
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation as Told
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from bot.channels.slack.manifest import INSTALL, REDIRECT, SCOPES, scopes
from bot.channels.slack.oauth import pages
from bot.channels.slack.reading import NAME
from bot.settings import Settings
from bot.store import Store, StoreUnavailableError
from bot.store.installations import Installation, Installations

log = logging.getLogger(__name__)

SDK = logging.getLogger("bot.channels.slack.oauth.sdk")
SDK.setLevel(logging.ERROR)
"""Below that the SDK logs the codes with which tokens are fetched; `_Client` logs why that failed."""

GOOD_FOR = timedelta(minutes=10)

Save = Callable[[Installation], Awaitable[None]]
Handle = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class Flow:
    """The two pages of an installation; `save` keeps what was installed."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], datetime], save: Save) -> None:
        oauth = AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.get_secret_value(),
            scopes=scopes(),
            user_scopes=[],
            redirect_uri=settings.slack_redirect_url or None,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            callback_options=AsyncCallbackOptions(success=_installed, failure=_failed),
            authorization_url=str(URL(settings.slack_api_url).join(URL("../oauth/v2/authorize"))),
            installation_store=_Installations(save, clock),
            state_store=_States(store, clock),
            state_expiration_seconds=int(GOOD_FOR.total_seconds()),
            logger=SDK,
        )
        client = _Client(base_url=settings.slack_api_url, logger=SDK)
        self._flow = _Flow(client=client, logger=SDK, settings=oauth)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """See `Workspaces`."""
        yield web.get(INSTALL, self._begin, allow_head=False)
        yield web.get(REDIRECT, self._end, allow_head=False)

    async def _begin(self, request: web.Request) -> web.Response:
        return await _answered(self._flow.handle_installation, request)

    async def _end(self, request: web.Request) -> web.Response:
        return await _answered(self._flow.handle_callback, request)


async def _answered(handle: Handle, request: web.Request) -> web.Response:
    """A page, whatever happens."""
    try:
        response = await to_aiohttp_response(await handle(await to_bolt_request(request)))
    except StoreUnavailableError as error:
        log.warning("slack: an installation could not be kept: %s", error)
        response = _page(503, pages.failure("storage_error"))
    except Exception:
        log.exception("slack: an installation failed")
        response = _page(502, pages.failure("unreachable"))
    response.charset = "utf-8"
    response.headers.update(pages.HEADERS)
    return response


def _page(status: int, page: str) -> web.Response:
    return web.Response(status=status, text=page, content_type="text/html")


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    told = args.installation
    page = pages.success(told.app_id or "", "" if told.is_enterprise_install else told.team_id or "", _called(told))
    return _html(args.settings, 200, page)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    log.warning("slack: an installation ended with %s", args.reason if args.reason in pages.REASONS else "another word")
    return _html(args.settings, args.suggested_status_code, pages.failure(args.reason))


def _html(oauth: AsyncOAuthSettings, status: int, page: str) -> BoltResponse:
    """A last page; the state is of no use any more."""
    cookie = oauth.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(
        status=status, body=page, headers={"Content-Type": "text/html; charset=utf-8", "Set-Cookie": cookie}
    )


def _called(told: Told) -> str:
    return (told.enterprise_name if told.is_enterprise_install else told.team_name) or ""


class _Flow(AsyncOAuthFlow):
    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """With the workspace that the page was asked for; Bolt would pass on whatever stands there."""
        if not all(re.fullmatch("[A-Z0-9]{2,32}", team) for team in request.query.get("team", ())):
            request.query = {name: told for name, told in request.query.items() if name != "team"}
        return await super().build_authorize_url(state, request)

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        return pages.install(url, SCOPES.values())


class _Client(AsyncWebClient):
    async def oauth_v2_access(self, **given: Any) -> AsyncSlackResponse:
        try:
            return await super().oauth_v2_access(**given)
        except SlackApiError as error:
            log.warning("slack: an installation was refused: %s", error.response.get("error"))
            raise


class _States(AsyncOAuthStateStore):
    """Keeps digests, so that who reads the database cannot end what somebody began."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    @property
    def logger(self) -> logging.Logger:
        return SDK

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        state, now = secrets.token_urlsafe(32), self._clock()
        await self._store.run(lambda t: Installations(t).issue(_digest(state), now, now + GOOD_FOR))
        return state

    async def async_consume(self, state: str) -> bool:
        now = self._clock()
        return await self._store.run(lambda t: Installations(t).consume(_digest(state), now))


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()


class _Installations(AsyncInstallationStore):
    """Keeps what the tutor acts with: no token of a person, and not who installed it."""

    def __init__(self, save: Save, clock: Callable[[], datetime]) -> None:
        self._save = save
        self._clock = clock

    @property
    def logger(self) -> logging.Logger:
        return SDK

    async def async_save(self, installation: Told) -> None:
        told, expires = installation, installation.bot_token_expires_at
        team = "" if told.is_enterprise_install else told.team_id or ""
        if not told.bot_token or not (team or told.enterprise_id):
            raise ValueError("Slack told of an installation without a bot token, or without a workspace")
        await self._save(
            Installation(
                channel=NAME,
                enterprise=told.enterprise_id or "",
                team=team,
                app=told.app_id or "",
                bot=told.bot_user_id or "",
                workspace=_called(told),
                scopes=tuple(told.bot_scopes or ()),
                token=told.bot_token,
                refresh=told.bot_refresh_token or "",
                expires=None if expires is None else datetime.fromtimestamp(expires, UTC),
                installed_at=self._clock(),
            )
        )
