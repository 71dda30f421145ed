"""The set of a day: begun, gone on with, sent when its hour has come, or offered."""

from dataclasses import replace
from datetime import date

from content.markup import literal
from content.model import Course
from dialogs.daily.showing import NOW, OFF, ON, hello, ways_out
from dialogs.days import called, local_day
from dialogs.dialog import Outcome
from dialogs.learner import Conversation, Daily, Learner
from dialogs.reply import Button, Buttons, Element, Text, say
from dialogs.review import pick
from dialogs.rounds import Round, asking, begin_daily, busy, onward, upcoming
from dialogs.turn import Action, Turn

UNANSWERED = 10
"""Sets in a row that nobody answers, after which no more are sent."""


class DaySet:
    """Makes and shows it; it belongs to the learner and the day, whatever the conversation."""

    def __init__(self, course: Course) -> None:
        self._course = course

    def now(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """Begin today's set, or go on with it wherever it was begun; another round that is open is left alone."""
        today = local_day(learner, turn.at)
        open_ = Round.of(conversation, learner)
        if open_ is not None and open_.day is None and not open_.told:
            return Outcome((say(Text("A quiz is open already. Finish it, or say *stop* first.")),))
        learner = replace(learner, offered_on=max(learner.offered_on or today, today))
        set_ = Round.today(learner)
        if set_ is not None and set_.day == today:
            set_ = onward(self._course, learner, set_)
            if not set_.over and set_.current is not None:
                conversation, learner = set_.kept(conversation, learner)
                question = self._course.questions[set_.current]
                return Outcome((say(*asking(set_, question, learner)),), learner, conversation)
        else:
            begun = self._begun(today, turn, learner, conversation)
            if begun is not None:
                elements, conversation, learner = begun
                return Outcome((say(*elements),), learner, conversation)
        again = Buttons((Button("Practise all the same", Action("quiz", "start")),))
        done = f"Today's questions are done. {upcoming(self._course, learner, turn.at)}"
        return Outcome((say(done, again),), learner)

    def _begun(
        self, day: date, turn: Turn, learner: Learner, conversation: Conversation
    ) -> tuple[tuple[Element, ...], Conversation, Learner] | None:
        count = (learner.daily or Daily()).count
        ids = pick(self._course, learner, turn.at, count, again=False)
        return begin_daily(self._course, learner, conversation, day, ids) if ids else None

    def come(self, day: date, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        """The hour has come: the first question, or only its offer where something else is open."""
        daily = learner.daily
        if daily is None or (learner.offered_on is not None and learner.offered_on >= day):
            return Outcome(())
        learner = replace(learner, offered_on=day, unanswered=learner.unanswered + 1)
        if learner.unanswered > UNANSWERED:
            learner = replace(learner, daily=None, daily_ended="it was not answered for a while", unanswered=0)
            told = f"My last {UNANSWERED} daily quizzes found no time of yours, so I send no more. That is fine."
            return Outcome((say(f"{told} *daily on* brings them back whenever you like.", Buttons((ON,))),), learner)
        greeting = hello(learner, daily, day, turn.at)
        if busy(conversation):
            return Outcome((say(greeting, Buttons((NOW,)), *ways_out()),), learner)
        begun = self._begun(day, turn, learner, conversation)
        if begun is None:
            return Outcome((), learner)
        elements, conversation, learner = begun
        return Outcome((say(greeting, *elements, *ways_out()),), learner, conversation)

    def offer(self, turn: Turn, learner: Learner) -> Outcome | None:
        """To those who come by themselves when today's quiz is due and was not sent yet."""
        day = called(learner, turn.at)
        if day is None or learner.daily is None:
            return None
        told = f"Welcome back{', ' + literal(learner.name) if learner.name else ''}."
        ready = f"Your {learner.daily.count} questions for today are ready."
        return Outcome((say(f"{told} {ready}", Buttons((NOW, OFF))),), replace(learner, offered_on=day))
