"""A small course that breaks no rule, and ways to change a part of it."""

from datetime import date
from typing import Any

from content.lint import Finding, lint
from content.model import Course

TODAY = date(2026, 11, 25)
Data = dict[str, Any]


def option(text: str, why: str = "", right: bool = False, **more: Any) -> Data:
    """An option whose explanation differs from all others."""
    return {"text": text, "right": right, "why": why or f"This is about {text}, for a reason.", **more}


def options(key: str, *wrongs: str) -> list[Data]:
    """The key, and wrong options of which the first names its misconception."""
    wrong = [option(text, misconception=None if n else "tuning-fetches") for n, text in enumerate(wrongs)]
    return [option(key, right=True), *wrong]


def verdicts(*texts: str, right: int) -> list[Data]:
    """Options of a true-false question; the one numbered `right` is the key."""
    return [
        option(text, right=n == right, misconception=None if n == right else "tuning-fetches")
        for n, text in enumerate(texts)
    ]


def ask(**changes: Any) -> Data:
    """A question with one key, in which some parts are others."""
    question = {
        "id": "steady-voice",
        "kind": "one",
        "objective": "choose",
        "topics": ["tuning"],
        "level": "apply",
        "difficulty": 0.6,
        "stem": "A ferry firm cannot keep a steady voice by prompts. Which step comes next?",
        "options": options(
            "Train a model on good letters", "Search the letters for facts", "Buy a machine of more power"
        ),
        "hints": ["Name what is lacking.", "Is it about facts or about manner?", "Manner is learned by practice."],
        "sources": ["SRC"],
        **changes,
    }
    return {key: value for key, value in question.items() if value is not None}


def match(*needs: tuple[str, str], **changes: Any) -> Data:
    """A matching question: needs, each with its technique."""
    lines = [
        {"text": text, "technique": technique, "why": f"{text}: that is what it does."} for text, technique in needs
    ]
    return ask(**{"kind": "match", "id": "pairs", "options": None, "needs": lines, **changes})


def order(*steps: str, **changes: Any) -> Data:
    """An ordering question."""
    lines = [{"text": text, "why": f"{text}: it has to be done by then."} for text in steps]
    stem = "In which order do these steps lead to a sound choice?"
    return ask(**{"kind": "order", "id": "steps", "options": None, "stem": stem, "steps": lines, **changes})


def bank(*keys: int, length: int = 4, long_key: bool = False, kind: str = "one") -> list[Data]:
    """Questions that differ in one made-up word each; the key stands at the position that `keys` names."""
    prefix = "True: " if kind == "true-false" else ""
    found = []
    for n, key in enumerate(keys):
        name = "".join(chr(ord("a") + int(digit)) for digit in f"{n:03d}")
        texts = [f"{prefix}The {name} {word} of the firm" for word in ("boat", "road", "shed", "mill")[:length]]
        if long_key:
            texts[key] += " in town"
        stem = f"What does the clerk called Mr {name.title()} ask about?"
        found.append(ask(id=f"q-{name}", kind=kind, stem=stem, options=verdicts(*texts, right=key)))
    return found


def topic(**changes: Any) -> Data:
    """A topic with eight ways of asking."""
    return {
        "id": "tuning",
        "title": "Tuning",
        "objectives": ["choose"],
        "sources": ["SRC"],
        "related": ["tuning"],
        "asked": [f"what is tuning, asked in way {n}" for n in "abcdefgh"],
        "one_line": "Tuning trains a model a little further.",
        "short": "Tuning trains a model on examples of one job.",
        "full": "Tuning starts from a finished model. It goes on from there.",
        "child": "A cook learns one more dish.",
        "example": "A port tunes a model on its notes.",
        "analogy": "A tailor alters a coat.",
        **changes,
    }


def source(**changes: Any) -> Data:
    """A source that was read two days ago."""
    return {"title": "A guide to tuning", "url": "https://example.org/tuning", "read_on": "2026-11-23", **changes}


def course(*questions: Data, **changes: Any) -> Course:
    """A course of these questions, or of one; `changes` are parts of its section, or of the course."""
    misconception = {
        "id": "tuning-fetches",
        "belief": "A tuned model opens files.",
        "correction": "Training leaves habits, and no files.",
        "topics": ["tuning"],
    }
    section: Data = {
        "id": "section",
        "title": "Tuning and its neighbours",
        "intro": "A short section.",
        "objectives": [{"id": "choose", "title": "choose a technique"}],
        "misconceptions": [misconception],
        "topics": [topic()],
        "questions": list(questions) or [ask()],
    }
    whole: Data = {
        "id": "sample",
        "title": "A sample",
        "about": "A course for tests.",
        "stale_after_days": 100,
        "sources": {"SRC": source()},
        "sections": [section],
    }
    for name, value in changes.items():
        (section if name in section or name in {"lessons", "claims", "yes_no"} else whole)[name] = value
    return Course.model_validate(whole)


def findings(checked: Course) -> list[Finding]:
    """What the linter says of a course that is in no file."""
    return lint(checked, lambda place: (".".join(map(str, place)), 1), TODAY)
