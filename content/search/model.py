"""What is learned from a course once, and can be kept in a file beside it."""

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from content.markup import plain
from content.model import Course
from content.search.features import rarities_of, views_of, weighed, word_feature
from content.search.forms import spelled_out
from content.search.regression import BUCKETS, Example, Features, Regression, bucket, train
from content.search.words import EVERYDAY, Lexicon, spellings

OUTSIDE = "outside:"
"""What the class of an outside line begins with; its kind follows."""

VERSION = 10
"""Raise it when the same course would be learned otherwise."""

_PROSE_WEIGHT = 0.15
"""How much a sentence of a topic counts beside a question that learners ask."""


class StaleModelError(ValueError):
    """A file that holds no model, or the model of another course."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and the class that it is an example of."""

    text: str
    label: str
    weight: float = 1.0


@dataclass(frozen=True)
class Model:
    """The words of a course, and what tells its topics apart.

    `known`: all spellings; `names`: words of titles, terms and aliases; `taught`: stems of what the course says.
    """

    fingerprint: str
    known: frozenset[str]
    names: frozenset[str]
    taught: frozenset[str]
    rarities: bytes
    regression: Regression

    @cached_property
    def lexicon(self) -> Lexicon:
        """Reads words as this course spells them."""
        return Lexicon(self.known, self.names)

    def rarity(self, stem: str) -> int:
        """How much a stem tells."""
        return self.rarities[bucket(word_feature(stem))]

    def features(self, text: str) -> Features:
        """What the regression sees of a text."""
        return weighed(views_of(self.lexicon, text), self.rarities)


def build(course: Course) -> Model:
    """Learn a course. The same course gives the same model on every machine."""
    found = tuple(lines(course))
    known, names = _spelt(course, found)
    lexicon = Lexicon(known, names)
    views = [views_of(lexicon, line.text) for line in found]
    rarities = rarities_of(views)
    classes = (*course.topics, *(OUTSIDE + kind for kind in course.outside))
    number = {name: n for n, name in enumerate(classes)}
    examples = [
        Example(weighed(view, rarities), number[line.label], line.weight)
        for view, line in zip(views, found, strict=True)
    ]
    taught = (line.text for line in found if not line.label.startswith(OUTSIDE))
    stems = frozenset(stem for text in taught for stem in lexicon.stems(text))
    return Model(fingerprint(course), known, names, stems, rarities, train(examples, classes))


def _spelt(course: Course, found: Sequence[Line]) -> tuple[frozenset[str], frozenset[str]]:
    """All spellings that are right, and the names among them: learners' lines and aliases misspell on purpose."""
    outside = (line.text for line in found if line.label.startswith(OUTSIDE))
    prose = spellings(_prose(course))
    right = prose | spellings(outside)
    titles = [topic.title for topic in course.topics.values()] + [term.term for term in course.terms]
    aliases = spellings(alias for term in course.terms for alias in term.aliases)
    names = spellings(titles) | (aliases & right)
    reader = Lexicon(right, ())
    roots = {reader.stem(name) for name in names if name not in EVERYDAY}
    names |= {word for word in prose if reader.stem(word) in roots}
    mending = Lexicon(right | names, names)
    typed = spellings(line.text for line in found) | aliases
    known = right | names | {word for word in typed if mending.mended(word) == word}
    joined = Lexicon(known, ())
    return known, names | {word for title in titles for word in joined.words(title)}


def lines(course: Course) -> Iterator[Line]:
    """What the regression learns from."""
    for topic in course.topics.values():
        yield from (Line(text, topic.id) for text in (topic.title, *topic.asked))
        for text in (topic.one_line, topic.short, topic.full):
            yield from (Line(sentence, topic.id, _PROSE_WEIGHT) for sentence in _sentences(text))
    for term in course.terms:
        yield from (Line(text, term.topic) for text in (term.term, *term.aliases, term.definition))
    for misconception in course.misconceptions.values():
        yield Line(misconception.belief, misconception.topics[0])
    for claim, text in spelled_out(course):
        yield Line(text, claim.topics[0], 0.5)
    for question in course.questions.values():
        yield Line(question.stem, question.topics[0], 0.5)
    for kind, texts in course.outside.items():
        yield from (Line(text, OUTSIDE + kind) for text in texts)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, its bullets among them; what has three words or fewer is a label."""
    found = (part for line in plain(text).splitlines() for part in _SENTENCE_END.split(line))
    return (sentence for sentence in found if len(sentence.split()) > 3)


def fingerprint(course: Course) -> str:
    """Tells whether a model was built from this course."""
    digest = hashlib.sha256(f"{VERSION}".encode())
    for line in lines(course):
        digest.update(f"\n{line.label}\t{line.weight}\t{line.text}".encode())
    for text in _prose(course):
        digest.update(f"\n{text}".encode())
    return digest.hexdigest()[:16]


def _prose(course: Course) -> Iterator[str]:
    """What authors wrote with care."""
    for topic in course.topics.values():
        yield from (topic.title, topic.one_line, topic.short, topic.full, topic.example, topic.analogy, topic.child)
    for term in course.terms:
        yield from (term.term, term.definition)
    for claim in course.claims.values():
        yield from (claim.statement, claim.says, *claim.asked)
    for section in course.sections:
        yield from (phrase for phrases in section.phrases.values() for phrase in phrases)
    for misconception in course.misconceptions.values():
        yield from (misconception.belief, misconception.correction)


_SENTENCE_END = re.compile(r"(?<=[.?!:])\s")


def pack(model: Model) -> bytes:
    """The model as the content of a file."""
    regression = model.regression
    head = {
        "fingerprint": model.fingerprint,
        "classes": regression.classes,
        "scale": regression.scale,
        "known": " ".join(sorted(model.known)),
        "names": " ".join(sorted(model.names)),
        "taught": " ".join(sorted(model.taught)),
    }
    parts = (json.dumps(head, ensure_ascii=False).encode(), model.rarities, regression.data)
    return zlib.compress(len(parts[0]).to_bytes(4, "big") + b"".join(parts), 9)


def unpack(data: bytes, expected: str) -> Model:
    """The model that `pack` wrote.

    Raises:
        StaleModelError: when its fingerprint is not the expected one, or it is no model.
    """
    try:
        raw = memoryview(zlib.decompress(data))
        end = 4 + int.from_bytes(raw[:4], "big")
        head: Mapping[str, str] = json.loads(bytes(raw[4:end]))
        regression = Regression.of(head["classes"], raw[end + BUCKETS :], float(head["scale"]))
    except (zlib.error, ValueError, LookupError) as error:
        raise StaleModelError("not a model") from error
    if head["fingerprint"] != expected:
        raise StaleModelError("the model of another course")
    known = {word: word for word in head["known"].split()}  # so that a word is kept once, wherever it stands
    names, taught = (frozenset(known.get(word, word) for word in head[key].split()) for key in ("names", "taught"))
    return Model(expected, frozenset(known), names, taught, bytes(raw[end : end + BUCKETS]), regression)


def model_for(course: Course, path: Path | None = None) -> Model:
    """The model kept at `path` when it is this course's, else a new one."""
    if path is None:
        return build(course)
    try:
        return unpack(path.read_bytes(), fingerprint(course))
    except (OSError, StaleModelError):
        return build(course)
