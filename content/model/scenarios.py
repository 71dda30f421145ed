"""The reflection scenario: a case that the learner answers in words.

The scheme is expectation and misconception tailored dialogue (AutoTutor; Graesser et al. 2004,
doi 10.3758/BF03195563): each expectation has a ladder of hints and a prompt, each misconception a correction.
"""

from typing import Literal

from pydantic import Field

from content.model.base import Model, Prose, Slug
from content.model.questions import Technique

Verdict = Literal["fine-tuning", "grounding", "both", "neither"]


class CaseNeed(Model):
    """One wish in the case, and the words by which learners name it."""

    id: Slug
    name: Prose = Field(description="Completes the sentence: the client wants …")
    words: tuple[Prose, ...] = Field(min_length=3, description="Words and phrases that name this need.")


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
    """A technique given to a need that it does not meet."""

    need: Slug
    technique: Technique


class CaseMisconception(Model):
    """A wrong pairing to catch, and the contrast that corrects it."""

    id: Slug
    shown_by: tuple[Pairing, ...] = Field(min_length=1)
    correction: Prose
    contrast: Prose = Field(description="A question that lets the learner tell the two apart.")


class VerdictReply(Model):
    """What the tutor says to a bare choice of technique, before any reason was given."""

    verdict: Verdict
    reply: Prose


class Twist(Model):
    """A change to the case, asked after the model answer."""

    id: Slug
    change: Prose
    question: Prose
    answer: Prose


class Scenario(Model):
    """A case, what a good answer to it covers, and what the tutor says on the way there."""

    id: Slug
    revision: int = Field(1, ge=1)
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
    verdicts: tuple[VerdictReply, ...] = Field(min_length=4, max_length=4)
    model_answer: Prose
    architect: tuple[Prose, ...] = Field(
        min_length=1, description="What an architect would do next, in order."
    )
    twists: tuple[Twist, ...] = Field(min_length=1)
