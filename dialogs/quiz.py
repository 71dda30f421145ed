"""The quiz: asks, takes an answer in whatever form, says why, and keeps the score."""

import re
from dataclasses import replace

from content.model import Course, Question
from dialogs.dialog import CommandSpec, Outcome
from dialogs.learner import Attempt, Conversation, Learner
from dialogs.naming import Names
from dialogs.presenting import (
    Grade,
    Presentation,
    Response,
    chosen,
    code,
    fingerprint,
    grade,
    settled,
    source_note,
    submitted,
    typed,
)
from dialogs.reply import Button, Buttons, Element, Text, say
from dialogs.review import continued, local_day, pick, reviewed
from dialogs.rounds import DIALOG, Round, answering, asking, begin, heading, summary
from dialogs.turn import Action, Command, Message, Submit, Turn

DEFAULT_COUNT = 5
MOST = 20

_START = Buttons((Button("Start a quiz", Action(DIALOG, "start"), primary=True),))


class QuizDialog:
    """Rounds of questions, and single ones from buttons that have aged."""

    name = DIALOG
    commands = (
        CommandSpec(
            "quiz",
            "quiz [n] [topic or objective]",
            "Practise with questions",
            "quiz 3 grounding",
            aliases=("practise", "practice", "test"),
        ),
    )

    def __init__(self, course: Course, names: Names) -> None:
        self._course = course
        self._names = names

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        round_ = Round.of(conversation)
        match turn.event:
            case Command("next" | "hint" | "skip" | "stop" as verb):
                return self._move(verb, turn, learner, conversation, round_) if round_ else None
            case Command(_, text):
                return self._start(text, turn, learner, conversation)
            case Action(_, "answer", args):
                return self._pressed(args, turn, learner, conversation)
            case Action(_, "next" | "hint" | "skip" | "stop" as verb, _):
                if round_ is None:
                    return Outcome((say("That round is over.", _START),))
                return self._move(verb, turn, learner, conversation, round_)
            case Action(_, verb, args):
                return self._begin_from(verb, args, turn, learner, conversation)
            case Submit() as submit:
                return self._submitted(submit, turn, learner, conversation)
            case Message(text) if round_ is not None and not round_.told:
                return self._typed(text, turn, learner, conversation, round_)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`."""
        round_ = Round.of(conversation)
        question = self._current(round_)
        if round_ is None or question is None:
            return ()
        if round_.told:
            return (Buttons((Button("Next question", Action(DIALOG, "next"), primary=True),)),)
        back = Text(f"Back to your quiz. {heading(round_)}:", "note")
        return (back, Text(question.stem), *answering(round_, question, learner))

    def _current(self, round_: Round | None) -> Question | None:
        return self._course.questions.get(round_.current or "") if round_ is not None else None

    # Beginning

    def _start(self, text: str, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        number = re.search(r"\d+", text)
        count = max(1, min(MOST, int(number[0][:4]))) if number else DEFAULT_COUNT
        asked = re.sub(r"\d+|\b(?:questions?|me|on|about|pls|please|of|some|the)\b", " ", text).strip()
        objective = self._names.objective(asked) or ""
        topic = "" if objective else (self._names.topic(asked) or self._names.mentioned(asked) or "")
        return self._begin(turn, learner, conversation, count, objective=objective, topic=topic)

    def _begin_from(
        self, verb: str, args: tuple[str, ...], turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome | None:
        """A round from a button: `start [n]`, `topic ID`, `objective ID`, `practise ID…`."""
        first = args[0] if args else ""
        match verb:
            case "start":
                return self._start(first, turn, learner, conversation)
            case "topic" if first in self._course.topics:
                return self._begin(turn, learner, conversation, 3, topic=first)
            case "objective" if first in self._course.objectives:
                return self._begin(turn, learner, conversation, 3, objective=first)
            case "practise" if ids := [name for name in args if name in self._course.questions]:
                elements, conversation = begin(self._course, learner, conversation, "practice", ids)
                return Outcome((say(*elements),), conversation=conversation)
            case "topic" | "objective" | "practise":
                return Outcome((say("The course has changed since that button, and no longer has this.", _START),))
        return None

    def _begin(
        self,
        turn: Turn,
        learner: Learner,
        conversation: Conversation,
        count: int,
        *,
        objective: str = "",
        topic: str = "",
    ) -> Outcome:
        ids = pick(self._course, learner, turn.at, count, objective=objective, topic=topic)
        note = ""
        if not ids:
            note = "There is no question on just that yet, so here are some from the whole section."
            ids = pick(self._course, learner, turn.at, count)
        elements, conversation = begin(self._course, learner, conversation, "quiz", ids)
        return Outcome((say(*([note] if note else []), *elements),), conversation=conversation)

    # Moving

    def _move(self, verb: str, turn: Turn, learner: Learner, conversation: Conversation, round_: Round) -> Outcome:
        question = self._current(round_)
        if verb == "stop":
            return self._end(round_, learner, conversation)
        if verb == "skip" or (verb == "next" and (round_.told or question is None)):
            return self._next(round_.advanced(), learner, conversation)
        if question is None or round_.told:
            return Outcome((say("This one is answered. Ready for the next?", *self.remind(learner, conversation)),))
        if verb == "next":
            open_still = Text("This one is still open: answer it, or skip it.")
            return Outcome((say(open_still, *answering(round_, question, learner)),))
        return self._hint(turn, learner, conversation, round_, question)

    def _hint(
        self, turn: Turn, learner: Learner, conversation: Conversation, round_: Round, question: Question
    ) -> Outcome:
        if round_.hints >= len(question.hints):
            all_out = Text("Those were all the hints. Have a guess: a wrong one teaches too.")
            return Outcome((say(all_out, *answering(round_, question, learner)),))
        round_ = replace(round_, hints=round_.hints + 1)
        shown = asking if turn.clicked else answering
        reply = say(*shown(round_, question, learner), update=turn.clicked)
        return Outcome((reply,), conversation=round_.kept_in(conversation))

    def _next(self, round_: Round, learner: Learner, conversation: Conversation) -> Outcome:
        while round_.current is not None and round_.current not in self._course.questions:
            round_ = round_.advanced()
        question = self._current(round_)
        if question is None:
            return self._end(round_, learner, conversation)
        return Outcome((say(*asking(round_, question, learner)),), conversation=round_.kept_in(conversation))

    def _end(self, round_: Round, learner: Learner, conversation: Conversation) -> Outcome:
        return Outcome((say(*summary(self._course, round_, learner)),), conversation=conversation.closed(DIALOG))

    # Answering

    def _pressed(self, args: tuple[str, ...], turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        found = self._shown(args, learner, conversation)
        if isinstance(found, Outcome):
            return found
        question, shown = found
        response = chosen(question, shown, "".join(args[1:]))
        if response is None:
            return Outcome((UNKNOWN,))
        return self._answer(question, shown, response, turn, learner, conversation)

    def _submitted(self, submit: Submit, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        found = self._shown(Action.parse(submit.form).args, learner, conversation)
        if isinstance(found, Outcome):
            return found
        question, shown = found
        response = submitted(question, shown, submit.values)
        if response is None:
            incomplete = Text("Fill in every line, no two alike where letters are asked for, and send it again.")
            return Outcome((say(incomplete, *self.remind(learner, conversation)),))
        return self._answer(question, shown, response, turn, learner, conversation)

    def _typed(
        self, text: str, turn: Turn, learner: Learner, conversation: Conversation, round_: Round
    ) -> Outcome | None:
        question = self._current(round_)
        if question is None:
            return None
        shown = Presentation.of(question, learner)
        response = typed(question, shown, text)
        return None if response is None else self._answer(question, shown, response, turn, learner, conversation)

    def _shown(
        self, args: tuple[str, ...], learner: Learner, conversation: Conversation
    ) -> tuple[Question, Presentation] | Outcome:
        """The question that a button belongs to, or what to say when it can no longer be answered."""
        shown = Presentation.parse(args[0]) if args else None
        if shown is None:
            return Outcome((UNKNOWN,))
        if shown.learner != fingerprint(learner):
            return Outcome((say("That question was put to somebody else. Here you can have your own.", _START),))
        question = self._course.questions.get(shown.question)
        back = self.remind(learner, conversation) or (_START,)
        if question is None:
            return Outcome((say("That question has left the course since.", *back),))
        if question.revision != shown.revision:
            return Outcome((say("That question has been rewritten since, so its buttons no longer count.", *back),))
        review = learner.reviews.get(question.id)
        attempts = review.attempts if review else 0
        if shown.attempt > attempts:
            return Outcome((UNKNOWN,))
        if review is not None and shown.attempt < attempts:
            told = "and had it right" if review.was_right else "and it was not right then"
            return Outcome((say(f"You have answered that one already, {told}. It counts once.", *back),))
        return question, shown

    def _answer(
        self,
        question: Question,
        shown: Presentation,
        response: Response,
        turn: Turn,
        learner: Learner,
        conversation: Conversation,
    ) -> Outcome:
        """Grade an answer, remember it, and say why; an answer outside its round counts by itself."""
        round_ = Round.of(conversation)
        in_round = round_ is not None and not round_.told and round_.current == question.id
        hints = round_.hints if round_ is not None and in_round else 0
        graded = grade(question, shown, response)
        attempt = Attempt(
            presentation=shown.id,
            question=question.id,
            revision=question.revision,
            objective=question.objective,
            first=shown.attempt == 0,
            choice=code(response),
            score=graded.score,
            hints=hints,
            at=turn.at,
        )
        learner = _remembered(learner, question, attempt, right=graded.right)
        elements = self._feedback(question, shown, response, graded, restate=bool(turn.clicked))
        challenge = _challenge(shown)
        if round_ is None or not in_round:
            back = self.remind(learner, conversation) or (_START,)
            return Outcome(
                (say(*elements, Buttons((challenge,)), *back, update=turn.clicked),), learner, None, (attempt,)
            )
        round_ = round_.answered(question.id, graded.score)
        if round_.last:
            ending = summary(self._course, round_, learner)
            replies = (say(*elements, Buttons((challenge,)), update=turn.clicked), say(*ending))
            return Outcome(replies, learner, conversation.closed(DIALOG), (attempt,))
        more = Buttons((Button("Next question", Action(DIALOG, "next"), primary=True), _explain(question), challenge))
        reply = say(*elements, more, update=turn.clicked)
        return Outcome((reply,), learner, round_.kept_in(conversation), (attempt,))

    def _feedback(
        self, question: Question, shown: Presentation, response: Response, graded: Grade, *, restate: bool
    ) -> tuple[Element, ...]:
        """The verdict in words, why, and where to read it; `restate` puts the question above it."""
        verdict = "Right." if graded.right else "Partly right." if graded.score > 0.5 else "Not quite."
        again = (Text(question.stem), *settled(question, shown, response)) if restate else ()
        remarks = "\n\n".join(graded.remarks)
        return (
            *again,
            Text(f"**{verdict}** {remarks}"),
            source_note(self._course.sources, question.sources[:1]),
        )


UNKNOWN = say("I do not know that button. It may come from another course, or have been cut short.", _START)


def _explain(question: Question) -> Button:
    return Button("Explain this", Action("explain", "topic", (question.topics[0],)))


def _challenge(shown: Presentation) -> Button:
    return Button("Challenge this question", Action("feedback", "challenge", (shown.id,)))


def _remembered(learner: Learner, question: Question, attempt: Attempt, *, right: bool) -> Learner:
    """The learner after an attempt: memory, and the streak of days."""
    former = learner.reviews.get(question.id)
    review = reviewed(former, question.revision, attempt.choice, right=right, hints=attempt.hints, at=attempt.at)
    streak = continued(learner.streak, local_day(learner, attempt.at))
    return replace(learner.reviewed(question.id, review), streak=streak)
