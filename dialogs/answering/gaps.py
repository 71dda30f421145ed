"""Which questions show that the course lacks something, and what is kept of them for its author."""

from datetime import date
from functools import partial

from content.model import Course
from content.search.names import names
from content.search.words import EVERYDAY
from dialogs.answering.found import Answer, Found, Offer, Refusal
from dialogs.answering.question import asks
from dialogs.choosing import words
from dialogs.gap import Gap
from dialogs.redaction import Redactor

SURE_FROM = 0.8
"""From this score an answer is no gap: in the evaluation set, all but one in fifty of those inside the section."""

_TELLING = 2
"""Words that tell of a subject in a refused line that is not put as a question; with fewer it is small talk."""


class Gaps:
    """Finds the gaps of one course."""

    def __init__(self, course: Course) -> None:
        self._redactor = Redactor(names(course))

    def of(self, text: str, found: Found, day: date) -> tuple[Gap, ...]:
        """What is kept of a question for which this was found; of small talk, orders and sure answers nothing."""
        if not _is_gap(text, found):
            return ()
        kept = self._redactor.redact(text)
        if not kept:
            return ()
        made = partial(Gap, score=round(found.score, 2), language=found.language, words=kept, day=day)
        match found:
            case Answer(topics=topics):
                return (made("answer", topics=topics),)
            case Offer(topics):
                return (made("offer", topics=topics),)
            case Refusal(nearest):
                return (made("refuse", topics=nearest),)


def _is_gap(text: str, found: Found) -> bool:
    match found:
        case Answer():
            return found.score < SURE_FROM
        case Offer():
            return True
        case Refusal(_, _, "chit-chat" | "injection"):
            return False
        case Refusal():
            return bool(found.language) or asks(text) or len([w for w in words(text) if w not in EVERYDAY]) >= _TELLING
