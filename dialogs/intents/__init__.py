"""What a typed line wants of the tutor: rules for what is certain, what was learned of phrasings for the rest.

Two kinds of rule. A *form* takes a line by how it is built. A *bag* takes a line that holds one of its keys and beside
them nothing but its companions and small words. Where neither knows a line, the likeliest wish is taken if it is likely
enough; else the line is a question. So a real question is hardly ever taken for a command.
"""

import re
from dataclasses import dataclass

from content.phrasings import NO_WISHES, wishes
from dialogs.intents.reading import core, plain
from dialogs.intents.rules import ANSWER, BAGS, FORMS, OUR_SIDES, When
from dialogs.intents.scope import asks, is_chore, is_elsewhere, is_outside, names_sides
from dialogs.intents.slots import slot

SURE_FROM = 0.85
"""How likely a wish has to be that a rule reads otherwise."""

LIKELY_FROM = 0.4
"""How likely a wish has to be that no rule knows."""


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
    if is_chore(wish):
        return Intent("out_of_scope")
    name = _wish(said, wish, open_question=open_question)
    if name in _ABOUT_THE_COURSE and is_elsewhere(said):
        return Intent("out_of_scope")
    if name is not None:
        return Intent(name, slot(wish) if name in {"define", "explain"} else None)
    if open_question and not asks(said):
        return Intent("answer")
    return Intent("out_of_scope" if is_outside(said) else "ask")


def _wish(said: str, wish: str, *, open_question: bool) -> str | None:
    """What a line wants beside an answer to what it asks: by rules, and by what was learned of phrasings.

    What was learned speaks where no rule does, if it is likely, and against a rule only if it is sure.
    """
    state: When = "open" if open_question else "closed"
    ruled = _by_form(wish, state) or _by_bag(said, wish)
    guess = wishes().guess(said, question_open=open_question)
    if guess.wish == "compare" and names_sides(said) and not OUR_SIDES.search(said):
        return ruled  # nothing is compared with what the course does not speak of
    if guess.wish not in NO_WISHES and guess.share >= (SURE_FROM if ruled else LIKELY_FROM):
        return guess.wish
    return ruled


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
