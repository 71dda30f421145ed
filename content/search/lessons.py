"""The lines of a course that its topics, its claims, and a yes and a no, are learned from."""

import re
from collections.abc import Iterator

from content.markup import plain
from content.model import Course
from content.search import polar
from content.search.claims import POLARITY_OF, TURNED, Polarity
from content.search.classifier import Line
from content.search.forms import spelled_out, typed

OUTSIDE = "outside:"
"""What the class of an outside line begins with; its kind follows."""

NO_CLAIM = ""
"""The class of lines that ask for no claim."""

SPELLINGS = 3
"""How often a form of a claim is written out to learn from."""

_NONE_WEIGHT = 0.2
_NONE_OF = 6
"""How much a line that asks for no claim counts, and which of them are learned from: one of so many."""

_STATED_WEIGHT = 0.25
"""How much a claim as a statement counts beside a question as it is typed, to tell yes from no by."""

_YES_NO = ("is ", "are ", "do ", "does ", "can ", "could ", "should ", "will ", "would ", "has ", "have ")

_FORMS_OF = 3
"""Which forms of claims topics are learned from: one of so many, since they are much alike."""

_PROSE_WEIGHT = 0.15
"""How much a sentence of a topic counts beside a question that learners ask."""

_SENTENCE_END = re.compile(r"(?<=[.?!:])\s")


def topic_lines(course: Course) -> Iterator[Line]:
    """What topics are told apart by, and the kinds of outside lines."""
    for topic in course.topics.values():
        yield from (Line(text, topic.id) for text in (topic.title, *topic.asked))
        for text in (topic.one_line, topic.short, topic.full):
            yield from (Line(sentence, topic.id, _PROSE_WEIGHT) for sentence in _sentences(text))
    for term in course.terms:
        yield from (Line(text, term.topic) for text in (term.term, *term.aliases, term.definition))
    for misconception in course.misconceptions.values():
        yield Line(misconception.belief, misconception.topics[0])
    for place, (claim, text) in enumerate(spelled_out(course)):
        if (place % _FORMS_OF == 0 and text not in claim.asked) or text == claim.statement:
            yield Line(text, claim.topics[0], 0.5)
    for question in course.questions.values():
        yield Line(question.stem, question.topics[0], 0.5)
    for kind, texts in course.outside.items():
        yield from (Line(text, OUTSIDE + kind) for text in texts)


def claim_lines(course: Course) -> Iterator[Line]:
    """What claims are told apart by, and lines that are none; nothing when a course has no claims."""
    if course.claims:
        yield from (Line(text, claim.id) for claim, text in spelled_out(course, SPELLINGS))
        asked = [text for topic in course.topics.values() for text in topic.asked if not text.startswith(_YES_NO)]
        outside = [text for texts in course.outside.values() for text in texts]
        yield from (Line(text, NO_CLAIM, _NONE_WEIGHT) for text in (*asked[::_NONE_OF], *outside[::_NONE_OF]))


def polar_lines(course: Course) -> Iterator[Line]:
    """What a yes is told from a no by: what the yes-or-no questions of a course ask, and its claims as statements."""
    for claim in course.claims.values():
        polarity = POLARITY_OF[claim.holds]
        yield Line(claim.statement, polarity, _STATED_WEIGHT)
        yield from (Line(text, polarity) for text in typed(claim))
    for text, polarity in yes_no_questions(course):
        asked = polar.yes_no(text)
        turned = asked is not None and asked.negated
        yield Line(asked.sentence if asked else text, TURNED[polarity] if turned else polarity)


def yes_no_questions(course: Course) -> Iterator[tuple[str, Polarity]]:
    """The yes-or-no questions of a course, each with its polarity."""
    for section in course.sections:
        for polarity in POLARITY_OF.values():
            yield from ((text, polarity) for text in getattr(section.yes_no, polarity))


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, its bullets among them; what has three words or fewer is a label."""
    found = (part for line in plain(text).splitlines() for part in _SENTENCE_END.split(line))
    return (sentence for sentence in found if len(sentence.split()) > 3)
