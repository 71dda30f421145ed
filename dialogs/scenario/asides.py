"""What a learner says beside the case: that they are stuck, give up, want to begin again, or think again."""

import re
from typing import Literal

from dialogs.choosing import words
from dialogs.intents import acted_on

Aside = Literal["blank", "nod", "stuck", "gives up", "elsewhere", "unclear"]
"""nod: it only shows that somebody is there. elsewhere: meant for another dialog. unclear: may have been meant for the
case."""

_NOD = re.compile(
    r"(?:(?:well|ah|oh|yes|ok|okay|all|alright|right|fine|sure|good|great|cool|nice|interesting|i see|got it|whatever"
    r"|makes sense|understood|thanks|thank you|done|true|fair enough|hm+|aha|yep|yeah|k) ?)+"
)
_ASKS_AGAIN = re.compile(
    r"(?:(?:sorry|hm+|wait|ok|but) )?(?:what (?:do|did) (?:you|that|this|it) mean(?: by .{1,40})?|what is meant"
    r"|how do you mean|huh|what|why(?: not)?|how(?: so| come)?|meaning|pardon|sorry|come again|repeat|rephrase"
    r"|(?:can|could) you (?:rephrase|repeat|reword|explain|say)(?: (?:that|it|this|the question))?"
    r"(?: again| differently)?"
    r"|(?:say|ask) (?:that|it) again|in other words|in plain english)"
)
"""Questions about what the tutor has just asked."""

_STUCK = re.compile(
    r"(?:(?:sorry|well|hm+|er+|honestly|no|please|just|ok|okay) )*(?:"
    r"(?:(?:can|could|may) (?:you|i) )?(?:please )?(?:(?:give|get|have) )?(?:me )?(?:a|another|one more|the next)? ?"
    r"(?:hint|clue|tip)"
    r"|(?:i )?(?:really |still )?(?:do not|don'?t)(?: really)? (?:know|get it|understand)"
    r"|(?:i )?(?:have )?(?:no|not an?y?) (?:idea|clue)|(?:i am |i'm )?(?:stuck|lost)"
    r"|(?:i )?pass|dunno|idk|not sure)(?: .{0,24})?"
    r"|no|nope|help(?: me)?|next|go on|continue|what now"
)
_GIVES_UP = re.compile(
    r"\bgive up\b|\b(?:tell|show|give) me(?: the| your)?(?: (?:right|model|full|correct))?(?: (?:answer|solution))?$"
    r"|\b(?:the|your|model) (?:answer|solution)(?: please)?$|\bwhat would you (?:say|do|advise)\b"
    r"|\bwhat is the (?:answer|solution)\b"
)
_CHANGED = re.compile(r"\b(?:chang\w+ my mind|on second thoughts?|scratch that|i take (?:it|that) back)\b")
_QUESTION_WORDS = frozenset("what who which where when how do does is are has have can".split())
_OF_THE_COURSE = re.compile(r"ground|rag$|retriev|tun|fine|train|prompt|model|assistant|ready|which|about|would|should")
"""Beginnings of words that make a question one for the course, or for nobody."""

TELLING = 5
"""Letters of a word by which a question may be about the case."""

_HESITATED = re.compile(r"\b(?:actually|no,? wait|instead)\b")
_RESTARTS = frozenset({"restart", "again", "start over", "from the start", "reset"})
_LISTENED_TO = frozenset({"answer", "out_of_scope"})
"""Intents under which a line may have been meant for the case; any other is somebody else's."""


def aside(text: str) -> Aside:
    """What a line is that names neither a technique nor a need."""
    said = " ".join(words(text))
    if not said:
        return "blank"
    if _GIVES_UP.search(said):
        return "gives up"
    if _STUCK.fullmatch(said) or _ASKS_AGAIN.fullmatch(said):
        return "stuck"
    if nods(text):
        return "nod"
    if text.rstrip().endswith("?") or acted_on(text, True).name not in _LISTENED_TO:
        return "elsewhere"
    return "unclear"


def about_the_case(text: str, setting: str) -> bool:
    """Whether a question is about what stands in a case's setting, by the telling words that they share."""
    said = words(text)
    asks = text.rstrip().endswith("?") or bool(said and said[0] in _QUESTION_WORDS)
    telling = {word for word in words(setting) if len(word) >= TELLING and not _OF_THE_COURSE.match(word)}
    return asks and not telling.isdisjoint(said) and not any(map(_OF_THE_COURSE.match, said))


def nods(text: str) -> bool:
    """Whether an answer says nothing but "fine"."""
    return _NOD.fullmatch(" ".join(words(text))) is not None


def restarts(text: str) -> bool:
    """Whether the words after the command ask for a fresh start."""
    return text.strip().lower() in _RESTARTS


def changes_mind(text: str) -> bool:
    """Whether an answer says that it takes an earlier one back."""
    return _CHANGED.search(text.lower()) is not None


def thinks_again(text: str) -> bool:
    """Whether an answer may be another than before."""
    return changes_mind(text) or _HESITATED.search(text.lower()) is not None
