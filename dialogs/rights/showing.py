"""What is kept of a learner, in words: a few messages, the newest first."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from content.markup import literal, plain, shorten
from content.model import TECHNIQUES, Course, Match, Question
from dialogs.days import local_day
from dialogs.dialog import Kept
from dialogs.learner import Attempt, Feedback, Learner
from dialogs.presenting import LETTERS, texts
from dialogs.reply import Element, Facts, Reply, Text
from dialogs.room import Vote

Reasons = Mapping[str, Mapping[str, str]]
"""What each reason of a `Feedback` says, by kind."""

LENGTH = 2_800
"""Characters of a message's list: what every platform shows whole, with the buttons below."""

MESSAGES = 6
"""Messages of lists at the most."""

STEM, ANSWER = 52, 44
"""Characters of a question and of an answer in a list."""


def shown(course: Course, reasons: Reasons, learner: Learner, kept: Kept) -> tuple[Reply, ...]:
    """All that is kept; where it is too much for a chat, the newest of it, and how to get the whole."""
    lists = [
        *_messages("Your feedback", [_feedback(course, reasons, learner, one) for one in kept.feedback]),
        *_messages("Your answers", [_attempt(course, learner, one) for one in kept.attempts]),
        *_messages("Your answers to questions for everyone", [_vote(course, learner, one) for one in kept.votes]),
    ]
    told = [_private(Text("What I keep of you", "title"), _facts(learner, kept), _rest(kept))]
    told += [_private(Text(title, "title"), Text("\n".join(lines))) for title, lines in lists[:MESSAGES]]
    if more := sum(len(lines) for _, lines in lists[MESSAGES:]):
        told.append(
            _private(
                Text(
                    f"There are {more:,} more, which would be too many messages. The whole is a file that whoever runs"
                    f" this tutor can give you; they find you as `{literal(_whole_name(learner))}`."
                )
            )
        )
    return tuple(told)


def _facts(learner: Learner, kept: Kept) -> Facts:
    seen = sum(review.attempts > 0 for review in learner.reviews.values())
    daily = learner.daily
    return Facts(
        (
            ("Known by", literal(_whole_name(learner))),
            ("First name", literal(learner.name) or "none"),
            ("Time zone", literal(learner.zone)),
            ("Daily quiz", f"on, {daily.count} questions, at {daily.at:%H:%M}" if daily is not None else "off"),
            ("Writes to you first", "here, in this direct chat" if learner.home is not None else "nowhere"),
            *((("Home tab", "opened before, so it is kept up to date"),) if learner.sees_home else ()),
            ("Days in a row", f"{learner.streak.length}, at best {learner.streak.best}"),
            ("Questions that I plan to repeat", str(seen)),
            ("Cases gone through", str(len(learner.cases))),
            ("Answers", f"{len(kept.attempts):,}"),
            ("Feedback", f"{len(kept.feedback):,}"),
        )
    )


def _rest(kept: Kept) -> Text:
    parts = [
        f"what is open in {_counted(kept.conversations, 'conversation')}",
        f"{_counted(kept.replies, 'reply', 'replies')} on the way to you",
    ]
    if kept.boards:
        parts.append(f"that you are on the board of {_counted(kept.boards, 'place')}")
    if kept.tokens:
        parts.append(f"that a language model used {kept.tokens:,} tokens for you in the last days")
    if kept.last_visit is not None:
        parts.append(f"that you were here on {kept.last_visit:%d %b %Y}")
    return Text(f"Besides: {'; '.join(parts)}. What else you write to me is not kept.", "note")


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _whole_name(learner: Learner) -> str:
    return f"{learner.channel}/{learner.tenant}/{learner.user}"


def _attempt(course: Course, learner: Learner, attempt: Attempt) -> str:
    asked, given = _asked(course, attempt)
    missed = "not right" if attempt.choice else "not known"
    verdict = "right" if attempt.score == 1 else f"{attempt.score:.0%} right" if attempt.score else missed
    hints = f", {_counted(attempt.hints, 'hint')}" if attempt.hints else ""
    return f"- {_day(learner, attempt.at)}: {literal(asked)} — {literal(given)}: **{verdict}**{hints}"


def _vote(course: Course, learner: Learner, vote: Vote) -> str:
    """Of a question that is open, or was closed a moment ago: whether it is right is not told yet."""
    asked, given = _asked(course, vote)
    return f"- {_day(learner, vote.at)}: {literal(asked)} — {literal(given)}"


def _asked(course: Course, answer: Attempt | Vote) -> tuple[str, str]:
    """The question that was answered, and the answer."""
    question = course.questions.get(answer.question)
    letters = answer.choice.upper() or _GIVEN_UP
    if question is None:
        return f"{answer.question}, which has left the course", letters
    if question.revision != answer.revision:
        return f"{_cut(question.stem, STEM)} (in an earlier wording)", f"option {letters}" if answer.choice else letters
    return _cut(question.stem, STEM), _response(question, answer.choice)


def _response(question: Question, choice: str) -> str:
    """What was answered, in the question's words; letters are the author's, whatever order was shown."""
    if not choice:
        return _GIVEN_UP
    lines = texts(question)
    positions = [LETTERS.find(letter) for letter in choice.upper()]
    if isinstance(question, Match):
        return _cut(", ".join(TECHNIQUES[n] for n in positions), ANSWER)
    room = max(12, ANSWER // max(1, len(positions)))
    return " + ".join(_cut(lines[n], room) for n in positions if 0 <= n < len(lines))


_GIVEN_UP = "answer shown"


def _feedback(course: Course, reasons: Reasons, learner: Learner, one: Feedback) -> str:
    question, topic = course.questions.get(one.subject), course.topics.get(one.subject)
    about = _cut(question.stem, STEM) if question is not None else topic.title if topic is not None else one.subject
    reason = reasons[one.kind].get(one.reason, one.reason)
    told = f"{_KINDS[one.kind]}{f' on “{about}”' if about else ''}: {reason}"
    return f"- {_day(learner, one.at)}: {literal(told)}" + (f" — “{literal(one.words)}”" if one.words else "")


_KINDS = {"challenge": "challenge", "answer": "opinion", "note": "note"}


def _day(learner: Learner, at: datetime) -> str:
    return f"{local_day(learner, at):%d %b %Y}"


def _cut(text: str, limit: int) -> str:
    """The words of a course text on one line, with those that are too many left out."""
    return shorten(" ".join(plain(text).split()), limit)


def _messages(title: str, lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The lines in messages that are short enough, each under the title."""
    message: list[str] = []
    length = 0
    for line in lines:
        if message and length + len(line) > LENGTH:
            yield title, message
            message, length = [], 0
        message.append(line)
        length += len(line)
    if message:
        yield title, message


def _private(*elements: Element) -> Reply:
    return Reply(elements, "private")
