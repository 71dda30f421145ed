"""Typed words that mean a command."""

import re
from collections.abc import Container

from dialogs.choosing import is_question, words
from dialogs.intents import acted_on
from dialogs.intents.reading import core, plain
from dialogs.turn import Command

INNER_COMMANDS = frozenset({"next", "hint", "skip", "stop"})
"""Commands that mean the open dialog, whichever it is."""

_LONE = frozenset({"next", "hint", "skip", "stop", "help", "hello", "thanks", "progress", "scenario", "daily"})
"""Commands whose name also begins ordinary sentences: few words may follow it."""

_GREETINGS = frozenset({"hello", "hi", "hey"})
"""Commands that lead up to a question as well: with one behind it, the question is meant."""

_BOARDS = frozenset({"board", "leaderboard"})
"""Commands that are ordinary words of the course's readers as well: nothing else than these may follow."""

_OF_A_BOARD = frozenset({"", "on", "off", "show", "please", "on please", "off please"})

_BY_INTENT = {
    "quiz": "quiz",
    "explain": "explain",
    "compare": "compare",
    "scenario": "scenario",
    "define": "define",
    "progress": "progress",
    "help": "help",
    "stop": "stop",
    "next": "next",
    "skip": "skip",
    "hint": "hint",
    "greeting": "hello",
    "thanks": "thanks",
    "feedback": "feedback",
}
_DAILY = frozenset("on off pause resume now zone confidence quiet invite change".split())
"""Words after `daily` that make it a command, however many follow."""

_PAUSE = re.compile(r"\b(?:paus|snooz|holiday|vacation|break)", re.IGNORECASE)


def addressed(text: str) -> str:
    """A text without the tutor's own command before it: `/tutor RAG` is `RAG`; alone it asks for help."""
    first, _, rest = text.strip().partition(" ")
    return (rest.strip() or "help") if first.lower() == "/tutor" else text.strip()


def written_command(text: str, known: Container[str]) -> Command | None:
    """The command that a text names, with a slash or without: `/quiz 3`, `quiz 3`."""
    slashed = text.startswith("/")
    first, _, rest = text.removeprefix("/").partition(" ")
    name = first.lower().rstrip(":,.!?")
    if name not in known and name not in INNER_COMMANDS:
        return None
    said = rest.lower().split()
    if not slashed and name in _LONE and len(said) > 4 and not (name == "daily" and said[0] in _DAILY):
        return None
    if not slashed and name in _BOARDS and rest.lower().strip(" .!?") not in _OF_A_BOARD:
        return None
    if not slashed and name in _GREETINGS and (is_question(rest) or len(rest.split()) > 3):
        return None
    return Command(name, rest.strip())


def phrased_command(text: str, known: Container[str]) -> Command | None:
    """The command whose name is all that a text says, where a name has several words: `my data`, "please forget me".

    And the one that puts a question to everybody, by the many names that people have for themselves.
    """
    if len(text) > _LONGEST_PHRASE:
        return None
    name = core(plain(text)).strip("/?: ")
    if " " in name and name in known:
        return Command(name)
    called = next(filter(None, (form.match(name) for form in _EVERYBODY)), None) if EVERYONE in known else None
    if called is None or _REGULARLY.search(name) is not None:
        return None
    return Command(EVERYONE, "stop" if called.re is _ENDED else called["rest"].strip())


_LONGEST_PHRASE = 60
"""Characters of a name with all that may be polite around it."""

