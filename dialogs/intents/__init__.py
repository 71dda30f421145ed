"""What a typed line wants of the tutor: rules over commands and question words, and whether a question is open.

Three kinds of rule. A *form* takes a line by how it is built. A *bag* takes a line that holds one of its keys and
beside them nothing but its companions and small words. A *keyword* takes what is left, if it neither asks something
nor names a subject of the course. So a real question is never taken for a command.
"""

import re
from dataclasses import dataclass

from dialogs.intents.reading import core, plain
from dialogs.intents.rules import ANSWER, BAGS, FORMS, KEYWORD_WORDS, KEYWORDS, When
from dialogs.intents.scope import asks, is_chore, is_elsewhere, is_outside, names_subject
from dialogs.intents.slots import slot


@dataclass(frozen=True, slots=True)
class Intent:
    """What a line wants, and the words that it names it with."""

    name: str
    slot: str | None = None


def read(text: str, open_question: bool) -> Intent:
    """The intent of a line; what no rule knows is a question to the course: `ask`."""
    said = plain(text)
    wish = core(said)
    if not wish:
        return Intent("ask")
    if open_question and ANSWER.fullmatch(wish):
        return Intent("answer")
    state: When = "open" if open_question else "closed"
    if is_chore(wish):
        return Intent("out_of_scope")
    name = _by_form(wish, state) or _by_bag(said, wish) or _by_keyword(said, wish, state)
    if name in _ABOUT_THE_COURSE and is_elsewhere(said):
        return Intent("out_of_scope")
    if name is not None:
        return Intent(name, slot(wish) if name in {"define", "explain"} else None)
    if open_question and not asks(said):
        return Intent("answer")
    return Intent("out_of_scope" if is_outside(said) else "ask")


def picks(text: str) -> bool:
    """Whether a line is an answer by letters, a number or a word such as "both", whatever was asked."""
    wish = core(plain(text))
    return ANSWER.fullmatch(wish) is not None or _LETTERS.fullmatch(wish) is not None


_LETTERS = re.compile(r"(?:(?:first|then|and|or|&)\ )*[a-f1-6](?:\ (?:(?:and|then|or|after|before|last)\ )*[a-f1-6])*")


_ABOUT_THE_COURSE = frozenset({"explain", "define", "compare"})


def _by_form(wish: str, state: When) -> str | None:
    return next((f.intent for f in FORMS if f.when in {"always", state} and f.pattern.search(wish)), None)


def _by_bag(said: str, wish: str) -> str | None:
    """The bag that takes the line, with or without what only leads up to it."""
    for words in (said.replace("?", "").split(), wish.replace("?", "").split()):
        for bag in BAGS:
            if not bag.keys.isdisjoint(words) and all(word in bag.companions or word.isdecimal() for word in words):
                return bag.intent
    return None


def _by_keyword(said: str, wish: str, state: When) -> str | None:
    """The keyword in a line that is about the tutor, not about the course."""
    if len(wish.split()) > KEYWORD_WORDS[state] or asks(wish) or names_subject(said):
        return None
    return next((k.intent for k in KEYWORDS if k.when in {"always", state} and k.pattern.search(wish)), None)
