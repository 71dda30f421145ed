"""The reflection scenario: a case that the learner answers in words.

The scheme is expectation and misconception tailored dialogue (AutoTutor; Graesser et al. 2004,
doi 10.3758/BF03195563): each expectation has a ladder of hints and a prompt, each misconception a correction.
"""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from content.model.base import Model, Prose, Slug, Waivable
from content.model.questions import Technique

Verdict = Literal["fine-tuning", "grounding", "both", "neither"]
NeedKind = Literal["manner", "facts"]
"""How a model acts, or what it has in front of it. Each kind brings its general words (`dialogs.grading`)."""


class CaseNeed(Model):
    """One wish in the case, and the words by which learners name it."""

    id: Slug
    name: Prose = Field(description="Completes the sentence: the client wants …")
    kind: NeedKind
    words: tuple[Prose, ...] = Field(
        min_length=1,
        description="Words and phrases that name this need, in every inflection; `=word` counts only as it stands, "
        "`a/b c` stands for `a c` and `b c`.",
    )
    weak_words: tuple[Prose, ...] = Field(
        (), description="Words that name this need only where nothing near them names one."
    )
    met_words: tuple[Prose, ...] = Field(
        (), description="Words that say why this need calls for no technique: it is met already."
    )


class Expectation(Model):
    """One thing that a good answer says: this need is met by this technique."""

    id: Slug
    need: Slug
    technique: Technique
    acknowledge: Prose = Field(description="Said when the learner has it; `{words}` are theirs.")
    pump: Prose = Field(description="An open question that asks for more.")
    hints: tuple[Prose, ...] = Field(min_length=1, max_length=3)
    prompt: Prose = Field(description="A question that a single word answers.")
    assertion: Prose = Field(description="The expectation itself, said by the tutor in the end.")
    practise: tuple[Slug, ...] = Field(min_length=1, description="Questions to review when this was weak.")


class Pairing(Model):
    """A technique given to a need."""

    need: Slug
    technique: Technique


class CaseMisconception(Model):
    """A wrong belief to catch, and the contrast that corrects it."""

    id: Slug
    shown_by: tuple[Pairing, ...] = Field((), description="Techniques given to needs that they do not meet.")
    said_by: tuple[Prose, ...] = Field(
        (), description="Phrases that state the belief; techniques are written fine-tuning and grounding."
    )
    correction: Prose
    contrast: Prose = Field(description="A question that lets the learner tell the two apart.")

    @model_validator(mode="after")
    def _can_be_caught(self) -> "CaseMisconception":
        if not self.shown_by and not self.said_by:
            raise ValueError("give `shown_by` pairings or `said_by` phrases, or nothing can show the belief")
        return self


class HalfWay(Pairing):
    """A pairing that is neither wrong nor enough, and the question that leads on from it."""

    reply: Prose


class VerdictReply(Model):
    """What the tutor says to a bare choice of technique, before any reason was given."""

    verdict: Verdict
    reply: Prose


class Twist(Model):
    """A change to the case, asked after the model answer."""

    id: Slug
    change: Prose
    question: Prose
    technique: Technique = Field(description="What answers the question.")
    answer: Prose


class Scenario(Waivable):
    """A case, what a good answer to it covers, and what the tutor says on the way there."""

    id: Slug
    revision: int = Field(1, ge=1, description="Raise it when needs, expectations or their order change.")
    position: int = Field(1, ge=1, description="Place in the list of cases; the first is the default one.")
    title: Prose
    objective: Slug
    topics: tuple[Slug, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)
    setting: Prose
    question: Prose
    verdict: Verdict
    deferral: Prose | None = Field(
        None, description="Said to whoever grounds first and puts tuning off until measured: a full answer."
    )
    needs: tuple[CaseNeed, ...] = Field(min_length=1)
    expectations: tuple[Expectation, ...] = Field(min_length=1)
    misconceptions: tuple[CaseMisconception, ...] = ()
    half_way: tuple[HalfWay, ...] = ()
    verdicts: tuple[VerdictReply, ...] = Field(min_length=4, max_length=4)
    model_answer: Prose
    architect: tuple[Prose, ...] = Field(min_length=1, description="What an architect would do next, in order.")
    twists: tuple[Twist, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "Scenario":
        if faults := list(self._faults()):
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        needs = {need.id for need in self.needs}
        expected = {(expectation.need, expectation.technique) for expectation in self.expectations}
        if {need for need, _ in expected} != needs:
            yield "write one expectation for each need"
        for partial in self.half_way:
            if partial.need not in needs:
                yield f"half_way names {partial.need!r}, which is no need of this scenario"
        for misconception in self.misconceptions:
            if any((pair.need, pair.technique) in expected for pair in misconception.shown_by):
                yield f"misconception {misconception.id!r} is shown by a pairing that is expected"
        if {reply.verdict for reply in self.verdicts} != {"fine-tuning", "grounding", "both", "neither"}:
            yield "write one of `verdicts` for each of fine-tuning, grounding, both and neither"
