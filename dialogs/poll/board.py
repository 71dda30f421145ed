"""The board of a place: who wanted to be on it, and how many of the last rounds they answered."""

from collections.abc import Sequence

from content.markup import literal
from dialogs.dialog import Outcome
from dialogs.reply import Element, Reply, Table, Text, say
from dialogs.room import Seat, Standing
from dialogs.turn import Turn

ROUNDS = 10
"""Rounds of a place that its board looks at, the latest."""

ENOUGH = 3
"""Answers from which on it is told how many were right: of one or two it would tell which."""

MOST = 20
"""Lines that are shown."""

HOW = Text(
    "Nobody is on it who did not say *board on* here; *board off* takes you off."
    " It never shows which questions, and never what anybody answered.",
    "note",
)


def called(text: str, turn: Turn) -> Outcome | None:
    """What `board`, `board on` and `board off` do in a place; `None` where other words follow."""
    here = turn.address.conversation
    match _said(text):
        case "on":
            told = "You are on the board of this place from now on: your first name, and how many you answer."
            return Outcome((_private(told),), records=(Seat(here, taken=True, at=turn.at),))
        case "off":
            told = "You are not on the board of this place."
            return Outcome((_private(told),), records=(Seat(here, taken=False, at=turn.at),))
        case "" | "show":
            return Outcome((), board=shown)
    return None


def alone(text: str, where: Sequence[Element]) -> Outcome | None:
    """The same where nobody else is; `where` says where it belongs."""
    if _said(text) not in {"", "show", "on", "off"}:
        return None
    return Outcome((say("The board shows who answers most questions for everyone.", *where),))


def _said(text: str) -> str:
    return text.lower().strip(" .!?").removesuffix("please").strip()


def _private(told: str) -> Reply:
    return Reply((Text(told), HOW), "private")


def shown(standings: Sequence[Standing]) -> tuple[Reply, ...]:
    """The board, those first who answered the most."""
    if not standings:
        return (say("The board of this place is empty.", HOW),)
    ranked = sorted(standings, key=lambda one: (-one.answered, -_told_right(one), one.name.lower()))
    rows = tuple((literal(one.name) or "Somebody", str(one.answered), _right(one)) for one in ranked[:MOST])
    more = len(ranked) - len(rows)
    rest = (Text(f"And {more} more.", "note"),) if more else ()
    table = Table(f"Questions for everyone here, the last {ROUNDS}", ("Name", "Answered", "Right"), rows)
    few = Text(f"How many were right is shown from {ENOUGH} answers on.", "note")
    return (say(Text("The board", "title"), table, *rest, few, HOW),)


def _told_right(one: Standing) -> int:
    return one.right if one.answered >= ENOUGH else 0


def _right(one: Standing) -> str:
    return str(one.right) if one.answered >= ENOUGH else "not yet"
