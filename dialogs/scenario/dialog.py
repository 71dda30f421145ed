"""Which turn of a conversation means what, while a case is open."""

from collections.abc import Sequence
from dataclasses import replace

from content.model import TECHNIQUES, Course, Scenario
from content.search.sentences import ASKS, LEAD_IN
from dialogs.dialog import CommandSpec, Outcome
from dialogs.grading import grade
from dialogs.learner import Conversation, Learner
from dialogs.naming import normal
from dialogs.reply import Element, Text, say
from dialogs.review import brought_forward
from dialogs.scenario import coaching, showing
from dialogs.scenario.asides import about_the_case, aside, changes_mind, nods, restarts
from dialogs.scenario.case import NAME, Case
from dialogs.scenario.coaching import Move
from dialogs.turn import Action, Command, Message, Turn


class ScenarioDialog:
    """Cases, one at a time. What is right is acknowledged, what is missing asked for, what is wrong contrasted."""

    name = NAME
    commands: Sequence[CommandSpec] = (
        CommandSpec("scenario", "scenario [name]", "Advise on a business case", "scenario law firm", aliases=("case",)),
    )

    def __init__(self, course: Course) -> None:
        self._course = course
        self._scenarios = {s.id: s for s in sorted(course.scenarios, key=lambda s: (s.position, s.id))}

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command("scenario" | "case" as name, text):
                return self._commanded(name, text, turn, learner, conversation)
            case Action(_, "start", args):
                return self._started(args[0] if args else "", learner, conversation)
            case Action(_, verb, args):
                return self._pressed(verb, args, turn, learner, conversation)
            case Command("hint" | "next" | "skip" | "stop" as verb):
                return self._moved(verb, turn, learner, conversation)
            case Message(text) if conversation.active is not None and conversation.active.dialog == NAME:
                return self._said(text, turn, learner, conversation)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`."""
        found = self._open(conversation)
        if found is None:
            return ()
        case, scenario = found
        back = Text(f"Back to {scenario.title}:", "note")
        return (back, Text(showing.question(case, scenario)), showing.ways_on(case, scenario))

    # Which case

    def _open(self, conversation: Conversation) -> tuple[Case, Scenario] | None:
        """The open case, unless its scenario has been rewritten since."""
        case = Case.of(conversation)
        scenario = self._scenarios.get(case.scenario) if case is not None else None
        if case is None or scenario is None or scenario.revision != case.revision:
            return None
        return case, scenario

    def _others(self, scenario: Scenario) -> list[Scenario]:
        return [other for other in self._scenarios.values() if other.id != scenario.id]

    def _named(self, text: str) -> Scenario | None:
        """The one case that the words name, wholly or in part."""
        said = set(normal(text).split()) - {"case", "scenario"}
        named = [s for s in self._scenarios.values() if said and said <= set(normal(f"{s.id} {s.title}").split())]
        return named[0] if len(named) == 1 else None

    def _commanded(
        self, name: str, text: str, turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome | None:
        """A case by name; without a name the open one, or the next. "Case law …" may be the beginning of an answer."""
        found = self._open(conversation)
        if restarts(text) and found is not None:
            return self._begun(found[1], conversation)
        if not text.strip():
            return self._started("", learner, conversation)
        scenario = self._named(text)
        if scenario is not None:
            return self._started(scenario.id, learner, conversation)
        if found is not None and conversation.active is not None and conversation.active.dialog == NAME:
            return self._said(f"{name} {text}", turn, learner, conversation)
        return Outcome((say("There is no case of that name. These are here:", self._all()),))

    def _started(self, name: str, learner: Learner, conversation: Conversation) -> Outcome:
        """A case from its beginning, or where it was left."""
        found = self._open(conversation)
        if found is not None and name in {"", found[1].id}:
            case, scenario = found
            return Outcome((say(*showing.standing(case, scenario)),), None, case.kept_in(conversation))
        wanted = self._scenarios.get(name) if name else self._next(learner)
        if wanted is None:
            return Outcome((say("There is no case of that name. These are here:", self._all()),))
        return self._begun(wanted, conversation)

    def _next(self, learner: Learner) -> Scenario | None:
        """The first case that the learner has not gone through, or the one that was longest ago."""
        order = {name: n for n, name in enumerate(learner.cases)}
        return min(self._scenarios.values(), key=lambda scenario: order.get(scenario.id, -1), default=None)

    def _begun(self, scenario: Scenario, conversation: Conversation, *before: str) -> Outcome:
        case = Case(scenario.id, scenario.revision)
        elements = showing.setting(scenario, self._others(scenario))
        return Outcome((say(*before, *elements),), None, case.kept_in(conversation))

    def _all(self) -> Element:
        return showing.cases(self._scenarios.values())

    def _current(self, conversation: Conversation) -> tuple[Case, Scenario] | Outcome:
        """The open case, or what to say when there is none any more."""
        if (found := self._open(conversation)) is not None:
            return found
        case = Case.of(conversation)
        if case is not None and case.scenario in self._scenarios:
            told = "This case has been rewritten since you were here, so it begins anew."
            return self._begun(self._scenarios[case.scenario], conversation, told)
        return Outcome(
            (say("That case is closed. Which one shall it be?", self._all()),), None, conversation.closed(NAME)
        )

    # What was pressed

    def _pressed(
        self, verb: str, args: tuple[str, ...], turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome:
        found = self._current(conversation)
        if isinstance(found, Outcome):
            return found
        case, scenario = found
        match verb, args:
            case _, (name, *_) if name != scenario.id:
                return self._not_now(learner, conversation)
            case (("hint" | "answer" | "stop"), _):
                moved = self._moved({"answer": "skip"}.get(verb, verb), turn, learner, conversation)
                return moved or self._not_now(learner, conversation)
            case "advise", (_, technique) if technique in TECHNIQUES:
                if case.twist:
                    return self._twist_answered(technique, case, scenario, learner, conversation)
                return self._moved_to(coaching.chosen(technique, case, scenario), scenario, turn, learner, conversation)
            case "meet", (_, n, technique) if technique in TECHNIQUES and not case.twist and n.isdecimal():
                expectation = scenario.expectations[int(n) % len(scenario.expectations)]
                move = coaching.met(expectation, technique, case, scenario)
                return self._moved_to(move, scenario, turn, learner, conversation)
        return self._not_now(learner, conversation)

    def _not_now(self, learner: Learner, conversation: Conversation) -> Outcome:
        """A button that has had its day."""
        return Outcome((say("That button belongs to an earlier moment.", *self.remind(learner, conversation)),))

    def _moved(self, verb: str, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """The inner commands: hint, next, skip (to the answer), stop."""
        if conversation.find(NAME) is None:
            return None
        found = self._current(conversation)
        if isinstance(found, Outcome):
            return found
        case, scenario = found
        if verb == "stop":
            told = "We leave the case here. It starts afresh whenever you like."
            return Outcome((say(told, self._all()),), None, conversation.closed(NAME))
        if case.twist:
            return self._closed(case, scenario, learner, conversation, showing.open_twist(case, scenario).answer)
        if verb == "skip":
            return self._answer_wanted(case, scenario, turn, learner, conversation)
        start = () if case.asked or case.attempts else ("One wish at a time, then.",)
        move = coaching.asked_on(case, scenario, start, at_least=1)
        return self._moved_to(move, scenario, turn, learner, conversation)

    # What was said

    def _said(self, text: str, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        found = self._current(conversation)
        if isinstance(found, Outcome):
            return found
        case, scenario = found
        asked = next((e.need for e in scenario.expectations if e.id == case.asked), "")
        committed = "" if case.twist or case.attempts == 0 else case.verdict
        marks = grade(scenario, text, "" if changes_mind(text) else asked, "" if asked else committed)
        if (marks.silent and not marks.pleads) or nods(text):
            return self._beside_the_case(text, case, scenario, turn, learner, conversation)
        if case.twist:
            questions = ASKS.match(LEAD_IN.sub("", text.strip()))  # "why not tune?" answers nothing
            return None if questions else self._twist_answered(text, case, scenario, learner, conversation)
        if marks.silent or (marks.pleads and marks.verdict == "unclear"):
            told = "I can only go by what you say about the case, so I can't hand out a mark for the asking."
            return self._again(told, case, scenario, conversation)
        case = replace(case, unread=0)
        return self._moved_to(coaching.heard(text, marks, case, scenario), scenario, turn, learner, conversation)

    def _beside_the_case(
        self, text: str, case: Case, scenario: Scenario, turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome | None:
        """Words that name neither a technique nor a need: a cry for help, or something for somebody else."""
        kind = aside(text)
        if kind in {"nod", "unclear"} and case.unread and not case.twist:
            told = "Let me ask it another way."
            move = coaching.asked_on(replace(case, unread=0), scenario, (told,), at_least=1)
            return self._moved_to(move, scenario, turn, learner, conversation)
        match kind:
            case "gives up":
                return self._moved("skip", turn, learner, conversation)
            case "stuck":
                return self._moved("hint", turn, learner, conversation)
            case "elsewhere" if about_the_case(text, scenario.setting) and not case.twist:
                told = f"The case says no more of that than this: {scenario.setting}"
                return self._again(told, case, scenario, conversation)
            case "elsewhere":
                return None
            case "blank":
                told = "Take your time. A sentence is enough: which technique, and for what?"
            case "nod":
                told = "Good. This one is still open:"
            case "unclear":
                told = "I did not find your advice in that. Name a technique, and the wish that it is for. No hurry."
        case = replace(case, unread=case.unread + (kind != "blank"))
        return self._again(told, case, scenario, conversation)

    def _again(self, told: str, case: Case, scenario: Scenario, conversation: Conversation) -> Outcome:
        """Something said, and the question once more."""
        reply = say(told, showing.question(case, scenario), showing.ways_on(case, scenario))
        return Outcome((reply,), conversation=case.kept_in(conversation))

    def _answer_wanted(
        self, case: Case, scenario: Scenario, turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome:
        """The answer, but not before the learner has tried."""
        if case.attempts > 0:
            return self._moved_to(Move(case, (), complete=True), scenario, turn, learner, conversation)
        return self._moved_to(coaching.try_first(case, scenario), scenario, turn, learner, conversation)

    def _moved_to(
        self, move: Move, scenario: Scenario, turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome:
        """What the tutor's move says, and the case as it leaves it."""
        if not move.complete:
            reply = say(*move.said, showing.ways_on(move.case, scenario, offers=move.offers))
            return Outcome((reply,), None, move.case.kept_in(conversation))
        twist = showing.chosen_twist(scenario, learner, move.case.attempts)
        case = replace(move.case, twist=twist.id, asked="")
        answer = say(*move.said, *showing.answered(case, scenario))
        onward = say(*showing.onward(scenario, twist, self._course.sources))
        weak = showing.practised(case.weak(scenario))
        return Outcome(
            (answer, onward), brought_forward(self._course, learner, weak, turn.at), case.kept_in(conversation)
        )

    def _twist_answered(
        self, text: str, case: Case, scenario: Scenario, learner: Learner, conversation: Conversation
    ) -> Outcome:
        twist = showing.open_twist(case, scenario)
        marks = grade(scenario, text)
        agrees = twist.technique == marks.verdict or (
            marks.verdict in {"unclear", "both"} and {technique for _, technique in marks.pairs} == {twist.technique}
        )
        told = f"{'That is how I see it too.' if agrees else 'I would see it this way.'} {twist.answer}"
        return self._closed(case, scenario, learner, conversation, told)

    def _closed(
        self, case: Case, scenario: Scenario, learner: Learner, conversation: Conversation, told: str
    ) -> Outcome:
        farewell = showing.farewell(case, scenario, self._others(scenario))
        return Outcome((say(told, *farewell),), learner.advised(scenario.id), conversation.closed(NAME))
