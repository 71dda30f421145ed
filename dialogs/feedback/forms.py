"""The forms for feedback: their reasons, their fields, and what was wrong with what was sent."""

import re
from collections.abc import Mapping, Sequence

from content.markup import literal
from dialogs.feedback.subject import Subject
from dialogs.reply import Element, Field, Inputs, Text
from dialogs.turn import Action, readable

NAME = "feedback"
LIMIT = 1_000
"""Characters of feedback that are kept."""

CHALLENGE_REASONS = {
    "key": "The marked answer is wrong",
    "two": "More than one option fits",
    "unclear": "The wording is unclear",
    "outdated": "It is out of date",
    "else": "Something else",
}
NOTE_REASONS = {
    "wrong": "Something is wrong",
    "unclear": "Something is unclear",
    "idea": "I have an idea",
    "praise": "I like something",
    "else": "Something else",
}
ANSWER_REASONS = {
    "beside": "It answers another question",
    "wrong": "It is wrong or out of date",
    "unclear": "It is hard to follow",
    "length": "It is too long or too short",
    "else": "Something else",
}
OPINIONS = {"helpful": "Helpful", "unhelpful": "Not helpful"}

REASONS: Mapping[str, Mapping[str, str]] = {
    "challenge": CHALLENGE_REASONS,
    "note": NOTE_REASONS,
    "answer": OPINIONS | ANSWER_REASONS,
}
"""What each reason of a `Feedback` says, by kind."""

_TELLING = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("key", r"\b(?:key|answer|marked|marking)\b.*\b(?:wrong|incorrect|not right)\b|\bwrong (?:key|answer)\b"),
        (
            "two",
            r"\b(?:two|both|several|more than one|another|other) (?:\w+ )?(?:fits?|options?|answers?|(?:is|are) right)",
        ),
        ("unclear", r"\b(?:unclear|ambiguous|ambiguity|confus\w+|vague|misleading|wording|worded|typo)\b"),
        ("outdated", r"\b(?:out of date|outdated|no longer)\b"),
    )
)
_OF_ANSWER = re.compile(
    r"\b(?:links?|explanation|definition|examples?|analogy|(?:your|this|that) answer|helpful|useful)\b", re.IGNORECASE
)
_CHALLENGES = re.compile(
    r"^(?:i )?(?:want to |would like to |must )?(?:challenge|object|disagree|dispute|contest)\b", re.IGNORECASE
)


def challenges(text: str) -> bool:
    """Whether words dispute the question: "challenge this", "I disagree, as both fit"."""
    return _CHALLENGES.match(text.strip()) is not None


def bare(words: str) -> bool:
    """Whether words that dispute a question leave it at that."""
    return len(words.split()) <= 4


def labelled(words: str) -> str:
    """The reason for a challenge whose label this is; empty for other words, and for a label that says nothing."""
    said = words.strip().rstrip(".!").lower()
    return next(
        (reason for reason, label in CHALLENGE_REASONS.items() if said == label.lower() != "something else"), ""
    )


def told_reason(words: str) -> str:
    """The reason for a challenge that typed words give; empty where they give none."""
    return next((reason for reason, pattern in _TELLING if pattern.search(words)), "")


def speaks_of_answer(words: str) -> bool:
    """Whether words speak of what the tutor said, rather than of a question that it asked."""
    return _OF_ANSWER.search(words) is not None


def tidy(words: str) -> str:
    """What was written, without what cannot be seen and without empty lines at its ends."""
    return readable(words).strip()


def challenge_form(subject: Subject, reason: str = "", words: str = "", sent: bool = False) -> tuple[Element, ...]:
    """Asks what is wrong with a question; `sent` where an answer to this came back and cannot be taken."""
    fields = (
        _choice("reason", "What is wrong with it?", CHALLENGE_REASONS, reason, sent=sent),
        _words("How so, in a sentence?", words),
    )
    return (
        Text("Challenge a question", "title"),
        Text(f"“{literal(subject.title)}”"),
        Inputs(Action(NAME, "object", (subject.wire,)), fields, "Send the challenge"),
        Text("A message does as well, such as *feedback two options fit*. " + _WHO, "note"),
    )


def note_form(
    subjects: Sequence[Subject], about: str, reason: str = "", words: str = "", sent: bool = False
) -> tuple[Element, ...]:
    """Asks for anything that a learner wants to tell, about one of these."""
    options = {subject.wire: subject.label for subject in subjects}
    fields = (
        _choice("about", "What is it about?", options, about, sent=sent),
        _choice("reason", "What would you like to say?", NOTE_REASONS, reason, sent=sent),
        _words("In your words", words),
    )
    return (
        Text("Tell the author", "title"),
        Inputs(Action(NAME, "send"), fields, "Send"),
        Text("A message does as well, such as *feedback the third option is ambiguous*. " + _WHO, "note"),
    )


def answer_form(topic: str, token: str, reason: str = "", words: str = "", sent: bool = False) -> tuple[Element, ...]:
    """Asks why an answer did not help."""
    fields = (
        _choice("reason", "Why did that answer not help?", ANSWER_REASONS, reason, sent=sent),
        _words("What did you hope to read?", words),
    )
    form = Inputs(Action(NAME, "because", (topic, token)), fields, "Send")
    return (Text("Tell the author why", "title"), form, Text(_WHO, "note"))


def _choice(name: str, label: str, options: Mapping[str, str], value: str, *, sent: bool) -> Field:
    known = (value,) if value in options else ()
    error = "Please choose one of these." if sent and not known else ""
    return Field(name, label, tuple(options.items()), value=known, error=error)


def _words(label: str, words: str) -> Field:
    error = ""
    if len(words) > LIMIT:
        error = f"That is {len(words):,} characters, and {LIMIT:,} are kept. Please shorten it and send it again."
    return Field("words", label, value=(words,) if words else (), optional=True, error=error, long=True)


_WHO = "The course's author reads this without your name."
