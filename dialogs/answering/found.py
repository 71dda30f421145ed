"""What the course has on a question: an answer, an offer of what is near, or an honest no."""

from dataclasses import dataclass

from dialogs.reply import Quote


@dataclass(frozen=True, slots=True)
class Answer:
    """What the course says. `topics` are best first; the text speaks of the first `answered` of them.

    `comparison`: the table that shows it best, if one does. `language`: the other language that was used.
    `passages`: what the text may be worded from anew, in course text; none where it has to stay as it is.
    """

    text: str
    quotes: tuple[Quote, ...]
    topics: tuple[str, ...]
    score: float
    answered: int = 1
    comparison: str = ""
    language: str = ""
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """The course speaks of something like it: which of these topics is meant?"""

    topics: tuple[str, ...]
    score: float
    language: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The course does not speak of it; `nearest` is what it does speak of. `kind`: what the question looks like."""

    nearest: tuple[str, ...]
    score: float
    kind: str = ""
    language: str = ""


Found = Answer | Offer | Refusal
