"""Grades an answer to a scenario: the verdict, and each expectation and misconception by itself.

By rules over clauses, never by similarity: swapped roles look more like the model answer than many right answers do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from content.model import CaseMisconception, CaseNeed, Expectation, Scenario
from dialogs.grading.claims import Claim, claims, is_met
from dialogs.grading.clauses import Want
from dialogs.grading.deferral import defers
from dialogs.grading.reading import Reader, Reading
from dialogs.grading.sayings import says, stemmed
from dialogs.grading.verdicts import Verdict, is_list, verdict

TOOLS = {"manner": "fine-tuning", "facts": "grounding"}
"""The technique for needs of a kind, where one is called for."""

RUN = 3
"""Words that may stand between two words for a need that are said back as one: "cite cases from the library"."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What an answer says, set beside what the scenario expects.

    `unsure`: it is about the case, and what it means cannot be told. `deferred`: it grounds first and tunes only if
    measuring shows the need. `pairs`: each (need, technique) that it affirms, right or wrong. `words`: the learner's
    own words for a need. `silent`: it names neither a technique nor a need. `pleads`: it asks for marks.
    """

    verdict: Verdict
    expectations: Mapping[str, bool]
    misconceptions: tuple[str, ...] = ()
    unsure: bool = False
    deferred: bool = False
    pairs: frozenset[tuple[str, str]] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    pleads: bool = False

    def full(self, scenario: Scenario) -> bool:
        """Whether nothing is missing and nothing is wrong."""
        right = self.verdict == scenario.verdict and all(self.expectations.values())
        return right and not self.misconceptions


def grade(scenario: Scenario, text: str, need: str = "", technique: str = "") -> Marks:
    """The marks of an answer.

    `need`: the one just asked about, which a bare technique then answers. `technique`: the one committed to, for
    which a bare need then answers what it is for.
    """
    reading = _reader(scenario.needs).read(text)
    if is_list(reading):
        nothing = {expectation.id: False for expectation in scenario.expectations}
        return Marks("unclear", nothing, unsure=True, pleads=reading.pleads)
    return _Grading(scenario, reading, need, technique).marks()


def decision(text: str) -> Verdict:
    """The technique that words decide for, whatever the case."""
    reading = _reader(()).read(text)
    return verdict(reading, claims(reading.sentences), TOOLS)


@lru_cache(maxsize=64)
def _reader(needs: tuple[CaseNeed, ...]) -> Reader:
    return Reader(needs)


class _Grading:
    """One answer set beside its scenario."""

    def __init__(self, scenario: Scenario, reading: Reading, need: str, technique: str) -> None:
        self._scenario = scenario
        self._reading = reading
        self._stemmed = stemmed(reading)
        self._kinds = {n.id: n.kind for n in scenario.needs}
        self._claims = list(self._specific(claims(reading.sentences)))
        tools = {need: TOOLS[kind] for need, kind in self._kinds.items()}
        self._verdict = verdict(reading, self._claims, tools)
        if need:
            self._claims += self._answered(need)
        elif technique in {"fine-tuning", "grounding", "neither"} and self._verdict == "unclear":
            self._claims += self._given_to(technique)

    def marks(self) -> Marks:
        """The marks."""
        deferred = self._defers()
        covered = {e.id: self._covers(e, deferred=deferred) for e in self._scenario.expectations}
        shown = tuple(m.id for m in self._scenario.misconceptions if self._shows(m))
        named = any(c.techniques or c.wants or c.met for s in self._reading.sentences for c in s.clauses)
        held = [c for c in self._claims if c.holds]
        decided = "both" if deferred else self._verdict
        if shown and not held and decided == "both":
            decided = "unclear"
        return Marks(
            verdict=decided,
            expectations=covered,
            misconceptions=shown,
            unsure=named and decided == "unclear" and not shown and not any(covered.values()),
            deferred=deferred,
            pairs=frozenset((c.want.name, c.technique) for c in held),
            words={need: said for need in self._kinds if (said := self._called(need, held))},
            silent=not named and not shown and not held,
            pleads=self._reading.pleads,
        )

    def _called(self, need: str, held: Sequence[Claim]) -> str:
        """What the learner calls a need: the first words for it, and those that go on from them."""
        wants = sorted(
            {(c.want.at, c.want.end) for c in held if c.want.name == need and c.want.kind != "met"} - {(-1, -1)}
        )
        if not wants:
            return ""
        start, end = wants[0]
        for at, until in wants[1:]:
            between = self._reading.tokens[end:at]
            if len(between) > RUN or not all(token.is_word for token in between):
                break
            end = until
        return self._reading.quoted(start, end)

    def _specific(self, made: Sequence[Claim]) -> Iterator[Claim]:
        """The claims, with the general words for a kind of need read as the needs of that kind."""
        for claim in made:
            if claim.want.kind != "general":
                yield claim
                continue
            for need in self._scenario.needs:
                if need.kind == claim.want.name:
                    yield replace(claim, want=replace(claim.want, name=need.id))

    def _answered(self, need: str) -> Iterator[Claim]:
        """What an answer in a word says of the need that was asked about."""
        if any(c.holds for c in self._claims):
            return
        asked = Want("need", need, -1, -1)
        if self._verdict in {"fine-tuning", "grounding", "neither"}:
            yield Claim(self._verdict, asked, holds=True)
        elif self._verdict == "unclear" and self._leaves_alone():
            yield Claim("neither", asked, holds=True)
        elif self._verdict == "unclear" and self._kinds[need] == "facts" and self._looks_up():
            yield Claim("grounding", asked, holds=True)

    def _given_to(self, technique: str) -> Iterator[Claim]:
        """What an answer that only names needs gives to the technique that was asked about."""
        clauses = [c for s in self._reading.sentences for c in s.clauses]
        if self._claims or any(c.techniques or c.foreign for c in clauses):
            return
        for clause in clauses:
            if not clause.denied and not clause.unknown:
                wants = [want for want in clause.wants if want.kind == "need"] or clause.wants
                named = (Claim(technique, want, holds=True) for want in wants)
                yield from self._specific(list(named))

    def _leaves_alone(self) -> bool:
        said = [sentence.said(self._reading.tokens) for sentence in self._reading.sentences]
        return any(map(is_met, said)) and not any(c.techniques for s in self._reading.sentences for c in s.clauses)

    def _looks_up(self) -> bool:
        clauses = [c for s in self._reading.sentences for c in s.clauses if not c.denied and not c.techniques]
        return any(want.kind == "general" and want.name == "facts" for c in clauses for want in c.wants)

    def _defers(self) -> bool:
        if self._scenario.deferral is None:
            return False
        wrong = any(
            c.holds and c.technique == "fine-tuning" and self._kinds[c.want.name] == "facts" for c in self._claims
        )
        words = [token.word for token in self._reading.tokens]
        return not wrong and defers(words, self._reading.sentences)

    def _covers(self, expectation: Expectation, *, deferred: bool) -> bool:
        kind = self._kinds[expectation.need]
        about = [c for c in self._claims if c.want.name == expectation.need and self._counts(c, kind)]
        affirmed = {c.technique for c in about if c.holds}
        denied = {c.technique for c in about if not c.holds}
        technique = expectation.technique
        if technique == "both":
            return affirmed >= {"fine-tuning", "grounding"}
        if deferred and technique == "fine-tuning":
            return self._mentions(expectation.need)
        if technique in denied:
            return False
        if technique in affirmed:
            return True
        if technique == "neither":
            return TOOLS[kind] in denied or self._rejects(TOOLS[kind])
        other = "grounding" if technique == "fine-tuning" else "fine-tuning"
        return other in denied and self._verdict in {technique, "both"}

    def _rejects(self, tool: str) -> bool:
        """Whether it turns one technique down while it takes the other."""
        if self._verdict not in {"fine-tuning", "grounding"} or self._verdict == tool:
            return False
        clauses = [c for s in self._reading.sentences for c in s.clauses]
        return any(t.name == tool and t.stance == "rejected" for c in clauses for t in c.techniques)

    def _counts(self, claim: Claim, kind: str) -> bool:
        """Whether its words are near enough to the case: "behaviour" may be anything, "the documents" are known."""
        return claim.want.kind != "general" or (kind == "facts" and self._verdict != "unclear")

    def _mentions(self, need: str) -> bool:
        clauses = [c for s in self._reading.sentences for c in s.clauses]
        return any(w.name == need and w.kind in {"need", "weak"} for c in clauses for w in c.wants)

    def _shows(self, misconception: CaseMisconception) -> bool:
        held = {(c.want.name, c.technique) for c in self._claims if c.holds}
        return any((pair.need, pair.technique) in held for pair in misconception.shown_by) or says(
            self._stemmed, misconception.said_by
        )
