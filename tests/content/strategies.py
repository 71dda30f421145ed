"""Arbitrary questions that a course may hold."""

from typing import Any

from hypothesis import strategies as st

from content.model import Match, Option, Order, Question, Several
from content.model.questions import Choice, Need, Step

SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
# Half characters, controls and their like stand in no YAML file.
_LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"))
_MEANT = st.sampled_from(
    [*"~=#{}:\\%-+@*`[]()\"';,\t\n", "->", "//", "::", "%50%", "[html]", "\\n", "####", "<b>", "'="]
)
_TEXTS = st.lists(_LETTERS | _MEANT, min_size=1, max_size=40).map("".join).map(str.strip).filter(bool)
PROSE = _TEXTS
LINES = _TEXTS.map(lambda text: " ".join(text.split())[:75].strip()).filter(bool)


@st.composite
def questions(draw: st.DrawFn, *, plain_pairs: bool = False) -> Question:
    """A question of any kind; with `plain_pairs` no line to pair holds an arrow."""
    base: dict[str, Any] = {
        "id": draw(SLUGS),
        "revision": draw(st.integers(1, 99)),
        "objective": draw(SLUGS),
        "topics": tuple(draw(st.lists(SLUGS, min_size=1, max_size=3))),
        "level": draw(st.sampled_from(["recall", "apply", "decide"])),
        "difficulty": draw(st.sampled_from([0.05, 0.5, 0.625, 0.9])),
        "stem": draw(PROSE),
        "hints": tuple(draw(st.lists(PROSE, min_size=1, max_size=3))),
        "sources": tuple(draw(st.lists(SLUGS.map(str.upper), min_size=1, max_size=3))),
        "variant_of": draw(st.none() | SLUGS),
        "waive": draw(st.dictionaries(SLUGS, PROSE, max_size=2)),
    }
    lines = LINES.filter(lambda text: "->" not in text) if plain_pairs else LINES
    kind = draw(st.sampled_from(["one", "true-false", "several", "match", "order"]))
    match kind:
        case "match":
            techniques = st.sampled_from(["fine-tuning", "grounding", "both", "neither"])
            needs = st.builds(Need, text=lines, technique=techniques, why=PROSE)
            return Match(kind="match", needs=tuple(draw(st.lists(needs, min_size=2, max_size=5))), **base)
        case "order":
            steps = st.builds(Step, text=lines, why=PROSE)
            return Order(kind="order", steps=tuple(draw(st.lists(steps, min_size=3, max_size=6))), **base)
        case "several":
            options = draw(st.lists(_options(LINES), min_size=3, max_size=6))
            rights = draw(st.sets(st.integers(0, len(options) - 1), min_size=2, max_size=len(options) - 1))
            return Several(kind="several", options=_marked(options, rights), **base)
        case _:
            texts = LINES.map(lambda text: f"True: {text}"[:75].strip()) if kind == "true-false" else LINES
            options = draw(st.lists(_options(texts), min_size=2, max_size=5))
            return Choice(kind=kind, options=_marked(options, {draw(st.integers(0, len(options) - 1))}), **base)


def _options(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Option]:
    return st.builds(Option, text=texts, why=PROSE, misconception=st.none() | SLUGS)


def _marked(options: list[Option], rights: set[int]) -> tuple[Option, ...]:
    return tuple(option.model_copy(update={"right": n in rights}) for n, option in enumerate(options))
