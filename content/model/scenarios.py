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

    id: Slug = Field(description="What expectations and pairings name it by.")
    name: Prose = Field(description="Completes the sentence: the client wants …")
    kind: NeedKind = Field(description="manner: how the model acts; facts: what it has in front of it.")
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

    id: Slug = Field(description="Never used twice in a scenario.")
    need: Slug = Field(description="Id of the need.")
    technique: Technique = Field(description="What meets it.")
    acknowledge: Prose = Field(description="Said when the learner has it; `{words}` are theirs.")
    pump: Prose = Field(description="An open question that asks for more.")
    hints: tuple[Prose, ...] = Field(min_length=1, max_length=3, description="From a nudge to nearly there.")
    prompt: Prose = Field(description="A question that a single word answers.")
    assertion: Prose = Field(description="The expectation itself, said by the tutor in the end.")
    practise: tuple[Slug, ...] = Field(min_length=1, description="Questions to review when this was weak.")


class Pairing(Model):
    """A technique given to a need."""

    need: Slug = Field(description="Id of the need.")
    technique: Technique = Field(description="What the learner would meet it with.")


class CaseMisconception(Model):
    """A wrong belief to catch, and the contrast that corrects it."""

    id: Slug = Field(description="Never used twice in a scenario.")
    shown_by: tuple[Pairing, ...] = Field((), description="Techniques given to needs that they do not meet.")
    said_by: tuple[Prose, ...] = Field(
        (), description="Phrases that state the belief; techniques are written fine-tuning and grounding."
    )
    correction: Prose = Field(description="What is so instead.")
    contrast: Prose = Field(description="A question that lets the learner tell the two apart.")

    @model_validator(mode="after")
    def _can_be_caught(self) -> "CaseMisconception":
        if not self.shown_by and not self.said_by:
            raise ValueError("give `shown_by` pairings or `said_by` phrases, or nothing can show the belief")
        return self


class HalfWay(Pairing):
    """A pairing that is neither wrong nor enough, and the question that leads on from it."""

    reply: Prose = Field(description="The question that leads on.")


class VerdictReply(Model):
    """What the tutor says to a bare choice of technique, before any reason was given."""

    verdict: Verdict = Field(description="What was chosen.")
    reply: Prose = Field(description="The question back, which asks for the reason.")


class Twist(Model):
    """A change to the case, asked after the model answer."""

    id: Slug = Field(description="Never used twice in a scenario.")
    change: Prose = Field(description="What is different now.")
    question: Prose = Field(description="What is asked of it.")
    technique: Technique = Field(description="What answers the question.")
    answer: Prose = Field(description="The answer and its reason.")


class Scenario(Waivable):
    """A case, what a good answer to it covers, and what the tutor says on the way there."""

    id: Slug = Field(description="The name of the file, without .yaml.")
    revision: int = Field(1, ge=1, strict=True, description="Raise it when needs, expectations or their order change.")
    position: int = Field(1, ge=1, strict=True, description="Place in the list of cases; the first is the default one.")
    title: Prose = Field(description="What stands on its button and above the case.")
    objective: Slug = Field(description="Id of the objective that it practises.")
    topics: tuple[Slug, ...] = Field(min_length=1, description="Ids of the topics it is about.")
    sources: tuple[str, ...] = Field(min_length=1, description="Keys of the course's sources, the best one first.")
    setting: Prose = Field(description="The case, with the needs in bold.")
    question: Prose = Field(description="What the learner is to advise.")
    verdict: Verdict = Field(description="The answer in a word.")
    deferral: Prose | None = Field(
        None, description="Said to whoever grounds first and puts tuning off until measured: a full answer."
    )
    needs: tuple[CaseNeed, ...] = Field(min_length=1, description="What the client wants.")
    expectations: tuple[Expectation, ...] = Field(min_length=1, description="What a good answer says of each need.")
    misconceptions: tuple[CaseMisconception, ...] = Field((), description="Wrong beliefs to catch.")
    half_way: tuple[HalfWay, ...] = Field((), description="Pairings that are neither wrong nor enough.")
    verdicts: tuple[VerdictReply, ...] = Field(
        min_length=4, max_length=4, description="One for each of fine-tuning, grounding, both and neither."
    )
    model_answer: Prose = Field(description="A good answer in full.")
    architect: tuple[Prose, ...] = Field(min_length=1, description="What an architect would do next, in order.")
    twists: tuple[Twist, ...] = Field(min_length=1, description="Changes to the case; one of them is asked.")

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
