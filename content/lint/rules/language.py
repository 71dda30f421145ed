"""How the course speaks: readable, and of no platform."""

import re
from collections.abc import Iterator

from content.lint.bank import Bank
from content.lint.registry import Problem, rule

GRADE = 10
"""School year that may still have to work at a text."""

ENOUGH = 30
"""Words under which a grade says little."""

GRADED = frozenset(
    "about analogy child correction definition difference example full intro model_answer setting short stem"
    " text".split()
)

_PLATFORM = re.compile(
    r"\b(?:Slack(?:bot)?|(?:Microsoft|MS) Teams|Discord|WhatsApp|Telegram|Mattermost|Webex|Zulip|Google Chat"
    r"|Rocket\.Chat|Skype|Signal app|Facebook Messenger)\b|(?<=[a-z,] )Teams\b(?! of\b)"
)
_CHANNEL_BOUND = re.compile(
    r"\b(?:click(?:s|ed|ing)?|tap (?:on|the)|press the|double-click|scroll (?:up|down)|hover"
    r"|(?:the|this|that) (?:button|drop-down|menu|checkbox)(?: (?:above|below))?|slash command"
    r"|(?:see|shown|listed|the \w+) (?:above|below)|on the (?:left|right)(?:-hand)? side"
    r"|in (?:red|green) (?:letters|text))\b",
    re.IGNORECASE,
)


@rule("error", "say it without the platform: the same course is taught on all of them")
def platform_word(bank: Bank) -> Iterator[Problem]:
    """No text names a chat platform (Slack, Teams, Discord …); their stores refuse an app that names a rival."""
    for passage in bank.passages:
        if match := _PLATFORM.search(passage.text.plain):
            yield passage.place, f"{match[0]!r} is a chat platform"


@rule("warning", "name what is meant, not where it is shown or how it is reached")
def channel_bound(bank: Bank) -> Iterator[Problem]:
    """No text speaks of clicks, buttons, above or below: another channel shows it as plain text, or reads it aloud."""
    for passage in bank.passages:
        if match := _CHANNEL_BOUND.search(passage.text.plain):
            yield passage.place, f"{match[0]!r} holds on some channels alone"


@rule("warning", "split the longest sentence, and take the shorter of two words")
def reading_grade(bank: Bank) -> Iterator[Problem]:
    """A text of thirty words or more has a Flesch-Kincaid grade of ten at most (Kincaid et al. 1975)."""
    for passage in bank.passages:
        text = passage.text
        if passage.field in GRADED and len(text.words) >= ENOUGH and text.grade > GRADE:
            longest = max(text.sentences, key=lambda sentence: len(sentence.split()))
            words = len(longest.split())
            yield passage.place, f"the grade is {text.grade:.1f}; the longest sentence has {words} words"
