"""Slack as an app meets it that many install: it hands out tokens, renews them, and knows which are good."""

import asyncio
from base64 import b64decode
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.slack.tutor import START
from tests.slack.workspace import TEAM, Call, Json, Workspace, fault

CLIENT_ID, CLIENT_SECRET = "24.1729", "0123456789abcdef0123456789abcdef"
KEY, OTHER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI="
OTHER, THIRD, ORGANISATION = "T0OTHER01", "T0THIRD02", "E0GRID003"
SECONDS = int(START.timestamp())
HALF_A_DAY = 12 * 3600

OAUTH: dict[str, Any] = {
    "slack_bot_token": "",
    "slack_client_id": CLIENT_ID,
    "slack_client_secret": CLIENT_SECRET,
    "slack_token_key": KEY,
}
"""The settings of an app that workspaces install."""


def grant(team: str = TEAM, *, rotating: bool = False, enterprise: str = "", org_wide: bool = False) -> Json:
    """What a code is exchanged for, but for the tokens."""
    return {
        "app_id": "A0KRD7HC3",
        "bot_user_id": "U0LAN0Z89",
        "scope": "chat:write,commands",
        "token_type": "bot",
        "team": None if org_wide else {"id": team, "name": f"Team <{team}>"},
        "enterprise": {"id": enterprise, "name": "Grid & Co"} if enterprise else None,
        "is_enterprise_install": org_wide,
        "authed_user": {"id": "U0ADMIN01"},
        **({"expires_in": HALF_A_DAY} if rotating else {}),
    }


@dataclass
class Grid(Workspace):
    """`codes` are good once; so is each refresh token. Tokens that are not in `tokens` are refused with their word.

    `busy` holds back tokens alone, as `hold` does everything.
    """

    codes: dict[str, Json] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    refreshing: set[str] = field(default_factory=set)
    refusals: dict[str, str] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    oauth: list[Json] = field(default_factory=list)
    busy: asyncio.Event | None = None

    async def _api(self, request: web.Request) -> web.Response:
        method, token = request.match_info["method"], request.headers.get("Authorization", "")
        if method == "oauth.v2.access":
            return await self._access(request, token)
        bearer = token.removeprefix("Bearer ")
        if bearer not in self.tokens and method != "apps.connections.open":
            self.asides.put_nowait(Call(method, {}, token))
            return fault(self.refusals.get(bearer, "invalid_auth"))
        return await super()._api(request)

    def _answer(self, method: str, body: Json) -> Json:
        if method == "auth.test":
            return {"bot_id": "B0BOT0001", "url": "https://example.enterprise.slack.com/"}
        return super()._answer(method, body)

    async def _access(self, request: web.Request, authorization: str) -> web.Response:
        """A code or a refresh token, for tokens."""
        told: Json = dict(await request.post())
        self.oauth.append(told)
        for held in (self.hold, self.busy):
            if held is not None:
                await held.wait()
        if self.faults["oauth.v2.access"]:
            return self.faults["oauth.v2.access"].popleft()
        if b64decode(authorization.removeprefix("Basic ")).decode() != f"{CLIENT_ID}:{CLIENT_SECRET}":
            return fault("bad_client_secret")
        if told.get("grant_type") == "refresh_token":
            if told["refresh_token"] not in self.refreshing:
                return fault("invalid_refresh_token")
            self.refreshing.discard(told["refresh_token"])
            return web.json_response({"ok": True} | self.handed_out(grant(rotating=True)))
        granted = self.codes.pop(told.get("code", ""), None)
        if granted is None:
            return fault("invalid_code")
        return web.json_response({"ok": True} | self.handed_out(granted))

    def handed_out(self, granted: Json) -> Json:
        """New tokens with what they are for."""
        number = next(self.numbers)
        token, refresh = f"xoxb-{number}", f"xoxe-{number}"
        self.tokens.add(token)
        if "expires_in" not in granted:
            return granted | {"access_token": token}
        self.refreshing.add(refresh)
        return granted | {"access_token": token, "refresh_token": refresh}

    def revoke(self, token: str, error: str = "token_revoked") -> None:
        """Take a token no more."""
        self.tokens.discard(token)
        self.refusals[token] = error


def event(kind: str, team: str = TEAM, *, after: float = 1, **changes: Any) -> Json:
    """An event about the app itself, this many seconds after the start."""
    told = {name: changes.pop(name) for name in ("tokens", "team_ids") if name in changes}
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": "A0KRD7HC3",
        "event": {"type": kind, **told},
        "event_id": f"Ev{kind}{after:.0f}".replace("_", "").upper(),
        "event_time": int(SECONDS + after),
        **changes,
    }


def of(payload: Json, team: str, enterprise: str | None = None, *, org_wide: bool = False) -> Json:
    """A recorded payload, as it comes from another workspace."""
    changed = payload | {"team_id": team, "context_team_id": team}
    if "authorizations" in payload:
        heard = {"team_id": team, "enterprise_id": enterprise, "is_enterprise_install": org_wide}
        changed["authorizations"] = [payload["authorizations"][0] | heard]
    if "event" in payload:
        changed["event"] = payload["event"] | {"team": team}
    return changed
