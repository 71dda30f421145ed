"""Every setting, in one typed place: from the environment, a `.env` file, or a file named by `NAME_FILE`."""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

MAKE_KEY = "head -c 32 /dev/urandom | base64 | tr '+/' '-_'"
"""The command that makes a SLACK_TOKEN_KEY."""

_SEAL = re.compile(r"[A-Za-z0-9_-]{43}=")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsError(Exception):
    """A setting that cannot be used; the message names it and says what to do. Holds no secret."""


class Settings(BaseModel):
    """What an owner can set. Names in the environment are these in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database_url: SecretStr = Field(
        SecretStr("sqlite:///chat-tutor.db"), description="sqlite:///FILE, or postgresql://user@host/name."
    )
    migrate: bool = Field(True, description="Bring the tables up to date at the start; else only check them.")
    content: Path | None = Field(None, description="A course folder to use instead of the shipped one.")
    retention_days: int | None = Field(
        None, ge=1, description="Learners who have not come for so many days are forgotten; empty: nobody is."
    )
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(3978, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    metrics_port: int | None = Field(
        None, ge=0, le=65535, description="The port of /metrics for Prometheus; empty: nothing is counted."
    )
    metrics_host: str = Field("127.0.0.1", description="The address that /metrics listens on; it has no sign-in.")
    tracing: bool = Field(
        False, description="Send OpenTelemetry traces to where the standard OTEL_* variables say; needs the extra otel."
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING, ERROR.")
    daily_window_minutes: int = Field(
        10,
        ge=0,
        le=55,
        description="Minutes over which those who chose the same hour get their daily quiz.",
    )
    slack_bot_token: SecretStr = Field(SecretStr(""), description="The app's bot token, xoxb-…")
    slack_signing_secret: SecretStr = Field(
        SecretStr(""), description="Signs what Slack sends over HTTP; not needed with SLACK_APP_TOKEN."
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""), description="An app-level token, xapp-…: receive over Socket Mode instead of HTTP."
    )
    slack_connections: int = Field(
        1, ge=1, le=10, description="Connections that Socket Mode keeps open; an app may have ten in all."
    )
    slack_streams: bool = Field(
        default=True,
        description="What a language model words grows as it comes; in a direct chat, in the thread of its question.",
    )
    slack_client_id: str = Field(
        "", description="The app's client id: any workspace can install it at /slack/install, without SLACK_BOT_TOKEN."
    )
    slack_client_secret: SecretStr = Field(SecretStr(""), description="The client secret of that app.")
    slack_token_key: SecretStr = Field(
        SecretStr(""),
        description="Seals workspaces' tokens in the database; of several, with spaces between, the first one does.",
    )
    slack_redirect_url: str = Field(
        "", description="https://…/slack/oauth_redirect, as the app has it; needed where the app has several."
    )
    slack_api_url: str = Field("https://slack.com/api/", description="Where Slack's Web API is.")
    teams_app_id: str = Field("", description="The bot's application (client) id in Entra.")
    teams_app_password: SecretStr = Field(SecretStr(""), description="The client secret of that application.")
    teams_secret_expires: date | None = Field(
        None, description="The day on which that secret ends, such as 2027-05-31; you are warned 30 days before."
    )
    teams_tenant_id: str = Field("", description="The tenant of a single-tenant bot; empty for a multi-tenant one.")
    teams_managed_identity: bool = Field(
        False,
        description="The bot is a user-assigned managed identity of this machine in Azure, and has no password.",
    )
    teams_targeted_messages: bool = Field(
        False,
        description="The organisation's Teams clients can show a message in a group to one person alone.",
    )
    teams_login_url: str = Field("https://login.microsoftonline.com", description="Where the bot gets its own tokens.")
    teams_openid_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="Where the keys of incoming tokens are listed.",
    )
    teams_service_urls: str = Field(
        "https://smba.trafficmanager.net https://*.botframework.com https://*.teams.microsoft.com",
        description="Where the bot may send to with its token; with spaces between them.",
    )
    web: bool = Field(True, description="Serve the web chat.")
    web_host: str = Field(
        "", description="The host name under which a signed-in proxy serves the web chat, beside loopback."
    )
    web_user_header: str = Field(
        "",
        description="The header in which that proxy names the user; needed when HOST is not loopback.",
    )

    keep_gaps: bool = Field(
        False,
        description="Keep questions that the course could not answer, redacted and without who asked, for 30 days.",
    )
    llm_model: str = Field(
        "",
        description="A language model (in Azure, a deployment) that may word answers; empty: the course's own words.",
    )
    llm_api_key: SecretStr = Field(SecretStr(""), description="The key to its endpoint.")
    llm_key_expires: date | None = Field(None, description="The day on which that key ends, where it does.")
    llm_base_url: str = Field("", description="Its endpoint, where that is not OpenAI's own.")
    llm_api_version: str = Field("", description="The API version, for an Azure OpenAI endpoint that wants one.")
    llm_tokens_per_learner: int = Field(20_000, ge=0, description="Tokens that one learner may use a day.")
    llm_tokens_per_tenant: int = Field(500_000, ge=0, description="Tokens that one workspace may use a day.")

    @model_validator(mode="after")
    def _whole_model(self) -> "Settings":
        if not self.llm_model and (self.llm_api_key.get_secret_value() or self.llm_base_url):
            raise ValueError("LLM_MODEL is not set, so LLM_API_KEY and LLM_BASE_URL do nothing. Name the model.")
        if self.llm_api_version and not self.llm_base_url:
            raise ValueError("LLM_API_VERSION is Azure's, which needs LLM_BASE_URL: https://NAME.openai.azure.com.")
        return self

    @model_validator(mode="after")
    def _one_way_to_install(self) -> "Settings":
        key = self.slack_token_key.get_secret_value()
        parts = {
            "SLACK_CLIENT_ID": self.slack_client_id,
            "SLACK_CLIENT_SECRET": self.slack_client_secret.get_secret_value(),
            "SLACK_TOKEN_KEY": key,
        }
        missing = [name for name, value in parts.items() if not value]
        if missing == list(parts):
            if self.slack_redirect_url:
                raise ValueError("SLACK_REDIRECT_URL does nothing without SLACK_CLIENT_ID.")
            return self
        if missing:
            raise ValueError(f"Workspaces install the app with {', '.join(parts)}; set {' and '.join(missing)} too.")
        if self.slack_bot_token.get_secret_value():
            raise ValueError(
                "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for several: unset one of them."
                " What is kept of the one workspace stays, once it has installed the app at /slack/install."
            )
        if not all(_SEAL.fullmatch(each) for each in key.split()):
            raise ValueError(f"SLACK_TOKEN_KEY is no key. Make one: {MAKE_KEY}")
        return self

    @model_validator(mode="after")
    def _no_open_door(self) -> "Settings":
        if self.web and self.host not in LOOPBACK and not self.web_user_header:
            raise ValueError(
                "HOST is not loopback, and the web chat has no sign-in of its own."
                " Put a signed-in proxy in front and name its header in WEB_USER_HEADER,"
                " or set WEB=false, or HOST=127.0.0.1."
            )
        return self


def table() -> str:
    """Every setting as a Markdown table, for the owner's guide."""
    rows = ["| name | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = str(default).lower() if isinstance(default, bool) else str(default) if default is not None else ""
        rows.append(f"| `{name.upper()}` | {f'`{shown}`' if shown else ''} | {field.description} |")
    return "\n".join(rows) + "\n"


def load_settings(environ: Mapping[str, str] | None = None, dotenv: Path = Path(".env")) -> Settings:
    """Settings from the environment, before those of the `.env` file; a value from `NAME_FILE` is stripped.

    Raises:
        SettingsError: with one line for each setting that is wrong.
    """
    try:
        given = {name: value for name, value in dotenv_values(dotenv).items() if value is not None}
    except OSError as error:
        raise SettingsError(f"{dotenv} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{dotenv} is no UTF-8 text") from error
    given |= dict(os.environ if environ is None else environ)
    values: dict[str, str] = {}
    for field in Settings.model_fields:
        name = field.upper()
        if path := given.get(f"{name}_FILE"):
            try:
                values[field] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsError(f"{name}_FILE: {path} cannot be read ({error.strerror})") from error
            except UnicodeDecodeError as error:
                raise SettingsError(f"{name}_FILE: {path} is no UTF-8 text") from error
        elif given.get(name, ""):
            values[field] = given[name]
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError("\n".join(_lines(error))) from error


def _lines(error: ValidationError) -> list[str]:
    return [
        ": ".join(filter(None, [".".join(map(str, item["loc"])).upper(), item["msg"].removeprefix("Value error, ")]))
        for item in error.errors()
    ]
