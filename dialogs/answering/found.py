"""What was found on a question: an answer, an offer of what is near, or an honest no; and why."""

from dataclasses import dataclass
from typing import Literal

from content.search import Ranking
from dialogs.reply import Quote


@dataclass(frozen=True, slots=True)
class Answer:
    """What the course says. `topics` are best first; the text speaks of the first `answered` of them.

    `subject`: the topic that "it" stands for from then on. `comparison`: the table that shows it best, if one does.
    `language`: the other language that was used.
    `passages`: what the text may be worded from anew, in course text; none where it has to stay as it is.
    """

    text: str
    quotes: tuple[Quote, ...]
    topics: tuple[str, ...]
    score: float
    answered: int = 1
    subject: str = ""
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

OfTopic = Literal["judged", "near", "topic"]
"""Why the likeliest topic answers: a yes or a no is sure, and no claim gives its reason; neither is, and a claim that
comes near is said in its place; or that topic stands out."""

Why = Literal["part", "order", "foreign", "claim", "several", "outside", "doubt", "unclear"] | OfTopic
"""What settled a question: another part of the topic was asked for; it gives orders; it compares with something
foreign; it asks for a claim; it holds several questions; it is outside; it may be; no topic stands out; one answers."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was found, why, and what was read for it, once leading words and another language are dealt with."""

    found: Found
    why: Why
    read: str
    ranking: Ranking | None = None
