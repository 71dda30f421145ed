"""What is learned from a course once, and can be kept in a file beside it."""

import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.model import Course
from content.search.classifier import Classifier, Line, learned
from content.search.concepts import Concepts
from content.search.features import claim_features, polarity_features, topic_features, views_of, weighed, word_feature
from content.search.lessons import OUTSIDE, claim_lines, polar_lines, topic_lines, yes_no_questions
from content.search.packing import StaleModelError, packed, unpacked
from content.search.regression import Descent, bucket
from content.search.words import EVERYDAY, Lexicon, spellings

_TO_POLARITIES = Descent(rounds=6, rate=1.0)
"""Three classes are soon learned, and what tells them apart is subtle."""

VERSION = 20
"""Raise it when the same course would be learned otherwise."""

_EXPLAINS = 0.02
"""How much a word has to speak for a claim to be one that people use to ask for it."""


@dataclass(frozen=True)
class Model:
    """The words of a course, and what tells its topics, its claims, and a yes from a no, apart.

    `known`: all spellings; `names`: words of titles, terms and aliases; `taught`: stems of what the course says.
    """

    fingerprint: str
    known: frozenset[str]
    names: frozenset[str]
    taught: frozenset[str]
    concepts: Concepts
    topics: Classifier
    claims: Classifier
    polarities: Classifier

    @property
    def lexicon(self) -> Lexicon:
        """Reads words as this course spells them."""
        return self.concepts.lexicon

    def rarity(self, stem: str) -> int:
        """How much a stem tells."""
        return self.topics.rarities[bucket(word_feature(stem))]

    def topic_shares(self, text: str) -> dict[str, float]:
        """How likely each topic, and each kind of outside line, is for a text."""
        return self.topics.shares(views_of(topic_features(self.concepts, self.concepts.read(text))))

    def reasons(self, text: str, topic: str) -> dict[str, float]:
        """How much each feature of a text speaks for a topic, beside what it says for the classes in the middle."""
        named = topic_features(self.concepts, self.concepts.read(text))
        pushes = self.topics.regression.pushes(weighed(views_of(named), self.topics.rarities), topic)
        return {feature: pushes[bucket(feature)] for view in named for feature in view}

    def explained(self, question: str, claim: str, turning: Set[str]) -> tuple[str, float]:
        """The first of the turning words in a question that speaks for this claim no more than for others.

        With it, how much of what the question says does speak for the claim, 0 to 1; what is rare counts most.
        """
        said = list(dict.fromkeys(self.concepts.read(question)[2]))
        features = weighed(views_of(([f"c {token}" for token in said],)), self.claims.rarities)
        pushes = self.claims.regression.pushes(features, claim)
        speaking = {token for token in said if pushes[bucket(f"c {token}")] > _EXPLAINS}
        stems = {self.lexicon.stem(word) for word in turning}
        weights = {token: self.claims.rarities[bucket(f"c {token}")] for token in said}
        share = sum(weights[token] for token in speaking) / (sum(weights.values()) or 1)
        return next((token for token in said if token in stems and token not in speaking), ""), share

    def claim_shares(self, text: str) -> dict[str, float]:
        """How likely each claim, and `NO_CLAIM`, is for a question."""
        return self.claims.shares(views_of(claim_features(self.concepts, self.concepts.read(text))))

    def polarity_shares(self, text: str) -> dict[str, float]:
        """How likely a right answer to a question begins with each polarity."""
        return self.polarities.shares(views_of(polarity_features(self.concepts, self.concepts.read(text))))


