"""The answering engine: how well it answers, how soon, in how much memory, and how long it learns.

Each figure stands beside its goal. Times are of CPU, so that busy neighbours count little. Memory is the most that
Python holds for the index and the answerer, from loading it to after every question of the evaluation set.
"""

import gc
import json
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from content.loader import SHIPPED, load
from content.model import Course
from content.phrasings import wishes
from content.search import Index
from dialogs.answering import Answerer
from dialogs.answering.evaluation import Expected, Line, evaluate, evaluate_intents
from dialogs.intents import read
from tests.bench.table import show

SETS = Path(__file__).parent.parent / "answering"
ROUNDS = 5


async def bench_answering() -> None:
    """Quality on the evaluation set, then speed and memory."""
    course = load(SHIPPED)
    answerer = Answerer(course, Index(course, SHIPPED))
    questions = [json.loads(line) for line in (SETS / "questions.jsonl").read_text("utf-8").splitlines()]
    typed = [json.loads(line) for line in (SETS / "intents.jsonl").read_text("utf-8").splitlines()]
    report = evaluate(answerer, map(Expected.of, questions))
    intents = evaluate_intents(map(Line.of, typed))
    show(
        "Answers on the evaluation set, with 95 % intervals",
        ("", "measured", "goal"),
        [
            ("right topic first", str(report.first), ">= 0.90"),
            ("right topic in the first three", str(report.top_three), ">= 0.98"),
            ("answered outright and right", str(report.answered_right), ">= 0.88"),
            ("answered wrongly", str(report.answered_wrong), "<= 0.05"),
            ("refused though inside", str(report.refused), "<= 0.03"),
            ("yes or no right where said", str(report.polarity_said), ">= 0.99"),
            ("outside answered", str(report.outside_answered), "<= 0.015"),
            ("AUROC", str(report.auroc), ">= 0.98"),
            ("intents", str(intents.right), ">= 0.98"),
        ],
    )
    texts = [row["text"] for row in questions]
    once = _milliseconds(answerer, texts)
    lines = [_timed(partial(read, line["text"], line["open_question"])) for line in typed]
    loads = [_timed(partial(Index, course, SHIPPED)) for _ in range(ROUNDS)]
    phrased = [_timed(_phrasings) for _ in range(ROUNDS)]
    changes = [_timed(partial(Index, _asked_otherwise(course), SHIPPED)) for _ in range(3)]
    learns = [_timed(partial(Index, course)) for _ in range(3)]
    show(
        f"Speed and memory of the engine alone, the middle of {ROUNDS} rounds",
        ("", "measured", "goal"),
        [
            ("one question, median, ms of CPU", f"{median(once):.2f}", ""),
            ("one question, p95, ms of CPU", f"{_p95(once):.2f}", "<= 1"),
            ("one line's intent, p95, ms of CPU", f"{_p95(lines):.2f}", ""),
            ("load what was learned, ms of CPU", f"{median(loads):.0f}", "<= 50"),
            ("load the phrasings, ms of CPU", f"{median(phrased):.0f}", "<= 50"),
            ("learn a topic that changed, s of CPU", f"{min(changes) / 1000:.1f}", "<= 3"),
            ("learn all anew, s of CPU", f"{min(learns) / 1000:.1f}", "<= 3"),
            ("memory, MB", f"{_megabytes(course, texts):.1f}", "<= 15"),
        ],
    )


def _asked_otherwise(course: Course) -> Course:
    """The course with a further way of asking for one of its topics."""
    topic = next(iter(course.topics.values()))
    asked = topic.model_copy(update={"asked": (*topic.asked, "is the model exact about tuning")})
    return course.model_copy(update={"topics": {**course.topics, topic.id: asked}})


def _milliseconds(answerer: Answerer, texts: list[str]) -> list[float]:
    """The median time of each text over the rounds."""
    rounds = [[_timed(partial(answerer.answer, text)) for text in texts] for _ in range(ROUNDS)]
    return [median(times) for times in zip(*rounds, strict=True)]


def _phrasings() -> None:
    """Load what was learned of phrasings once more."""
    wishes.cache_clear()
    wishes()


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of this process's CPU."""
    began = time.process_time_ns()
    work()
    return (time.process_time_ns() - began) / 1e6


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _megabytes(course: Course, texts: list[str]) -> float:
    """The most that is held for answering."""
    gc.collect()
    tracemalloc.start()
    answerer = Answerer(course, Index(course, SHIPPED))
    for text in texts:
        answerer.answer(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 2**20
