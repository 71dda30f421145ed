"""The dialog: a question is put to everybody, answered, closed and explained."""

import hashlib
from dataclasses import replace

from content.model import Course
from content.model.questions import Choice as Question
from dialogs.commands import EVERYONE
from dialogs.dialog import CommandSpec, Outcome
from dialogs.intents import picks
from dialogs.learner import Conversation, Learner
from dialogs.naming import Names
from dialogs.poll import board
from dialogs.poll.counting import counted
from dialogs.poll.picking import pick
from dialogs.poll.showing import (
    AGAIN,
    FEWEST,
    NAME,
    closed_elements,
    explanation,
    lettered,
    my_explanation,
    open_elements,
    over,
    own_elements,
    posted,
    rewritten,
    showing,
    until,
)
from dialogs.poll.wish import Wish, read
from dialogs.presenting import chosen, code, fingerprint
from dialogs.reply import Button, Buttons, Element, Reply, Text
from dialogs.room import Poll, Vote
from dialogs.turn import Action, Command, Message, Timer, Turn

BOARD = "board"
SHOW, CLOSE, COUNT = "poll:show", "poll:close", "poll:count"
"""What the clock asks for: the posted question with its number of answers; its end; one answer made to count."""

END = "close"
"""The verb of the button that ends it."""


