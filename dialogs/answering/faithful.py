"""Whether generated sentences say what the passages that they cite say, and no more.

Each clause has to stand in one clause of a cited passage: with its terms, its numbers, its absolute words and
its negation, and with most of its telling words. That turns away what a model likes to get wrong: swapped
roles, a "not" lost or won, figures and techniques from elsewhere. What is in doubt is turned away too, for the
course's own words stand ready.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from content.markup import parse
from content.model import Course
from content.search.words import Lexicon, normalise, spellings

SENTENCES = 5
"""Sentences at the most."""

LONGEST = 900
"""Characters at the most."""

SUPPORT = 0.6
"""Share of a clause's telling words that the clause it rests on has to have."""

_CITED = re.compile(r"\s*((?:\[\d{1,2}\]\s*)+)([.!?]?)")
_NUMBER = re.compile(r"\d{1,2}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'])")
_STATEMENT = re.compile(
    r"\s*[;–—]\s*|,?\s+\b(?:while|whereas|but|yet|although|though)\b\s+|,\s+(?:and|so|which)\b\s+"
    r"|\s+\band\s+(?=(?:it|that|this|they|grounding|fine|tuning|rag|the)\b)",
    re.IGNORECASE,
)
"""Between statements that can each stand alone."""

_CONDITION = re.compile(
    r"(?:^|,?\s+)(?:because|since|unless|when|if|once)\b\s+|,\s+(?=(?:you|it|they|we)\b)", re.IGNORECASE
)
"""Between the parts of a statement that hold together only."""

_FOREIGN = re.compile(r"https?:|www\.|[<>@#|{}\\`*_~]|\[[^\]]*\]\(", re.IGNORECASE)
_LEANS = re.compile(
    r"^(?:it(?!(?: is|'s) the\b)|its|that|this|they|these|those|each|both|so|such|then)\b", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:not|no|never|none|neither|nor|nothing|nobody|without|cannot|hardly|instead of)\b|n't\b")
_ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|every|any|none|must|guarantee\w*|ensure\w*|entirely|completely|fully|perfect\w*"
    r"|impossible|eliminat\w*|remov\w*|prevent\w*|more|less|fewer|most|least|better|worse|cheaper|dearer|faster"
    r"|slower|higher|lower|first|before|after)\b"
)
_FIGURE = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|twenty|fifty|hundred|thousand"
    r"|million|half|twice|double|percent)\b"
)
_ORDERED = re.compile(r"\b(?:than|rather|instead|before|after|not|from|into|over)\b")


class UnfaithfulError(Exception):
    """A text that cannot be vouched for; `fault` is a word for why, without any of the text."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence, and the numbers (from 1) of the passages that it rests on."""

    text: str
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """What a clause says, as far as it can be compared. `terms` in their order, each once."""

    terms: tuple[str, ...]
    stems: frozenset[str]
    figures: frozenset[str]
    absolutes: frozenset[str]
    negated: bool
    ordered: bool


