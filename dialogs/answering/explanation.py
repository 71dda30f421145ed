"""How an answer was chosen: an author's view of the engine."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.search import Found as FoundClaim
from content.search import Index, Polarity, Reason, foreign, polar
from dialogs.answering import question as reading
from dialogs.answering.answerer import AHEAD_FROM, ANSWER_FROM, CLEAR_FROM, OFFER_FROM, SEPARATE_FROM, Answerer
from dialogs.answering.found import Decision
from dialogs.answering.verdicts import (
    APART_TO,
    CERTAIN_FROM,
    CLAIMED_FROM,
    DISPUTED_FROM,
    DOUBTED_FROM,
    EXPLAINED_FROM,
    LIKELY_FROM,
    NEAREST_FROM,
    REASON_FROM,
    SAID_FROM,
    SURE_FROM,
    SURER_FROM,
    likely,
)

THRESHOLDS = {
    "answer from": ANSWER_FROM,
    "offer from": OFFER_FROM,
    "clear topic from": CLEAR_FROM,
    "ahead of the next from": AHEAD_FROM,
    "each of several from": SEPARATE_FROM,
    "yes or no from": SAID_FROM,
    "its claim by its wording from": SURE_FROM,
    "explained from": EXPLAINED_FROM,
    "where not explained from": SURER_FROM,
    "wording against parts from": DISPUTED_FROM,
    "that claim from": LIKELY_FROM,
    "no claim at all up to": APART_TO,
    "claim asked for, inside from": CLAIMED_FROM,
    "the nearest claim as a reason from": REASON_FROM,
    "alone from": NEAREST_FROM,
    "certain claim from": CERTAIN_FROM,
    "certain claim, inside from": DOUBTED_FROM,
}
"""The lines between the zones, by what they part."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The yes or no that a question wants: the sentence that was read for it, and what the course holds of that.

    `polarities`: how likely each is by the whole sentence; `likely`: by that and by its claim, turned where it denies.
    """

    sentence: str
    negated: bool
    found: FoundClaim | None
    polarities: Mapping[Polarity, float]
    likely: Mapping[Polarity, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision, and what spoke for it. `reasons`: for the first topic; `strange`: words the course never says."""

    decision: Decision
    reasons: tuple[Reason, ...]
    verdict: Verdict | None
    sides: reading.Sides | None
    strange: tuple[str, ...]
    language: str


def explain(answerer: Answerer, index: Index, text: str) -> Explanation:
    """Decide on a question, and tell what spoke for the decision."""
    decision = answerer.decide(text)
    read, other = decision.read, foreign(reading.plain(text))
    ranking = decision.ranking
    return Explanation(
        decision,
        index.reasons(read, ranking.hits[0].topic) if ranking else (),
        _verdict(index, read, ranking.inside) if ranking else None,
        reading.sides(read),
        tuple(dict.fromkeys(index.foreign(read))),
        other.language if other else "",
    )


def _verdict(index: Index, read: str, inside: float) -> Verdict | None:
    asked = polar.yes_no(read)
    if asked is None:
        return None
    said = asked.sentence
    return Verdict(said, asked.negated, index.claim(said), index.polarities(said), likely(index, read, inside))