class PollDialog:
    """Reads and writes `Conversation.room.poll`.

    Whoever began a poll may close it by its button. By words anybody in the place may stop it: that is done on
    purpose and seen by all, and a tutor that is told to stop stops. Once it is closed each answer counts for whoever
    gave it, like one in a quiz of their own.
    """

    name = NAME
    commands = (
        CommandSpec(
            EVERYONE,
            "quiz everyone [on a topic] [for 1 hour], quiz everyone stop",
            "One question for all who are here, answered privately",
            "quiz everyone",
            aliases=("poll everyone",),
        ),
        CommandSpec(
            BOARD,
            "board, board on, board off",
            "Who answers most of those questions here; only who wants to is on it",
            "board on",
            aliases=("leaderboard",),
        ),
    )

    def __init__(self, course: Course, names: Names) -> None:
        self._course = course
        self._names = names

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        poll = conversation.room.poll
        match turn.event:
            case Command("board" | "leaderboard", text):
                return board.called(text, turn) if turn.address.shared else board.alone(text, (_ALONE, _MYSELF))
            case Command("quiz everyone" | "poll everyone", text):
                return self._called(text, turn, learner, conversation)
            case Command("stop", text) if poll is not None and poll.open and _means(text, turn, poll):
                return self._ended(poll, turn)
            case Message(text) if poll is not None and poll.open and _in_its_thread(turn, poll) and picks(text):
                return self._typed(poll)
            case Action(_, "vote" | "close" | "mine" as verb, args) if args:
                return replace(self._pressed(verb, "".join(args[1:]), poll, turn, learner), asks=True)
            case Action(_, "view", args) if args:
                return Outcome((self._viewed(poll, learner),), asks=True)
            case Timer("poll:show") if poll is not None:
                return self._shown(poll)
            case Timer("poll:close") if poll is not None:
                return self._closed(poll, turn)
            case Timer("poll:count") if poll is not None and poll.mine:
                question = self._question(poll)
                return counted(question, poll, turn, learner) if question is not None else Outcome(())
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: it stands where it was posted."""
        return ()

    # Opening

    def _called(self, text: str, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        poll, wish = conversation.room.poll, read(text)
        if not turn.address.shared:
            return Outcome((Reply((_ALONE, _MYSELF)),))
        if poll is not None and poll.open:
            return self._ended(poll, turn) if wish.ends else self._already(poll)
        if wish.ends:
            return _said(f"No question is open for everyone here. {AGAIN}")
        return self._opened(wish, turn, learner, conversation)

    def _opened(self, wish: Wish, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        topic = self._names.topic(wish.about) or self._names.mentioned(wish.about) or ""
        id_ = hashlib.sha256(f"{turn.id}/{turn.address.conversation}".encode()).hexdigest()[:16]
        question = pick(self._course, conversation.room.asked, id_, topic=topic)
        if question is None:
            return _said("The course has no question yet that everyone could answer with a click.")
        opened = Poll(
            id=id_,
            address=replace(turn.address, user="", private=False),
            question=question.id,
            revision=question.revision,
            opened_at=turn.at,
            closes_at=turn.at + wish.lasts,
            zone=learner.zone,
            by=fingerprint(learner),
        )
        told = [f"Asked. I close it at {until(opened)}; its button and *quiz everyone stop* do so earlier."]
        if wish.cut:
            told.append("It can be open for a minute at the least and a day at the most.")
        if wish.about and not topic:
            told.append("There is no question on just that, so it is one from the whole course.")
        replies = (_private(Text(" ".join(told))),) if turn.address.private or len(told) > 1 else ()
        return Outcome(replies, poll=opened, posts=(posted(opened, open_elements(question, opened)),))

    def _already(self, poll: Poll) -> Outcome:
        question = self._question(poll)
        if question is None:
            return _said("A question is open here already, which was changed since. *quiz everyone stop* closes it.")
        told = Text("There is one open here already. You can answer it from this copy too:", "note")
        return Outcome((_private(told, *open_elements(question, poll, copy=True)),))

    def _typed(self, poll: Poll) -> Outcome | None:
        question = self._question(poll)
        if question is None:
            return None
        told = Text("So that nobody sees what you answer, answer by its buttons; this copy is yours alone:", "note")
        return Outcome((_private(told, *open_elements(question, poll, copy=True)),))

    # Answering

    def _pressed(self, verb: str, letter: str, poll: Poll | None, turn: Turn, learner: Learner) -> Outcome:
        if poll is None:
            return _said(_PUT_AWAY)
        if verb == "mine":
            return self._mine(poll)
        if not poll.open:
            more = Buttons((Button("Explain my answer", Action(NAME, "mine", (poll.id,))),)) if poll.mine else None
            told = Text("That question is closed, so nothing was changed. What is right stands below it by now.")
            return Outcome((_private(*(e for e in (told, more) if e is not None)),))
        if verb == "vote":
            return self._voted(poll, letter, turn)
        if poll.by != fingerprint(learner):
            return _said(
                f"Only whoever asked it can close it by its button. It closes by itself at {until(poll)};"
                " *quiz everyone stop*, said to me here, ends it for all."
            )
        return replace(self._closed(poll, turn), replies=(_CLOSED,))

    def _voted(self, poll: Poll, letter: str, turn: Turn) -> Outcome:
        question = self._question(poll)
        if question is None:
            return _said("That question was changed while it was open, so its answers do not count any more.")
        response = chosen(question, showing(poll), letter)
        if response is None:
            return _said("I do not know that button. It may have been cut short.")
        if over(poll, turn.at):
            return _said("Its time is up, so that came too late. What is right stands there in a moment.")
        choice = code(response)
        now = lettered(question, poll, choice)
        later = f"You may change it until {until(poll)}. Only you see this."
        if poll.mine == choice:
            return _said(f"That is your answer already, and counts once. {now}.")
        vote = Vote(poll.id, poll.question, poll.revision, choice, turn.at)
        told = (
            f"Changed. It was {lettered(question, poll, poll.mine)}.\n\nYour answer is now {now}."
            if poll.mine
            else f"Your answer is {now}."
        )
        return Outcome((_private(Text(told), Text(later, "note")),), records=(vote,))

    def _mine(self, poll: Poll) -> Outcome:
        question = self._question(poll)
        if poll.open:
            return _said(f"It is still open. What is right is told when it closes, at {until(poll)}.")
        if question is None:
            return _said(f"That question was changed since, so I cannot explain it any more. {AGAIN}")
        if not poll.mine:
            told = Text("You did not answer that one. This is what is right, and why:")
            return Outcome((_private(told, *explanation(self._course, question, poll)),))
        return Outcome((_private(*my_explanation(self._course, question, poll)),))

    def _viewed(self, poll: Poll | None, learner: Learner) -> Reply:
        """The posted question as it stands for one person: with what they answered, and once closed whether right."""
        if poll is None:
            return _private(Text(_PUT_AWAY))
        question = self._question(poll)
        elements = rewritten() if question is None else own_elements(question, poll)
        return replace(posted(replace(poll, voters=(learner.user,)), elements), surface="private")

    # Closing

    def _ended(self, poll: Poll, turn: Turn) -> Outcome:
        """Closed by words; where only one person sees the answer to them, that is told them too."""
        if not poll.message:
            return _said("It is still on its way. Say so again once it stands there.")
        closed = self._closed(poll, turn)
        return replace(closed, replies=(_CLOSED,)) if turn.address.private else closed

    def _shown(self, poll: Poll) -> Outcome:
        """The posted question with how many have answered by now."""
        question = self._question(poll)
        if question is None or not poll.message:
            return Outcome(())
        return Outcome((), posts=(posted(poll, open_elements(question, poll)),))

    def _closed(self, poll: Poll, turn: Turn) -> Outcome:
        """Counted and explained; in silence where the question was never seen."""
        counts = poll.counts if poll.answers >= FEWEST else {"": poll.answers}
        closed, question = replace(poll, closed_at=turn.at, by="", counts=counts), self._question(poll)
        if not poll.message:
            return Outcome((), poll=closed)
        if question is None:
            return Outcome((), poll=closed, posts=(Reply(rewritten(), update=poll.message),))
        told = posted(closed, closed_elements(question, closed))
        why = Reply(explanation(self._course, question, closed), under=poll.message)
        return Outcome((), poll=closed, posts=(told, why))

    def _question(self, poll: Poll) -> Question | None:
        """Its question, as long as that is the one that was asked."""
        question = self._course.questions.get(poll.question)
        return question if isinstance(question, Question) and question.revision == poll.revision else None


_ALONE = Text(
    "That needs a place with several people: add me there, mention me, and say *quiz everyone*."
    " Each answers privately, and all see the count when it is closed."
)
_MYSELF = Buttons((Button("Start a quiz", Action("quiz", "start"), primary=True),))


def _private(*elements: Element) -> Reply:
    return Reply(elements, "private")


_PUT_AWAY = f"That question was closed a while ago and is put away. {AGAIN}"
_CLOSED = _private(Text("Closed. What is right stands in its place now."))


def _said(text: str) -> Outcome:
    return Outcome((_private(Text(text)),))


def _in_its_thread(turn: Turn, poll: Poll) -> bool:
    return turn.address.thread in {poll.address.thread, poll.message}


def _means(text: str, turn: Turn, poll: Poll) -> bool:
    """Whether "stop" means the poll: said under it for all to see, or said of a quiz or question."""
    openly = _in_its_thread(turn, poll) and not turn.address.private
    return openly or not _QUIZ.isdisjoint(text.lower().split())


_QUIZ = frozenset({"quiz", "poll", "question", "quizzing"})
