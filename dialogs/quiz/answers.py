"""Answers to a question: taken, graded, remembered and explained."""

from collections.abc import Callable
from dataclasses import replace

from content.model import Course, Match, Order, Question
from dialogs.dialog import Outcome
from dialogs.learner import Attempt, Conversation, Learner
from dialogs.presenting import (
    GIVEN_UP,
    LETTERS,
    Grade,
    Presentation,
    Response,
    chosen,
    code,
    controls,
    fingerprint,
    grade,
    settled,
    source_note,
    submitted,
)
from dialogs.reply import Button, Buttons, Element, Refresh, Reply, Text, say
from dialogs.review import remembered
from dialogs.rounds import DIALOG, Round, asking, heading, summary, sureness, ticked_off
from dialogs.turn import Action, Submit, Turn

START = Buttons((Button("Start a quiz", Action(DIALOG, "start"), primary=True),))
UNKNOWN = say("I do not know that button. It may come from another course, or have been cut short.", START)

Remind = Callable[[Learner, Conversation], tuple[Element, ...]]


class Answers:
    """Takes answers; `remind` leads back to the round that is open."""

    def __init__(self, course: Course, remind: Remind) -> None:
        self._course = course
        self._remind = remind

    def pressed(self, args: tuple[str, ...], turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """An answer by button, letter or words of an option."""
        found = self._shown(args, learner, conversation)
        if isinstance(found, Outcome):
            return found
        question, shown = found
        response = chosen(question, shown, "".join(args[1:]))
        if response is None:
            return Outcome((UNKNOWN,))
        return self.take(question, shown, response, turn, learner, conversation)

    def sent(self, submit: Submit, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """An answer by form."""
        found = self._shown(Action.parse(submit.form).args, learner, conversation)
        if isinstance(found, Outcome):
            return found
        question, shown = found
        response = submitted(question, shown, submit.values)
        if response is None:
            incomplete = Text("Fill in every line, no two alike where letters are asked for, and send it again.")
            return Outcome((say(incomplete, *self._remind(learner, conversation)),))
        return self.take(question, shown, response, turn, learner, conversation)

    def given_up(self, args: tuple[str, ...], turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """The answer for who wants it told; it counts as not known."""
        found = self._shown(args[:1], learner, conversation)
        if isinstance(found, Outcome):
            return found
        return self._count(*found, GIVEN_UP, turn, learner, conversation)

    def sure(self, args: tuple[str, ...], turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """How sure the learner is of the answer that they gave just now."""
        found = self._shown(args[:1], learner, conversation)
        if isinstance(found, Outcome):
            return found
        question, shown = found
        round_ = Round.asking(question.id, conversation, learner)
        if round_ is None or not round_.pending or args[1:] not in _LEVELS:
            return Outcome((say("That answer is not waiting any more.", *(self._remind(learner, conversation))),))
        response = tuple(LETTERS.index(letter.upper()) for letter in round_.pending)
        return self._count(question, shown, response, turn, learner, conversation, confidence=int(args[1]))

    def take(
        self,
        question: Question,
        shown: Presentation,
        response: Response,
        turn: Turn,
        learner: Learner,
        conversation: Conversation,
    ) -> Outcome:
        """Count an answer, or first ask how sure of it the learner is, where they want that in their daily set."""
        round_ = Round.asking(question.id, conversation, learner)
        if round_ is None or round_.day is None or not learner.asks_confidence:
            return self._count(question, shown, response, turn, learner, conversation)
        round_ = replace(round_, pending=code(response))
        conversation, learner = round_.kept(conversation, learner)
        again = (Text(heading(round_), "title"), Text(question.stem)) if turn.clicked else ()
        reply = say(*again, *sureness(question, learner), update=turn.clicked)
        return Outcome((reply,), learner, conversation)

    def _count(
        self,
        question: Question,
        shown: Presentation,
        response: Response,
        turn: Turn,
        learner: Learner,
        conversation: Conversation,
        confidence: int = 0,
    ) -> Outcome:
        """Grade an answer, remember it, and say why; an answer outside its round counts by itself."""
        round_ = Round.asking(question.id, conversation, learner)
        graded = grade(question, shown, response, quoting=not turn.clicked)
        attempt = Attempt(
            presentation=shown.id,
            question=question.id,
            revision=question.revision,
            objective=question.objective,
            first=question.id not in learner.reviews,
            choice=code(response),
            score=graded.score,
            hints=round_.hints if round_ is not None else 0,
            at=turn.at,
            confidence=confidence,
        )
        learner = remembered(learner, question, attempt, right=graded.right)
        conversation = conversation.turned_to(question.topics[0])  # so that "why?" asks about this
        place = (Text(heading(round_), "title"),) if round_ is not None and turn.clicked else ()
        elements = (*place, *self._feedback(question, shown, response, graded, restate=bool(turn.clicked)))
        challenge = _challenge(shown)
        if round_ is None:
            learner = ticked_off(learner, question.id, graded.score)
            back = self._remind(learner, conversation) or (START,)
            reply = say(*elements, Buttons((challenge,)), *back, update=turn.clicked)
            return Outcome((reply,), learner, conversation, (attempt,))
        round_ = round_.answered(question.id, graded.score)
        if round_.last:
            conversation, learner = round_.ended(conversation, learner)
            ending = summary(self._course, round_, learner, turn.at)
            replies = (say(*elements, Buttons((challenge,)), update=turn.clicked), say(*ending))
            return Outcome(replies, learner, conversation, (attempt,))
        conversation, learner = round_.kept(conversation, learner)
        more = Buttons((Button("Next question", Action(DIALOG, "next"), primary=True), _explain(question), challenge))
        return Outcome((say(*elements, more, update=turn.clicked),), learner, conversation, (attempt,))

    def viewed(self, args: tuple[str, ...], turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """How a question stands for who looks at it: open, settled as they answered it, or not theirs."""
        shown = Presentation.parse(args[0]) if args else None
        question = self._course.questions.get(shown.question) if shown is not None else None
        if shown is None or question is None or shown.learner != fingerprint(learner):
            elements = _told(self._shown(args, learner, conversation))
        elif (response := _response(shown, learner)) is not None and question.revision == shown.revision:
            graded = grade(question, shown, response)
            elements = self._feedback(question, shown, response, graded, restate=True)
            elements = (*elements, Buttons((_explain(question), _challenge(shown))))
        elif isinstance(found := self._shown(args, learner, conversation), Outcome):
            elements = _told(found)
        else:
            round_ = Round.asking(question.id, conversation, learner)
            alone = (Text(question.stem), *controls(question, shown, DIALOG))
            elements = alone if round_ is None else asking(round_, question, learner)
        return Outcome((Reply(elements, "private", turn.clicked, refresh=own_view(args[0] if args else "", learner)),))

    def why(self, question: Question, learner: Learner, letter: str) -> tuple[Element, ...]:
        """Why an option of the latest showing is right or wrong, or without a letter the answer that was given."""
        review = learner.reviews.get(question.id)
        if review is None or isinstance(question, Match | Order):
            return ()
        shown = replace(Presentation.of(question, learner), attempt=review.attempts - 1)
        response = chosen(question, shown, letter) if letter else _response(shown, learner)
        if response is None:
            return ()
        right = grade(question, shown, response).right
        remarks = grade(question, shown, GIVEN_UP if right else response, quoting=True).remarks
        return (Text(remarks[0] if letter else "\n\n".join(remarks)),)  # of one option, nothing of the others

    def _shown(
        self, args: tuple[str, ...], learner: Learner, conversation: Conversation
    ) -> tuple[Question, Presentation] | Outcome:
        """The question that a button belongs to; else what to say to who pressed it, and to nobody beside."""
        shown = Presentation.parse(args[0]) if args else None
        if shown is None:
            return _aside(*UNKNOWN.elements)
        if shown.learner != fingerprint(learner):
            return _aside(Text("That question was put to somebody else. Here you can have your own."), START)
        question = self._course.questions.get(shown.question)
        back = self._remind(learner, conversation) or (START,)
        if question is None:
            return _aside(Text("That question has left the course since."), *back)
        if question.revision != shown.revision:
            return _aside(Text("That question has been rewritten since, so its buttons no longer count."), *back)
        review = learner.reviews.get(question.id)
        attempts = review.attempts if review else 0
        if shown.attempt > attempts:
            return _aside(*UNKNOWN.elements)
        if review is not None and shown.attempt < attempts:
            told = "and had it right" if review.was_right else "and it was not right then"
            return _aside(Text(f"You have answered that one already, {told}. It counts once."), *back)
        return question, shown

    def _feedback(
        self, question: Question, shown: Presentation, response: Response, graded: Grade, *, restate: bool
    ) -> tuple[Element, ...]:
        """The verdict in words, why, and where to read it; `restate` puts the question above it."""
        missed = "No harm in that." if response == GIVEN_UP else "Not quite."
        verdict = "Right." if graded.right else "Partly right." if graded.score > 0.5 else missed
        again = (Text(question.stem), *settled(question, shown, response)) if restate else ()
        remarks = "\n\n".join(graded.remarks)
        return (
            *again,
            Text(f"**{verdict}** {remarks}"),
            source_note(self._course.sources, question.sources[:1]),
        )


def own_view(shown: str, learner: Learner) -> Refresh:
    """How a card with a question is refreshed for the learner to whom the presentation of this id was put."""
    return Refresh(Action(DIALOG, "view", (shown,)), (learner.user,))


def _aside(*elements: Element) -> Outcome:
    """What concerns only who pressed an old button, or somebody else's."""
    return Outcome((Reply(elements, "private"),))


def _told(found: Outcome | tuple[Question, Presentation]) -> tuple[Element, ...]:
    return found.replies[0].elements if isinstance(found, Outcome) else ()


def _response(shown: Presentation, learner: Learner) -> Response | None:
    """The answer that was given to this showing, as long as it is the latest one to the question."""
    review = learner.reviews.get(shown.question)
    if review is None or review.attempts != shown.attempt + 1 or review.revision != shown.revision:
        return None
    return tuple(LETTERS.index(letter.upper()) for letter in review.choice)


_LEVELS = (("1",), ("2",), ("3",))


def _explain(question: Question) -> Button:
    return Button("Explain this", Action("explain", "topic", (question.topics[0],)))


def _challenge(shown: Presentation) -> Button:
    return Button("Challenge this question", Action("feedback", "challenge", (shown.id,)))
