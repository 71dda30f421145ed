"""Look-ups while somebody writes: the search message extension, with a card to put into the message.

It asks the dialogs what they would tell a stranger, so that nothing of who looks something up is kept. What an answer
offers to choose from becomes the list of results. Cards have no links and no buttons: a person posts them, often where
the bot is not installed.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from bot.channels import Intake
from bot.channels.teams.activity import CARD, CHANNEL, Activity, Json
from bot.render import adaptivecard, parts
from bot.render.words import words
from bot.router import apology
from bot.store import StoreUnavailableError
from content.markup import literal, shorten, unlinked
from dialogs.dialog import Outcome
from dialogs.reply import Buttons, Divider, Element, Facts, Progress, Quote, Reply, Table, Text
from dialogs.turn import Action, Address, Command, Event, MalformedActionError, Turn, readable

log = logging.getLogger(__name__)

QUERY, CHOSEN = "composeExtension/query", "composeExtension/selectItem"
"""The names of the invokes: what was typed so far, and which result was taken."""

COMMANDS = ("define", "ask")
"""The search commands, each a command of a dialog."""

PARAMETER, FIRST = "text", "initialRun"
"""The parameter with the words; the other one stands in its place before anything is typed."""

WITHIN = 3.0
"""Seconds for the database to say what is looked up most; Teams waits five for the whole."""

SIZE = 28_000
"""Bytes of a card that is put into a message."""

MOST = 8
"""Results of one search."""

QUESTION, TITLE, LINE = 200, 80, 140
"""Characters of a question as a card's title, and of a result's title and line."""

THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
_ALL_TERMS = Action("lookup", "terms")
_TYPE = "Type a term, or a question about the section."


class _Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class _Parameter(_Model):
    name: str = ""
    value: str = ""


class _Options(_Model):
    skip: int = 0
    count: int = 25


class _Query(_Model):
    command_id: str
    parameters: tuple[_Parameter, ...] = ()
    query_options: _Options = _Options()

    @property
    def words(self) -> str:
        """What was typed; nothing before anything is."""
        return next((readable(p.value).strip() for p in self.parameters if p.name != FIRST), "")


class Pick(_Model):
    """What a result stands for: a search command with its words, or the wire of an action."""

    kind: Literal["define", "ask", "action"]
    text: str

    @property
    def event(self) -> Event:
        """What the dialogs are asked; raises MalformedActionError for what is no action."""
        return Action.parse(self.text) if self.kind == "action" else Command(self.kind, self.text)


class Search:
    """Answers searches; every fault is told in words where the results would stand."""

    def __init__(self, intake: Intake, clock: Callable[[], datetime]) -> None:
        self._intake = intake
        self._clock = clock

    async def found(self, activity: Activity) -> Json:
        """The results for what was typed so far; before that, what is looked up most."""
        try:
            query = _Query.model_validate(activity.value)
            if query.command_id not in COMMANDS:
                return _message(_TYPE)
            if not query.words:
                return self._page(query, [await self._result(activity, pick) for pick in await self._usual(activity)])
            return await self._typed(activity, query)
        except ValidationError:
            return _message(_TYPE)
        except Exception:
            log.exception("teams: search %s failed", activity.id)
            return _message(_words(apology()))

    async def chosen(self, activity: Activity) -> Json:
        """The card of the result that was taken; a term's look-up counts for its workspace."""
        try:
            pick = Pick.model_validate(activity.value)
            outcome = await self._asked(activity, pick.event, counts=True)
        except (ValidationError, MalformedActionError):
            return _message("That result is not one of mine. Search again, and take a new one.")
        except Exception:
            log.exception("teams: choice %s failed", activity.id)
            return _message(_words(apology()))
        reply = _last(outcome)
        if not parts.sources(reply):
            return _message("The course has changed, and no longer has this. Search again.")
        return _results([{"contentType": CARD, "content": card(reply, pick)}])

    async def _typed(self, activity: Activity, query: _Query) -> Json:
        pick = Pick.model_validate({"kind": query.command_id, "text": query.words})
        outcome = await self._asked(activity, pick.event)
        reply = _last(outcome)
        if parts.sources(reply):
            return self._page(query, [_attachment(reply, pick)])
        offers = list(_offers(reply))
        if outcome.zone == "outside":
            near = "; ".join(words(label) for label, action in offers if action.dialog == "explain")
            return _message("That is outside this section." + (f" The nearest that I have: {near}." if near else ""))
        found = [await self._result(activity, _pick(action)) for _, action in offers[:MOST]]
        return self._page(query, found) if any(found) else _message(_words(reply))

    async def _usual(self, activity: Activity) -> list[Pick]:
        """What this workspace looks up most, then the first entries of the glossary."""
        try:
            async with asyncio.timeout(WITHIN):
                terms = await self._intake.looked_up(_address(activity), MOST)
        except (StoreUnavailableError, TimeoutError) as error:
            log.warning("teams: what is looked up most cannot be read: %s", type(error).__name__)
            terms = ()
        glossary = _offers(_last(await self._asked(activity, _ALL_TERMS)))
        wanted = (*(Action("lookup", "term", (term,)) for term in terms), *(action for _, action in glossary))
        return [_pick(action) for action in dict.fromkeys(wanted)]

    async def _result(self, activity: Activity, pick: Pick) -> Json:
        """A result; nothing where the course has none for it."""
        reply = _last(await self._asked(activity, pick.event))
        return _attachment(reply, pick) if parts.sources(reply) else {}

    async def _asked(self, activity: Activity, event: Event, *, counts: bool = False) -> Outcome:
        turn = Turn(f"search:{activity.id}", _address(activity), event, self._clock())
        return await self._intake.consult(turn, counts=counts)

    def _page(self, query: _Query, found: list[Json]) -> Json:
        """The part of the results that was asked for."""
        options, found = query.query_options, list(filter(None, found))[:MOST]
        return _results(found[max(options.skip, 0) :][: max(options.count, 0)])