class Checker:
    """Reads with the words of one course."""

    def __init__(self, course: Course) -> None:
        texts = (t for topic in course.topics.values() for t in (topic.title, topic.one_line, topic.short, topic.full))
        names = {term.id: (term.term, term.id, *term.aliases) for term in course.terms}
        self._lexicon = Lexicon(spellings(name for found in names.values() for name in found), ())
        self._terms = sorted(
            ((tuple(self._lexicon.stems(name)), term) for term, found in names.items() for name in found),
            key=lambda pair: -len(pair[0]),
        )
        self._taught = frozenset(stem for text in texts for stem in self._lexicon.telling(text))

    def check(self, text: str, passages: Sequence[str]) -> tuple[Cited, ...]:
        """The sentences of a text in which `[n]` cites a passage; passages are course text.

        Raises:
            UnfaithfulError: a sentence is not borne out by what it cites, or is no plain sentence.
        """
        sentences = tuple(_cited(text, len(passages)))
        if not 0 < len(sentences) <= SENTENCES or sum(len(s.text) for s in sentences) > LONGEST:
            raise UnfaithfulError("length")
        terms: tuple[str, ...] = ()
        for sentence in sentences:
            grounds = [ground for n in sentence.passages for ground in self._grounds(passages[n - 1])]
            for statement in _STATEMENT.split(sentence.text):
                clauses = []
                for part in filter(None, _CONDITION.split(statement)):
                    clauses.append(self._clause(part, terms))
                    terms = clauses[-1].terms or terms
                self._stand(clauses, grounds)
        return sentences

    def begun(self, text: str, passages: Sequence[str]) -> tuple[Cited, ...]:
        """The sentences that are whole by now of a text that is still coming in, as `check` will find them again.

        Raises:
            UnfaithfulError: one of them is not borne out by what it cites, or the text can be none that is.
        """
        text = " ".join(text.split())
        whole = _whole(text)
        if len(text) - len(whole) > LONGEST:
            raise UnfaithfulError("length")
        return self.check(whole, passages) if whole else ()

    def _stand(self, clauses: Sequence[_Clause], grounds: Sequence[Sequence[_Clause]]) -> None:
        """Find a statement of the passages that bears out all clauses of this one."""
        known = [clause for ground in grounds for clause in ground]
        for clause in clauses:
            if not {figure for k in known for figure in k.figures} >= clause.figures:
                raise UnfaithfulError("figure")
            if not {term for k in known for term in k.terms}.issuperset(clause.terms):
                raise UnfaithfulError("term")
            if not clause.stems <= self._taught.union(*(k.stems for k in known)):
                raise UnfaithfulError("term")
        telling = [clause for clause in clauses if clause.stems or clause.terms]
        near = [ground for ground in grounds if _bears(ground, telling, _supports)]
        if not near:
            raise UnfaithfulError("support")
        if not any(_bears(ground, telling, _agrees) for ground in near):
            raise UnfaithfulError("negation")

    def _grounds(self, passage: str) -> Iterator[tuple[_Clause, ...]]:
        """The statements of a passage, by clauses; a bullet, and what begins with a pronoun, keep what they lean on."""
        heading: tuple[str, ...] = ()
        for block in parse(passage):
            terms = heading if block.bullet else ()
            for statement in (part for whole in _SENTENCE.split(block.text) for part in _STATEMENT.split(whole)):
                clauses = []
                for part in filter(None, _CONDITION.split(statement)):
                    clauses.append(self._clause(part, terms, leans=block.bullet))
                    terms = clauses[-1].terms or terms
                yield tuple(clauses)
            if not block.bullet:
                heading = terms

    def _clause(self, text: str, former: tuple[str, ...], *, leans: bool = False) -> _Clause:
        plain = normalise(text)
        terms, rest = self._named(plain)
        lone = leans or not terms or _LEANS.match(text.strip()) is not None
        return _Clause(
            terms=tuple(dict.fromkeys((*(former if lone else ()), *terms))),
            stems=frozenset(self._lexicon.telling(" ".join(rest))),
            figures=frozenset(_FIGURE.findall(plain)),
            absolutes=frozenset(_ABSOLUTE.findall(plain)),
            negated=_NOT.search(plain) is not None,
            ordered=_ORDERED.search(plain) is not None,
        )

    def _named(self, plain: str) -> tuple[tuple[str, ...], list[str]]:
        """The terms that a text names, in their order, the longest name first; and its other words."""
        words = self._lexicon.words(plain)
        stems = [self._lexicon.stem(word) for word in words]
        found: dict[int, str] = {}
        taken: set[int] = set()
        for name, term in self._terms:
            for at in range(len(stems) - len(name) + 1):
                places = set(range(at, at + len(name)))
                if tuple(stems[at : at + len(name)]) == name and not places & taken:
                    found[at] = term
                    taken |= places
        named = tuple(dict.fromkeys(found[at] for at in sorted(found)))
        return named, [word for at, word in enumerate(words) if at not in taken]


def _bears(ground: Sequence[_Clause], clauses: Sequence[_Clause], test: Callable[[_Clause, _Clause], bool]) -> bool:
    """Whether each clause has a clause of its own in the ground that passes the test."""
    free = list(ground)
    for clause in clauses:
        found = next((part for part in free if test(part, clause)), None)
        if found is None:
            return False
        free.remove(found)
    return True


def _supports(ground: _Clause, clause: _Clause) -> bool:
    """Whether the ground speaks of the same things with most of the same words."""
    if not set(ground.terms) >= set(clause.terms) or not ground.absolutes >= clause.absolutes:
        return False
    shared = len(clause.stems & ground.stems)
    return shared >= SUPPORT * len(clause.stems) and ground.figures >= clause.figures


def _agrees(ground: _Clause, clause: _Clause) -> bool:
    """Whether both say it, or both deny it; and what is set against something stands on the same side of it."""
    if not _supports(ground, clause) or ground.negated != clause.negated:
        return False
    if not clause.ordered or len(clause.terms) < 2:
        return True
    return tuple(term for term in ground.terms if term in clause.terms) == clause.terms


def _cited(text: str, count: int) -> Iterator[Cited]:
    at = 0
    text = " ".join(text.split())
    for match in _CITED.finditer(text):
        said = text[at : match.start()].strip()
        at = match.end()
        cited = tuple(dict.fromkeys(map(int, _NUMBER.findall(match[1]))))
        if not said or not all(0 < n <= count for n in cited):
            raise UnfaithfulError("citation")
        if len(_SENTENCE.split(said)) != 1:
            raise UnfaithfulError("citation")
        if _FOREIGN.search(said) or not said.isprintable():
            raise UnfaithfulError("markup")
        ending = said[-1] if said[-1] in ".!?" else match[2] or "."
        yield Cited(said.rstrip(".!?") + ending, cited)
    if text[at:].strip():
        raise UnfaithfulError("citation")


def _whole(text: str) -> str:
    """The text up to the last citation that nothing can be added to, as something else follows."""
    ends = (match.end() for match in _CITED.finditer(text))
    return text[: max((end for end in ends if text[end : end + 1] not in {"", "["}), default=0)].rstrip()


def without_marks(sentences: Iterable[Cited]) -> str:
    """The sentences as running text."""
    return " ".join(sentence.text for sentence in sentences)
