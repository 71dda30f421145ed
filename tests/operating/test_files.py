"""Alerts and the dashboard: they can be read, and name metrics, labels and results that there are."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import promql_parser
import pytest
import yaml

from bot.metrics import Metrics
from bot.observing import SendResult, TurnResult, WordingResult
from tests.delivery.fakes import START

DEPLOY = Path(__file__).parents[2] / "deploy"
ALERTS = [rule for group in yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"] for rule in group["rules"]]
DASHBOARD = json.loads((DEPLOY / "grafana.json").read_text())
ELSEWHERE = {"up", "process_resident_memory_bytes"}
"""What Prometheus itself and every process's collector have."""
SCRAPED = {"job", "instance"}
"""Labels that Prometheus adds."""


def expressions() -> Iterator[str]:
    """Every query of both files, with Grafana's variables filled in."""
    yield from (rule["expr"] for rule in ALERTS)
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield target["expr"].replace("$__rate_interval", "5m").replace("$job", "chat-tutor")


@cache
def exposed() -> dict[str, set[str]]:
    """The labels of every sample that is exposed once all has happened."""
    metrics = Metrics("1")
    metrics.turn("chat", "quiz", "answered", 0.1)
    metrics.looked_up("chat", "lookup")
    metrics.answered("answered")
    metrics.sent("chat", "sent", 0.1)
    metrics.throttled("chat", 1)
    metrics.delivered("chat", "answer", "sent")
    metrics.expires("TEAMS_APP_PASSWORD", START)
    metrics.worded("worded", 1)
    found: dict[str, set[str]] = {}
    for line in metrics.exposed({"chat": (1, START)}, START).decode().splitlines():
        if match := re.match(r"(\w+)(?:\{(.*)\})? ", line):
            found.setdefault(match[1], set()).update(re.findall(r'(\w+)="', match[2] or ""))
    return found


@pytest.mark.parametrize("expression", list(expressions()))
def test_queries(expression: str) -> None:
    """Each query is PromQL, and what it names is exposed, with the labels that it asks for."""
    promql_parser.parse(expression)
    known = exposed()
    labels: set[str] = set()
    for name in re.findall(r"\b(?:chat_tutor_\w+|process_\w+|up)\b", expression):
        assert name in known or name in ELSEWHERE, name
        labels |= known.get(name, set())
    asked = re.findall(r'(\w+)(?:=~|!=|=)"', expression)
    asked += [label for group in re.findall(r"by \(([^)]*)\)", expression) for label in group.split(", ")]
    assert set(asked) <= labels | SCRAPED


def test_results_are_those_that_there_are() -> None:
    """What alerts ask for as a result is one that the program tells."""
    results = {*get_args(TurnResult), *get_args(SendResult), *get_args(WordingResult)}
    asked = {name for e in expressions() for found in re.findall(r'result=~?"([^"]*)"', e) for name in found.split("|")}
    assert asked
    assert asked <= results


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: str(rule["alert"]))
def test_alerts(rule: dict[str, Any]) -> None:
    """Each alert has a time to wait, how urgent it is, what happened and what to do."""
    assert re.fullmatch(r"\d+m", rule["for"])
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"].keys() == {"summary", "action"}


def test_every_metric_is_on_the_dashboard() -> None:
    """Nothing is counted that nobody sees."""
    shown = " ".join(expressions())
    names = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in exposed() if name.startswith("chat_tutor")}
    assert not [name for name in names if name not in shown]


def test_panels_do_not_lie_on_each_other() -> None:
    """Each panel has an id and a place of its own, and a title."""
    places = [(p["gridPos"]["x"], p["gridPos"]["y"]) for p in DASHBOARD["panels"]]
    assert len(set(places)) == len(places) == len({p["id"] for p in DASHBOARD["panels"]})
    assert all(panel["title"] for panel in DASHBOARD["panels"])
