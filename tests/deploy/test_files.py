"""The deploy files are valid, say the same as the code, and hold nothing that the program does not know."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from bot.app import add_channels, build
from bot.channels.slack.channel import FINISH
from bot.channels.slack.oauth.installed import ENDING
from bot.server import application
from bot.settings import Settings, load_settings, table

DEPLOY = Path(__file__).parents[2] / "deploy"
KUBERNETES = sorted(path for path in (DEPLOY / "kubernetes").glob("*.yaml") if path.name != "kustomization.yaml")
PLATFORMS = {
    "DATABASE_URL": "sqlite:///:memory:",
    "SLACK_BOT_TOKEN": "xoxb-x",
    "SLACK_SIGNING_SECRET": "x",
    "TEAMS_APP_ID": "x",
    "TEAMS_APP_PASSWORD": "x",
    "TEAMS_TENANT_ID": "x",
}
OAUTH = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "x",
    "SLACK_TOKEN_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
}


def tool(name: str) -> str:
    """A checker that the tests install."""
    return str(Path(sys.executable).with_name(name))


def settings() -> set[str]:
    """The names of all settings, as an owner writes them."""
    return {name.upper() for name in Settings.model_fields}


async def served() -> set[str]:
    """The paths that the tutor answers when every platform is on, and any workspace may install it."""
    app = build(load_settings({name: value for name, value in PLATFORMS.items() if name != "SLACK_BOT_TOKEN"} | OAUTH))
    add_channels(app)
    paths = {resource.canonical for resource in application(app).router.resources()}
    await app.close()
    return paths


def test_dockerfile() -> None:
    """The linter of Dockerfiles finds nothing."""
    done = subprocess.run([tool("hadolint"), DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_dockerfile_sets_what_there_is() -> None:
    """Its environment names settings, and it copies what pyproject.toml packs."""
    text = (DEPLOY / "Dockerfile").read_text()
    named = set(re.findall(r"\b([A-Z_]+)=", re.search(r"^ENV (.*)$", text, re.MULTILINE)[1]))  # type: ignore[index]
    assert {name for name in named if not name.startswith("PYTHON")} <= settings()
    assert {"bot", "content", "dialogs"} <= set(re.findall(r"^COPY (\w+) ", text, re.MULTILINE))


def test_compose() -> None:
    """The file is valid by the specification's schema, and hands the tutor whatever setting stands in `.env`."""
    command = [tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    text = (DEPLOY / "compose.yaml").read_text()
    tutor = yaml.safe_load(text)["services"]["tutor"]
    assert tutor["env_file"] == "../.env"
    assert set(tutor["environment"]) <= settings()
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    offered = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "compose.env.example").read_text(), re.MULTILINE))
    assert asked <= offered <= asked | settings()


def test_an_orderly_end_is_waited_for() -> None:
    """Whatever runs the tutor kills it only after the longest that it may take: with a token that is being renewed."""
    closing = 2 * FINISH + ENDING
    longest = closing + 10 + 10  # what is on its way, and requests
    stops = re.search(r"^TimeoutStopSec=(\d+)$", (DEPLOY / "chat-tutor.service").read_text(), re.MULTILINE)
    assert stops is not None
    assert int(stops[1]) > longest
    tutor = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["tutor"]
    assert int(tutor["stop_grace_period"].removesuffix("s")) > longest
    pod = yaml.safe_load((DEPLOY / "kubernetes" / "deployment.yaml").read_text())["spec"]["template"]["spec"]
    before = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] > before + longest


@pytest.mark.parametrize("path", KUBERNETES, ids=lambda path: path.stem)
def test_kubernetes(path: Path) -> None:
    """Each resource is valid, unknown fields included."""
    for resource in yaml.safe_load_all(path.read_text()):
        kubernetes_validate.validate(resource, desired_version="1.37", strict=True)


def test_kustomization_lists_every_file() -> None:
    """Nothing in the folder is left out, and nothing is listed that is not there."""
    listed = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == [path.name for path in KUBERNETES]


async def test_paths_are_served() -> None:
    """Probes, routes and proxies name paths that the tutor answers."""
    named = set(re.findall(r"path: (/[\w/]+)|health_uri (/[\w/]+)", _everything()))
    assert {one or other for one, other in named} <= await served()


def test_config_map() -> None:
    """It sets what the tutor knows, to values that it takes."""
    data: dict[str, str] = yaml.safe_load((DEPLOY / "kubernetes" / "settings.yaml").read_text())["data"]
    assert set(data) <= settings()
    load_settings(data, Path("no.env"))


def test_everybody_runs_restricted() -> None:
    """Each pod runs as nobody in particular, cannot write to its image, and can do nothing special."""
    for name in ("deployment.yaml", "migration.yaml"):
        pod: dict[str, Any] = yaml.safe_load((DEPLOY / "kubernetes" / name).read_text())["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"]
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_guide_lists_every_setting() -> None:
    """The table in the owner's guide is the one that the program prints."""
    assert table() in (DEPLOY / "README.md").read_text(encoding="utf-8")


def _everything() -> str:
    files = [*KUBERNETES, DEPLOY / "Caddyfile"]
    return "\n".join(path.read_text() for path in files)