EVERYONE = "quiz everyone"
_ALL = (
    r"(?:(?:the|this|our|my|whole|entire|all(?:\ of)?)\ )*"
    r"(?:channel|team|group|class|room|chat|meeting|crowd|everyone|everybody|us|us\ all|all\ of\ us)"
    r"(?:\ (?:here|all|together))*"
)
_REST = r"(?P<rest>|\ (?:an?|one|another|for|on|about|within|in|with|please|now|again|today|stop|end|close|\d).*)$"
_STARTING = r"(?:(?:start|begin|run|do|open|have|give\ us|post)\ )?"
_ENDED = re.compile(
    rf"""^(?:stop|end|close|finish|cancel)\ (?:(?:the|this|our)\ )*(?:
        (?:quiz|quizzing|testing|asking|polling)\ (?:for\ )?{_ALL} | (?:channel|team|group|class)\ quiz | poll )$""",
    re.VERBOSE,
)
_EVERYBODY = (
    _ENDED,
    re.compile(rf"^(?:quiz|test|challenge|poll)\ {_ALL}{_REST}"),
    re.compile(rf"^ask\ {_ALL}\ (?:an?|one|another)\ (?:quiz\ )?question{_REST}"),
    re.compile(rf"^{_STARTING}(?:(?:a|the|another)\ )?(?:channel|team|group|class)\ (?:quiz|question){_REST}"),
    re.compile(rf"^{_STARTING}(?:an?|one|another)\ (?:quiz|question)\ for\ {_ALL}{_REST}"),
)
_REGULARLY = re.compile(r"\b(?:daily|every|each)\b")
"""Of a time, not of people: that is the daily quiz."""


def is_plain(text: str) -> bool:
    """Whether a line that begins with a command's name is sure to be that command, and no sentence of an answer.

    `quiz 3 grounding` is; "test it first, ground, tune later" is not.
    """
    if text.startswith("/"):
        return True
    first, _, rest = text.partition(" ")
    name, said = first.lower().rstrip(":,.!?"), words(rest)
    if name in _ALONE:
        return _AROUND.issuperset(said)
    if name == "daily" and said and said[0] in _DAILY:
        return True
    telling = [word for word in said if word not in _BETWEEN]
    return len(telling) <= _TELLING and _SENTENCE.isdisjoint(said) and _MARK.search(rest.rstrip(" .?!")) is None


_ALONE = INNER_COMMANDS | {"help", "hello", "hi", "hey", "thanks", "progress", "quit", "exit", "commands", "menu"}
"""Commands that take nothing after them."""

_AROUND = frozenset(
    "a again all bot case for here hint it lesson lot me more much my next now of on one please pls question quiz"
    " round scenario so stop that the there this to tutor you your".split()
)
"""Words that may stand around such a command and change nothing."""

_BETWEEN = frozenset("a about an and between for in me my of on please pls question questions some the to".split())
"""Words of a command's usage that name nothing."""

_SENTENCE = frozenset(
    "i we you he she it they them their its this that these those there who why how when which because so then first"
    " last later before after instead not no never always only also but if or with without by from is are was be been"
    " will would should could must can can't cannot don't doesn't won't do does did has have had need needs want wants"
    " let use uses both".split()
)
"""Words that no command is followed by, and most sentences have."""

_MARK = re.compile(r"[,;:.!?]\s+(?!please\b|pls\b)", re.IGNORECASE)
_TELLING = 3
"""Telling words that may follow a command's name."""


def meant_command(text: str, *, question_open: bool, topic: bool = False) -> Command | None:
    """The command that a text means without naming it: "test me", "what can you do?".

    `topic`: something was talked about, so that "how does it work?" asks about that, and for no help.
    """
    intent = acted_on(text, question_open)
    if intent.name == "daily_subscribe":
        return Command("daily", f"on {text}")
    if intent.name == "daily_unsubscribe":
        return Command("daily", f"pause {text}" if _PAUSE.search(text) else "off")
    name = _BY_INTENT.get(intent.name)
    if name is None or (name == "help" and topic and not {"it", "that"}.isdisjoint(words(text))):
        return None
    if name == "explain" and topic and not intent.slot and len(words(text)) == 1:
        return None  # "more", "simpler": of what was talked about
    if name in {"explain", "define"}:
        return Command(name, intent.slot or "")
    if intent.kind:
        return Command(name, intent.kind)
    return Command(
        name, text if name in {"quiz", "compare", "feedback", "skip"} else "", meant=name in {"feedback", "hint"}
    )