def build(course: Course, before: Sequence[Classifier] = ()) -> Model:
    """Learn a course. The same course gives the same model on every machine.

    `before`: what was learned of the course as it was; of that, only what changed is learned anew.
    """
    found = tuple(topic_lines(course))
    known, names = _spelt(course, found)
    concepts = Concepts(course, Lexicon(known, names))
    read = cache(concepts.read)  # many a form is learned from thrice
    readings = [read(line.text) for line in found]
    inside = (reading for line, reading in zip(found, readings, strict=True) if not line.label.startswith(OUTSIDE))
    taught = frozenset(stem for reading in inside for stem in reading.stems)
    topics = learned(found, [views_of(topic_features(concepts, reading)) for reading in readings], before=before)
    told = tuple(claim_lines(course))
    asked = [views_of(claim_features(concepts, read(line.text))) for line in told]
    claims = learned(told, asked, before=before)
    whole = tuple(polar_lines(course))
    said = [views_of(polarity_features(concepts, read(line.text))) for line in whole]
    polarities = learned(whole, said, _TO_POLARITIES, before)
    return Model(fingerprint(course), known, names, taught, concepts, topics, claims, polarities)


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
    typed = spellings(line.text for line in found if not line.label.startswith(OUTSIDE)) | aliases
    known = right | names | {word for word in typed if mending.mended(word) == word}
    joined = Lexicon(known, ())
    return known, names | {word for title in titles for word in joined.words(title)}


def fingerprint(course: Course) -> str:
    """Tells whether a model was built from this course."""
    digest = hashlib.sha256(f"{VERSION}".encode())
    for text in (*_prose(course), *_rest(course)):
        digest.update(f"\n{text}".encode())
    return digest.hexdigest()[:16]


def _rest(course: Course) -> Iterator[str]:
    """What is learned from beside what authors wrote with care, and what each thing belongs to."""
    for topic in course.topics.values():
        yield from (topic.id, *topic.asked)
    for term in course.terms:
        yield from (term.topic, *term.aliases)
    for claim in course.claims.values():
        yield from (claim.id, str(claim.holds), *claim.topics)
    for section in course.sections:
        yield from (said for name, phrases in section.phrases.items() for said in (name, *phrases))
    yield from (said for question in yes_no_questions(course) for said in question)
    for misconception in course.misconceptions.values():
        yield from misconception.topics
    for question in course.questions.values():
        yield from (question.stem, *question.topics)
    for kind, texts in course.outside.items():
        yield from (kind, *texts)


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


def pack(model: Model) -> bytes:
    """The model as the content of a file."""
    classifiers = (model.topics, model.claims, model.polarities)
    head = {
        "version": VERSION,
        "fingerprint": model.fingerprint,
        "known": " ".join(sorted(model.known)),
        "names": " ".join(sorted(model.names)),
        "taught": " ".join(sorted(model.taught)),
    }
    return packed(head, classifiers)


def unpack(data: bytes, course: Course) -> Model:
    """The model of a course that `pack` wrote.

    Raises:
        StaleModelError: when it is the model of another course, or of the course as it was, or no model.
    """
    told, classifiers = unpacked(data)
    if told["fingerprint"] != fingerprint(course):
        raise StaleModelError("the model of another course")
    known = {word: word for word in told["known"].split()}  # so that a word is kept once, wherever it stands
    names, taught = (frozenset(known.get(word, word) for word in told[key].split()) for key in ("names", "taught"))
    concepts = Concepts(course, Lexicon(frozenset(known), names))
    return Model(told["fingerprint"], frozenset(known), names, taught, concepts, *classifiers)


def model_for(course: Course, path: Path | None = None) -> Model:
    """The model kept at `path` when it is this course's, else a new one.

    A course that changed, or a copy of one, shares with the kept model what is learned from the same lines.
    """
    if path is None:
        return build(course)
    try:
        kept = path.read_bytes()
    except OSError:
        return build(course)
    try:
        return unpack(kept, course)
    except StaleModelError:
        return build(course, _learned_before(kept))


def _learned_before(kept: bytes) -> Sequence[Classifier]:
    """What the model of another course learned, if it learned as this version does."""
    try:
        told, classifiers = unpacked(kept)
    except StaleModelError:
        return ()
    return classifiers if told.get("version") == VERSION else ()
