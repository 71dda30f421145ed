"""One showing of one question: its order of options, what is asked, and what an answer is worth."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.model import TECHNIQUES, Match, Order, Question, Several, Source
from content.model.questions import Choice as ChoiceQuestion
from dialogs.choosing import choose, words
from dialogs.learner import Learner, Offered
from dialogs.reply import Choice, Choices, Element, Field, Inputs, Text
from dialogs.turn import Action

LETTERS = "ABCDEF"
PLACES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
Response = tuple[int, ...]
"""An answer in the author's numbers: the options chosen, each need's technique, or the steps in order."""

GIVEN_UP: Response = ()
"""What who gives up has answered."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """One showing of one revision of a question to one learner; a button carries its id.

    The order of the options follows from it, so nothing has to be kept for old buttons to work.
    """

    question: str
    revision: int
    attempt: int
    learner: str

    @classmethod
    def of(cls, question: Question, learner: Learner) -> "Presentation":
        """The showing that is next, or still unanswered."""
        review = learner.reviews.get(question.id)
        return cls(question.id, question.revision, review.attempts if review else 0, fingerprint(learner))

    @classmethod
    def parse(cls, text: str) -> "Presentation | None":
        """The presentation that `id` names, or `None` when the text is no such id."""
        match = re.fullmatch(r"([a-z0-9-]{1,40})\.(\d{1,4})\.(\d{1,6})\.([0-9a-f]{8})", text)
        return cls(match[1], int(match[2]), int(match[3]), match[4]) if match else None

    @property
    def id(self) -> str:
        """66 bytes at the most."""
        return f"{self.question}.{self.revision}.{self.attempt}.{self.learner}"

    def order(self, count: int) -> tuple[int, ...]:
        """The author's positions in the order shown: a shuffle seeded by all that the id names."""
        return tuple(sorted(range(count), key=lambda n: hashlib.sha256(f"{self.id}/{n}".encode()).digest()))


