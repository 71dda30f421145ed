"""The item that is meant, and what the tutor says of it: played through the router, as for a learner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.router import Router
from content.model import TECHNIQUES, Course, Match, Order, Question
from dialogs.learner import Conversation, Learner
from dialogs.parts import PARTS
from dialogs.presenting import LETTERS, Presentation, key, texts
from dialogs.reply import Reply
from dialogs.turn import Action, Address, Command, Event, Message, Turn

ADDRESS = Address("preview", "local", "author", "author")
AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""The same for every preview, so that the same course gives the same one."""


class UnknownItemError(ValueError):
    """No item has this id."""


class AmbiguousItemError(ValueError):
    """Several items have this id; says how to tell them apart."""


KINDS = "question, term, topic, scenario, comparison or lesson"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that an author wrote: its kind, its id and its title."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Step:
    """What the tutor says at one point, and which point that is."""

    title: str
    replies: tuple[Reply, ...]


def items(course: Course) -> dict[str, list[Item]]:
    """All items that can be shown, by id."""
    found: dict[str, list[Item]] = {}
    titles = (
        ("question", {name: question.stem for name, question in course.questions.items()}),
        ("term", {name: term.term for name, term in course.glossary.items()}),
        ("topic", {name: topic.title for name, topic in course.topics.items()}),
        ("scenario", {name: scenario.title for name, scenario in course.scenarios_by_id.items()}),
        ("comparison", {name: table.title for name, table in course.comparisons.items()}),
        ("lesson", {name: lesson.title for name, lesson in course.lessons.items()}),
    )
    for kind, named in titles:
        for name, title in named.items():
            found.setdefault(name, []).append(Item(kind, name, title))
    return found


def find(course: Course, name: str) -> Item:
    """The item of this id; `kind:id` tells two of the same id apart.

    Raises:
        UnknownItemError, AmbiguousItemError: none has it, or several have.
    """
    kind, colon, rest = name.partition(":")
    wanted = rest if colon else name
    named = [item for item in items(course).get(wanted, []) if not colon or item.kind == kind]
    if not named:
        raise UnknownItemError(f"there is no {kind if colon else KINDS} {wanted!r}")
    if len(named) > 1:
        either = " or ".join(f"{item.kind}:{item.id}" for item in named)
        raise AmbiguousItemError(f"{wanted!r} is the id of several things; say {either}")
    return named[0]


def steps(course: Course, item: Item, router: Router) -> tuple[Step, ...]:
    """What the tutor says of an item, in the order in which a learner meets it."""
    talk = _Talk(router)
    match item.kind:
        case "question":
            return tuple(_question(talk, course.questions[item.id]))
        case "term":
            return (Step("The term", talk.turn(Action("lookup", "term", (item.id,)))),)
        case "topic":
            parts = ((part, label) for part, label in PARTS.items())
            order = sorted(parts, key=lambda part: part[0] != "short")
            return tuple(Step(label, talk.turn(Action("explain", "topic", (item.id, part)))) for part, label in order)
        case "comparison":
            return tuple(_comparison(talk, course, item))
        case "lesson":
            count = len(course.lessons[item.id].steps)
            shown = (talk.turn(Action("explain", "step", (item.id, str(n)))) for n in range(count))
            return tuple(Step(f"Step {n} of {count}", replies) for n, replies in enumerate(shown, 1))
        case _:
            return tuple(_scenario(talk, course, item))


class _Talk:
    """A conversation with nobody: what it was can be gone back to."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.learner = Learner(ADDRESS.channel, ADDRESS.tenant, ADDRESS.user)
        self.conversation = Conversation(ADDRESS.channel, ADDRESS.tenant, ADDRESS.conversation, "", ADDRESS.user)

    def turn(self, event: Event, *, clicked: bool = False) -> tuple[Reply, ...]:
        """The replies to an event; with `clicked` as to a control, which takes its message's place."""
        turn = Turn("preview", ADDRESS, event, AT, clicked="preview" if clicked else "")
        outcome = self._router.route(turn, self.learner, self.conversation)
        self.learner = outcome.learner or self.learner
        self.conversation = outcome.conversation or self.conversation
        return tuple(replace(reply, update="") for reply in outcome.replies)

    def aside(self, event: Event) -> tuple[Reply, ...]:
        """The same, after which nothing has happened."""
        kept = self.learner, self.conversation
        replies = self.turn(event, clicked=True)
        self.learner, self.conversation = kept
        return replies


def _question(talk: _Talk, question: Question) -> Iterator[Step]:
    yield Step("The question", talk.turn(Action("quiz", "practise", (question.id,))))
    right, wrong = _typed(question, talk.learner)
    yield Step("After a wrong answer", talk.aside(Message(wrong))[:1])
    yield Step("After the right answer", talk.aside(Message(right))[:1])
    hinted: tuple[Reply, ...] = ()
    for _ in question.hints:
        hinted = talk.turn(Command("hint"), clicked=True)
    yield Step("With all hints", hinted)


def _typed(question: Question, learner: Learner) -> tuple[str, str]:
    """What a learner types for a right and for a wrong answer."""
    order = Presentation.of(question, learner).order(len(texts(question)))
    if isinstance(question, Match):
        techniques = [TECHNIQUES.index(question.needs[at].technique) for at in order]
        others = [(technique + 1) % len(TECHNIQUES) for technique in techniques]
        return ", ".join(TECHNIQUES[t] for t in techniques), ", ".join(TECHNIQUES[t] for t in others)
    right = key(question)
    if isinstance(question, Order):
        return _letters(order, right), _letters(order, right[::-1])
    wrong = next(n for n, option in enumerate(question.options) if not option.right)
    return _letters(order, right), _letters(order, (wrong,))


def _letters(order: Sequence[int], chosen: Sequence[int]) -> str:
    return ", ".join(LETTERS[order.index(n)] for n in chosen)


def _comparison(talk: _Talk, course: Course, item: Item) -> Iterator[Step]:
    yield Step("The table", talk.turn(Action("lookup", "compare", (item.id,))))
    for aspect in course.comparisons[item.id].aspects:
        yield Step(aspect.title, talk.turn(Action("lookup", "aspect", (item.id, aspect.id))))


def _scenario(talk: _Talk, course: Course, item: Item) -> Iterator[Step]:
    scenario = course.scenarios_by_id[item.id]
    yield Step("The case", talk.turn(Action("scenario", "start", (item.id,))))
    for technique in TECHNIQUES:
        yield Step(f"After “{technique}”", talk.aside(Action("scenario", "advise", (item.id, technique))))
    yield Step("After a hint", talk.turn(Command("hint"), clicked=True))
    yield Step("After the model answer", talk.turn(Message(scenario.model_answer)))
