"""What a typed line wants of the tutor: rules over commands and question words, and whether a question is open.

Two kinds of rule. A *form* takes a line by how it is built. A *bag* takes a line that holds one of its keys and
beside them nothing but its companions and small words, so that a real question is never taken for a command.
"""

from dataclasses import dataclass

from dialogs.intents.reading import core, plain
from dialogs.intents.rules import ANSWER, BAGS, FORMS
from dialogs.intents.scope import asks, is_chore, is_outside
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
    if is_chore(wish):
        return Intent("out_of_scope")
    name = _by_form(wish, open_question) or _by_bag(said, wish)
    if name is not None:
        return Intent(name, slot(wish) if name in {"define", "explain"} else None)
    if open_question and not asks(said):
        return Intent("answer")
    return Intent("out_of_scope" if is_outside(said) else "ask")


def _by_form(wish: str, open_question: bool) -> str | None:
    state = "open" if open_question else "closed"
    return next((f.intent for f in FORMS if f.when in {"always", state} and f.pattern.search(wish)), None)


def _by_bag(said: str, wish: str) -> str | None:
    """The bag that takes the line, with or without what only leads up to it."""
    for words in (said.replace("?", "").split(), wish.replace("?", "").split()):
        for bag in BAGS:
            if not bag.keys.isdisjoint(words) and all(word in bag.companions or word.isdecimal() for word in words):
                return bag.intent
    return None
