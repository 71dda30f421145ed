"""What a typed line wants of the tutor: what was learned of phrasings says how likely each wish is, and rules weigh in.

Two kinds of rule. A *form* takes a line by how it is built. A *bag* takes a line that holds one of its keys and beside
them nothing but its companions and small words. A rule makes its wish so many times as likely.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.phrasings import KIND, wishes
from dialogs.intents.reading import core, plain
from dialogs.intents.rules import ANSWER, BAGS, FORMS, When
from dialogs.intents.scope import asks, is_chore, is_elsewhere, is_outside, is_taught
from dialogs.intents.slots import slot

BAG, FORM, ELSEWHERE, FRAGMENT, INSIDE = 50.0, 7.5, 12.0, 4.5, 0.4
"""How many times as likely it becomes what a bag or a form says; out of scope, for words of elsewhere; an answer, or a
question, for what only names something; and out of scope, for words of the course."""

NEVER = 0.02
"""How likely a wish is at the least, so that a rule may still be for it."""

_FEW = 2
"""Words of a line that only names something."""

SURE_FROM, SURE_FROM_NEARLY, SURE_FROM_ASKED = 0.65, 0.8, 0.95
"""How likely a wish has to be to be acted on where no rule is for it: most wishes, those that
are nearly asked, and what is put as a question."""

NEARLY_ASKED = frozenset({"explain", "define", "compare"})
"""Wishes that a free question is answered nearly like, so that they have to be as likely as one that is asked."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a line wants, the words that it names it with, and whether that is sure enough to act on.

    `kind`: which of its kinds of the wish it is, where phrasings tell some apart ("bye" is a `goodbye` of `stop`).
    """

    name: str
    slot: str | None = None
    sure: bool = True
    kind: str = ""


def read(text: str, open_question: bool) -> Intent:
    """The intent of a line; what no rule knows is a question to the course: `ask`."""
    said = plain(text)
    wish = core(said)
    if not wish:
        return Intent("ask")
    if open_question and ANSWER.fullmatch(wish):
        return Intent("answer")
    learned = wishes().shares(text, question_open=open_question)
    name, sure = _likeliest(said, wish, _of_wishes(learned), open_question=open_question)
    return Intent(name, slot(wish) if name in {"define", "explain"} else None, sure, _likeliest_kind(name, learned))


def acted_on(text: str, open_question: bool) -> Intent:
    """The intent of a line if it is sure; else it is an answer to what is open, or a question.

    So a real question or an answer is hardly ever taken for a command; nor are several questions for a look-up.
    """
    intent = read(text, open_question)
    if intent.sure and not (intent.name in NEARLY_ASKED and text.count("?") > 1):
        return intent
    return Intent("answer" if open_question and not asks(plain(text)) else "ask")


def _of_wishes(learned: Mapping[str, float]) -> dict[str, float]:
    """How likely each wish is, its kinds taken together."""
    shares: dict[str, float] = {}
    for name, share in learned.items():
        wish = name.partition(KIND)[0]
        shares[wish] = shares.get(wish, 0.0) + share
    return shares


def _likeliest_kind(wish: str, learned: Mapping[str, float]) -> str:
    """The kind of a wish that is the likeliest; empty for none of those that phrasings tell apart."""
    kinds = {name: share for name, share in learned.items() if name.partition(KIND)[0] == wish}
    return max(kinds, key=lambda name: kinds[name], default="").partition(KIND)[2]


def _likeliest(said: str, wish: str, learned: Mapping[str, float], *, open_question: bool) -> tuple[str, bool]:
    """What was learned of phrasings, and the rules, taken together; and whether it is sure."""
    odds = {name: share + NEVER for name, share in learned.items() if open_question or name != "answer"}
    votes = dict(_votes(said, wish, open_question=open_question))
    for name, times in votes.items():
        odds[name] = odds.get(name, 1.0) * times
    name = max(odds, key=lambda name: odds[name])
    least = SURE_FROM_ASKED if asks(said) else SURE_FROM_NEARLY if name in NEARLY_ASKED else SURE_FROM
    likely = learned.get(name, 0.0) >= least
    return name, likely or votes.get(name, 0.0) > 1.0


def _votes(said: str, wish: str, *, open_question: bool) -> Iterator[tuple[str, float]]:
    """What the rules are for, and how much that weighs."""
    form = _by_form(wish, "open" if open_question else "closed")
    bag = None if form else _by_bag(said, wish)
    if form is not None:
        yield form, FORM
    if bag is not None:
        yield bag, BAG
    if is_chore(wish) or is_elsewhere(said):
        yield "out_of_scope", ELSEWHERE
    elif not is_outside(said):
        yield "out_of_scope", INSIDE
    if form is bag is None and open_question and not asks(said):
        yield "answer", FRAGMENT
    elif form is bag is None and len(said.split()) <= _FEW and is_taught(said):
        yield "ask", FRAGMENT


def picks(text: str) -> bool:
    """Whether a line is an answer by letters, a number or a word such as "both", whatever was asked."""
    wish = core(plain(text))
    return ANSWER.fullmatch(wish) is not None or _LETTERS.fullmatch(wish) is not None


_LETTERS = re.compile(r"(?:(?:first|then|and|or|&)\ )*[a-f1-6](?:\ (?:(?:and|then|or|after|before|last)\ )*[a-f1-6])*")


def _by_form(wish: str, state: When) -> str | None:
    return next((f.intent for f in FORMS if f.when in {"always", state} and f.pattern.search(wish)), None)


def _by_bag(said: str, wish: str) -> str | None:
    """The bag that takes the line, with or without what only leads up to it."""
    for words in (said.replace("?", "").split(), wish.replace("?", "").split()):
        for bag in BAGS:
            if not bag.keys.isdisjoint(words) and all(word in bag.companions or word.isdecimal() for word in words):
                return bag.intent
    return None
