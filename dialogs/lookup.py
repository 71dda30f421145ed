"""Look-ups: what a term means, where words occur, and the models side by side."""

import re
from collections.abc import Sequence

from content.markup import capital, literal, plain
from content.model import Aspect, Comparison, Course, Term
from dialogs.dialog import CommandSpec, LookedUp, Outcome
from dialogs.learner import Conversation, Learner
from dialogs.naming import Names, normal
from dialogs.parts import practise
from dialogs.presenting import source_note
from dialogs.reply import Button, Buttons, Element, Facts, Table, Text, say
from dialogs.turn import Action, Command, Message, Turn

NAME = "lookup"
MOST_FOUND = 6
"""Buttons of a search, and of the glossary, whose first entries are those that the rest builds on."""


class LookupDialog:
    """Terms, words and comparisons."""

    name = NAME
    commands = (
        CommandSpec("define", "define TERM", "What a term means", "define RAG", aliases=("term", "glossary")),
        CommandSpec(
            "compare",
            "compare [aspect]",
            "Pretrained and fine-tuned side by side, or one row",
            "compare cost",
            aliases=("table",),
        ),
        CommandSpec("find", "find WORDS", "Where the course speaks of something", "find privacy", aliases=("search",)),
    )

    def __init__(self, course: Course, names: Names) -> None:
        self._course = course
        self._names = names

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command("define" | "term" | "glossary", text):
                return self._define(text, conversation)
            case Command("compare" | "table", text):
                return self._compare(text, conversation)
            case Command("find" | "search", text):
                return self._find(text)
            case Action(_, "term", (name,)) if (term := self._course.glossary.get(name)) is not None:
                return self._term(term, conversation)
            case Action(_, "compare", (name,)) if (table := self._course.comparisons.get(name)) is not None:
                return self._whole(table, conversation)
            case Action(_, "aspect", (name, row)) if (table := self._course.comparisons.get(name)) is not None:
                return self._compare(row, conversation)
            case Action(_, "terms", _):
                return self._all_terms()
            case Message(text) if (term := self._names.term(text.strip().rstrip("?"))) is not None:
                return self._term(term, conversation)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: a look-up is never open."""
        return ()

    def _define(self, text: str, conversation: Conversation) -> Outcome | None:
        if not text:
            return self._all_terms()
        if normal(text) in _POINTING:
            return None
        if (term := self._names.term(text)) is not None:
            return self._term(term, conversation)
        near = self._names.near(text, MOST_FOUND)
        if not near:
            found = self._find(text)
            missing = Text(f"The glossary has no entry for “{literal(text[:60])}”.")
            told, *rest = found.replies[0].elements
            nowhere = rest == [_ALL_TERMS]
            return Outcome((say(missing, *(() if nowhere else (told,)), *rest),))
        question = f"The glossary has no entry for “{literal(text[:60])}”. Did you mean one of these?"
        return Outcome((say(question, Buttons(tuple(map(_term_button, near)))),))

    def _term(self, term: Term, conversation: Conversation) -> Outcome:
        elements: list[Element] = [Text(capital(term.term), "title"), Text(term.definition)]
        if term.confused_with is not None and term.difference is not None:
            other = self._course.glossary[term.confused_with]
            elements.append(Text(f"**Not to be confused with {other.term}.** {term.difference}"))
        topic = self._course.topics[term.topic]
        elements += [
            source_note(self._course.sources, term.sources[:1]),
            Buttons(
                (
                    Button(f"More on {topic.title}"[:75], Action("explain", "topic", (topic.id,))),
                    *practise(topic, conversation),
                )
            ),
        ]
        conversation = conversation.turned_to(topic.id)
        return Outcome((say(*elements),), conversation=conversation, records=(LookedUp(term.id),))

    def _all_terms(self) -> Outcome:
        names = ", ".join(sorted((term.term for term in self._course.terms), key=str.lower))
        hint = "Name one and I define it, such as *define RAG*."
        first = Buttons(tuple(map(_term_button, self._course.terms[:MOST_FOUND])))
        return Outcome((say(Text("Glossary", "title"), names, Text(hint, "note"), first),))

    # Comparisons

    def _compare(self, text: str, conversation: Conversation) -> Outcome | None:
        said = normal(text)
        for table in self._course.comparisons.values():
            for aspect in table.aspects:
                if any(f" {name} " in f" {said} " for name in _aspect_names(aspect)):
                    return self._row(table, aspect, conversation)
        if not self._course.comparisons:
            return Outcome((say("This course has no comparison yet.", Text("Try *find* and a word instead.", "note")),))
        if (term := self._confused(text)) is not None:
            return self._term(term, conversation)
        table = max(self._course.comparisons.values(), key=lambda t: _overlap(said, t))
        foreign = set(said.split()) - _known_words(self._course) if said else set()
        return None if foreign and not _overlap(said, table) else self._whole(table, conversation)

    def _confused(self, text: str) -> Term | None:
        """The term whose entry tells two named terms apart, where no table has a column for each."""
        sides = re.split(r"\b(?:and|vs|versus|or|with|from|to)\b", text.lower().rpartition("between")[2].rstrip(" ?."))
        terms = [term for side in sides if (term := self._names.term(side.strip())) is not None]
        if len(sides) != 2 or len(terms) != 2 or terms[0].id == terms[1].id or self._tabled(terms):
            return None
        pairs = ((terms[0], terms[1]), (terms[1], terms[0]))
        return next((one for one, other in pairs if one.confused_with == other.id), None)

    def _tabled(self, terms: Sequence[Term]) -> bool:
        names = [term.term.lower() for term in terms]
        tables = self._course.comparisons.values()
        return any(all(any(column.lower() in name for column in t.columns) for name in names) for t in tables)

    def _whole(self, table: Comparison, conversation: Conversation) -> Outcome:
        rows = tuple((aspect.title, *aspect.cells) for aspect in table.aspects)
        others = (
            *(Button(aspect.title, Action(NAME, "aspect", (table.id, aspect.id))) for aspect in table.aspects[:4]),
            *(
                Button(other.title[:75], Action(NAME, "compare", (other.id,)))
                for other in self._course.comparisons.values()
                if other.id != table.id
            ),
        )
        reply = say(
            Table(table.title, ("", *table.columns), rows),
            table.summary,
            source_note(self._course.sources, table.sources[:2]),
            Buttons(others[:6]),
        )
        return Outcome((reply,), conversation=conversation.turned_to(table.topic))

    def _row(self, table: Comparison, aspect: Aspect, conversation: Conversation) -> Outcome:
        reply = say(
            Text(aspect.title, "title"),
            Facts(tuple(zip(table.columns, aspect.cells, strict=True))),
            aspect.why,
            source_note(self._course.sources, table.sources[:1]),
            Buttons(
                (
                    Button("The whole table", Action(NAME, "compare", (table.id,))),
                    *practise(self._course.topics[aspect.topic], conversation),
                )
            ),
        )
        return Outcome((reply,), conversation=conversation.turned_to(aspect.topic))

    # Finding

    def _find(self, text: str) -> Outcome:
        sought = normal(text).split()
        if not sought:
            return Outcome((say("Say what to look for, such as *find privacy*."),))
        terms = [t for t in self._course.terms if _holds(sought, f"{t.term} {' '.join(t.aliases)} {t.definition}")]
        topics = [t for t in self._course.topics.values() if _holds(sought, f"{t.title} {t.short} {t.full}")]
        buttons = (
            *(Button(topic.title, Action("explain", "topic", (topic.id,))) for topic in topics[:MOST_FOUND]),
            *map(_term_button, terms[: MOST_FOUND - len(topics[:MOST_FOUND])]),
        )
        shown = literal(text[:60])
        if not buttons:
            return Outcome((say(f"The course does not speak of “{shown}”.", _ALL_TERMS),))
        lines = "\n".join(f"- **{t.title}**: {plain(t.one_line)}" for t in topics[:MOST_FOUND])
        count = len(topics) + len(terms)
        told = f"“{shown}” comes up in {count} {'place' if count == 1 else 'places'}:"
        return Outcome((say(told, *([lines] if lines else []), Buttons(buttons)),))


_ALL_TERMS = Buttons((Button("All terms", Action(NAME, "terms")),))
_POINTING = frozenset({"that", "this", "it", "they", "these", "those", "thi"})
"""Words that only point at what was said before, as `normal` leaves them."""


def _term_button(term: Term) -> Button:
    return Button(term.term[:75], Action(NAME, "term", (term.id,)))


def _aspect_names(aspect: Aspect) -> set[str]:
    return {normal(name) for name in (aspect.id, aspect.title, *aspect.aliases)}


def _overlap(said: str, table: Comparison) -> int:
    """How many words of a text name this comparison."""
    named = set(normal(f"{table.id} {table.title} {' '.join(table.columns)}").split())
    return len(named & (set(said.split()) | ({"grounding"} if "rag" in said.split() else set())))


def _known_words(course: Course) -> set[str]:
    """Words that a request for a comparison may hold without meaning anything foreign."""
    filler = "compare comparison table me both two them model of for on side by and versus v vs with please show"
    titles = " ".join(f"{t.id} {t.title}" for t in course.comparisons.values())
    return set(normal(f"{filler} {titles}").split())


def _holds(sought: list[str], text: str) -> bool:
    inside = set(normal(text).split())
    return all(any(word.startswith(part) for word in inside) for part in sought)