def _address(activity: Activity) -> Address:
    """Nowhere: a message that is still being written is no conversation with the tutor."""
    return Address(CHANNEL, activity.tenant, activity.from_property.id, "", direct=False)


def _pick(action: Action) -> Pick:
    return Pick(kind="action", text=str(action))


def _last(outcome: Outcome) -> Reply:
    return outcome.replies[-1] if outcome.replies else Reply(())


def _offers(reply: Reply) -> Iterator[tuple[str, Action]]:
    """What a reply offers to choose from."""
    for element in reply.elements:
        if isinstance(element, Buttons):
            yield from ((button.label, button.action) for button in element.buttons)


def _attachment(reply: Reply, pick: Pick) -> Json:
    """A result: its title and a line in the list, and the card for clients that do not ask for it once it is taken."""
    titles = [words(element.text) for element in reply.elements if isinstance(element, Text)]
    title, *lines = titles if pick.kind == "action" or _titled(reply) else [pick.text, *titles]
    content = {
        "title": shorten(title, TITLE),
        "text": shorten(" ".join(lines[:1]), LINE),
        "tap": {"type": "invoke", "title": "Insert", "value": pick.model_dump()},
    }
    preview = {"contentType": THUMBNAIL, "content": content}
    return {"contentType": CARD, "content": card(reply, pick), "preview": preview}


def card(reply: Reply, pick: Pick) -> Json:
    """What is put into the message; an answer stands under its question."""
    heading = () if _titled(reply) else (Text(literal(shorten(pick.text, QUESTION)), "title"),)
    elements = (*heading, *filter(None, map(_bare, reply.elements)))
    return adaptivecard.render(Reply(elements), SIZE)


def _titled(reply: Reply) -> bool:
    first = reply.elements[0] if reply.elements else None
    return isinstance(first, Text) and first.style == "title"


def _bare(element: Element) -> Element | None:
    """The element without links; nothing of one that is pressed, filled in or fetched."""
    match element:
        case Text(text):
            return replace(element, text=unlinked(text))
        case Quote(text, source):
            return Quote(unlinked(text), source, "")
        case Facts(pairs):
            return Facts(tuple((unlinked(name), unlinked(value)) for name, value in pairs))
        case Table(caption, header, rows):
            cells = tuple(tuple(map(unlinked, row)) for row in (header, *rows))
            return Table(unlinked(caption), cells[0], cells[1:])
        case Progress() | Divider():
            return element
    return None


def _words(reply: Reply) -> str:
    return " ".join(words(element.text) for element in reply.elements if isinstance(element, Text)) or _TYPE


def _results(attachments: list[Json]) -> Json:
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": attachments}}


def _message(text: str) -> Json:
    return {"composeExtension": {"type": "message", "text": text}}