def fingerprint(learner: Learner) -> str:
    """Tells learners apart in a button without naming them."""
    name = f"{learner.channel}/{learner.tenant}/{learner.user}"
    return hashlib.sha256(name.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Grade:
    """What an answer is worth: the share right, and what to say of it."""

    score: float
    remarks: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether all of it is right."""
        return self.score == 1.0


def texts(question: Question) -> tuple[str, ...]:
    """What stands to be chosen, matched or ordered, as the author wrote it."""
    if isinstance(question, Match):
        return tuple(need.text for need in question.needs)
    if isinstance(question, Order):
        return tuple(step.text for step in question.steps)
    return tuple(option.text for option in question.options)


def controls(question: Question, shown: Presentation, dialog: str, verb: str = "answer") -> tuple[Element, ...]:
    """The controls that answer a question, each an action of `dialog` with this verb."""
    lines = texts(question)
    order = shown.order(len(lines))
    answer = Action(dialog, verb, (shown.id,))
    lettered = tuple((LETTERS[n].lower(), f"{LETTERS[n]}  {lines[at]}") for n, at in enumerate(order))
    if isinstance(question, ChoiceQuestion):
        options = (
            Choice(LETTERS[n], lines[at], Action(dialog, verb, (shown.id, LETTERS[n].lower())))
            for n, at in enumerate(order)
        )
        return (Choices(tuple(options)),)
    if isinstance(question, Several):
        field = Field("answer", "Choose all that fit", lettered, several=True)
        return (Inputs(answer, (field,), "Check my answer"),)
    if isinstance(question, Match):
        techniques = tuple((name, name.capitalize()) for name in TECHNIQUES)
        fields = tuple(Field(str(n), f"{n + 1}. {lines[at]}", techniques) for n, at in enumerate(order))
        return (Inputs(answer, fields, "Check my answer"),)
    listing = Text("\n".join(f"- **{LETTERS[n]}** {lines[at]}" for n, at in enumerate(order)))
    letters = tuple((LETTERS[n].lower(), LETTERS[n]) for n in range(len(order)))
    fields = tuple(Field(str(n), PLACES[n], letters) for n in range(len(order)))
    return (listing, Inputs(answer, fields, "Check my answer"))


def how_to_type(question: Question) -> str:
    """What to type instead of using the controls; empty where a letter will do."""
    if isinstance(question, Several):
        return "Or type the letters, such as *A, C*."
    if isinstance(question, Match):
        return "Or type a word for each in this order, such as *grounding, both, fine-tuning*."
    if isinstance(question, Order):
        return "Or type the letters in order, such as *B, A, C*."
    return ""


def chosen(question: Question, shown: Presentation, letters: str) -> Response | None:
    """The response that shown letters mean; `None` when they are no answer to this question."""
    order = shown.order(len(texts(question)))
    positions = [LETTERS.find(letter) for letter in letters.upper()]
    if not positions or len(set(positions)) != len(positions) or not all(0 <= p < len(order) for p in positions):
        return None
    picked = tuple(order[p] for p in positions)
    if isinstance(question, ChoiceQuestion):
        return picked if len(picked) == 1 else None
    if isinstance(question, Several):
        return tuple(sorted(picked))
    if isinstance(question, Order):
        return picked if len(picked) == len(order) else None
    return None


def submitted(question: Question, shown: Presentation, values: Mapping[str, Sequence[str]]) -> Response | None:
    """The response that a form holds; `None` while a field is empty or says something else."""
    if isinstance(question, Several):
        return chosen(question, shown, "".join(values.get("answer", ())))
    fields = [values.get(str(n), ()) for n in range(len(texts(question)))]
    if not all(len(field) == 1 for field in fields):
        return None
    if isinstance(question, Match):
        return _matched(question, shown, [field[0] for field in fields])
    return chosen(question, shown, "".join(field[0] for field in fields))


def typed(question: Question, shown: Presentation, text: str) -> Response | None:
    """The response that typed words mean, or `None`."""
    if isinstance(question, ChoiceQuestion):
        lines = texts(question)
        order = shown.order(len(lines))
        meant = choose(text, [Offered(lines[at], LETTERS[n], LETTERS[n]) for n, at in enumerate(order)])
        return chosen(question, shown, meant) if meant is not None else None
    said = [word for word in words(_SPACED.sub("fine-tuning", text)) if word not in _AROUND]
    if isinstance(question, Match):
        return _matched(question, shown, [_technique(word) for word in said if not word.isdecimal()])
    if isinstance(question, Several | Order):
        letters = said[0] if len(said) == 1 else "".join(said) if all(len(w) == 1 for w in said) else ""
        return chosen(question, shown, letters)
    return None


_AROUND = frozenset("and then the first answer answers are is".split())
_SPACED = re.compile(r"\bfine tun(?:e[ds]?|ing)\b", re.IGNORECASE)


def _technique(word: str) -> str:
    starts = {
        "fine": 0,
        "tun": 0,
        "ft": 0,
        "f": 0,
        "ground": 1,
        "rag": 1,
        "g": 1,
        "bo": 2,
        "b": 2,
        "nei": 3,
        "no": 3,
        "n": 3,
    }
    for start in sorted(starts, key=len, reverse=True):
        if word == start or (len(start) > 1 and word.startswith(start)):
            return TECHNIQUES[starts[start]]
    return ""


def _matched(question: Match, shown: Presentation, names: Sequence[str]) -> Response | None:
    if len(names) != len(question.needs) or not all(name in TECHNIQUES for name in names):
        return None
    by_need = dict(zip(shown.order(len(names)), names, strict=True))
    return tuple(TECHNIQUES.index(by_need[n]) for n in range(len(names)))


def key(question: Question) -> Response:
    """The right response."""
    if isinstance(question, Match):
        return tuple(TECHNIQUES.index(need.technique) for need in question.needs)
    if isinstance(question, Order):
        return tuple(range(len(question.steps)))
    return tuple(n for n, option in enumerate(question.options) if option.right)


def code(response: Response) -> str:
    """A response in the author's letters, for the record of an attempt."""
    return "".join(LETTERS[n].lower() for n in response)


def grade(question: Question, shown: Presentation, response: Response, *, quoting: bool = False) -> Grade:
    """What a response is worth, and why, part by part; `quoting`: options are named by their words as well."""
    if response == GIVEN_UP:
        return Grade(0.0, _key_remarks(question, shown, quoting=quoting))
    if isinstance(question, Match):
        return _grade_match(question, response)
    if isinstance(question, Order):
        return _grade_order(question, response)
    names = _named(question, shown, quoting=quoting)
    right = key(question)
    hits = sum((n in response) == option.right for n, option in enumerate(question.options))
    score = float(response == right) if isinstance(question, ChoiceQuestion) else hits / len(question.options)
    remarks = [f"{names[n]} does not fit. {question.options[n].why}" for n in response if not question.options[n].right]
    for n in right:
        missed = n not in response
        told = "is right" if not missed or isinstance(question, ChoiceQuestion) else "belongs to the answer too"
        remarks.append(f"{names[n]} {told}. {question.options[n].why}")
    if isinstance(question, ChoiceQuestion) and score == 1.0:
        remarks = [question.options[right[0]].why]
    return Grade(score, tuple(remarks))


def _named(question: ChoiceQuestion | Several, shown: Presentation, *, quoting: bool) -> dict[int, str]:
    """What each option is called: its letter, and where it is not beside, its words."""
    words_ = {n: f", “{option.text}”," if quoting else "" for n, option in enumerate(question.options)}
    return {at: f"**{LETTERS[n]}**{words_[at]}" for n, at in enumerate(shown.order(len(question.options)))}


def _key_remarks(question: Question, shown: Presentation, *, quoting: bool) -> tuple[str, ...]:
    """What is right, and why."""
    if isinstance(question, Match):
        return tuple(f"{need.text}: **{need.technique}**. {need.why}" for need in question.needs)
    if isinstance(question, Order):
        return _grade_order(question, key(question)).remarks
    names = _named(question, shown, quoting=quoting)
    told = "is right" if isinstance(question, ChoiceQuestion) else "belongs to the answer"
    return tuple(f"{names[n]} {told}. {question.options[n].why}" for n in key(question))


def _grade_match(question: Match, response: Response) -> Grade:
    remarks = []
    for need, given in zip(question.needs, response, strict=True):
        fits = TECHNIQUES[given] == need.technique
        told = "right" if fits else f"you said {TECHNIQUES[given]}"
        remarks.append(f"{need.text}: **{need.technique}** ({told}). {need.why}")
    hits = sum(TECHNIQUES[given] == need.technique for need, given in zip(question.needs, response, strict=True))
    return Grade(hits / len(question.needs), tuple(remarks))


def _grade_order(question: Order, response: Response) -> Grade:
    hits = sum(n == given for n, given in enumerate(response))
    remarks = tuple(f"**{n}.** {step.text}. {step.why}" for n, step in enumerate(question.steps, 1))
    return Grade(hits / len(question.steps), remarks)


def settled(question: Question, shown: Presentation, response: Response) -> tuple[Element, ...]:
    """A question that was answered: its lines, with a mark in words on those that matter."""
    lines = texts(question)
    if isinstance(question, Match | Order):
        return ()
    right = key(question)
    options = tuple(
        Choice(LETTERS[n], lines[at], Action("quiz", "next"), _mark(at in response, at in right), at in right)
        for n, at in enumerate(shown.order(len(lines)))
    )
    return (Choices(options, settled=True),)


def _mark(given: bool, right: bool) -> str:
    if given:
        return "your answer, right" if right else "your answer, not right"
    return "right answer" if right else ""


def source_note(sources: Mapping[str, Source], names: Sequence[str]) -> Text:
    """Where a statement can be read, with the day somebody last did."""
    found = [sources[name] for name in names]
    return Text(
        "Source: " + "; ".join(f"[{_bare(s.title)}]({s.url}), read {s.read_on:%d %b %Y}" for s in found),
        "note",
    )


def _bare(title: str) -> str:
    """A title that can stand inside a link."""
    return title.replace("[", "(").replace("]", ")")
