"""The reflection scenario: a case that the learner answers in words, and is helped to a fuller answer."""

import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from content.markup import literal
from content.model import TECHNIQUES, Course, Expectation, Scenario
from dialogs.choosing import words
from dialogs.dialog import CommandSpec, Outcome
from dialogs.grading import Marks, grade
from dialogs.learner import Active, Conversation, Learner
from dialogs.naming import normal
from dialogs.presenting import source_note
from dialogs.reply import Button, Buttons, Element, Facts, Text, say
from dialogs.turn import ACTION_LIMIT, Action, Command, Message, Turn

NAME = "scenario"
PRACTISED = 2
"""Questions that are offered at the end, so that their ids fit one button."""

_STUCK = re.compile(
    r"^(?:i )?(?:do not|don'?t|dunno|no) ?(?:know|idea|clue)?\b|^(?:idk|not sure|pass|hint|help|stuck)\b"
)
_GIVE_UP = re.compile(r"\b(?:give up|tell me|just tell|show me|the answer|your answer|solution|what would you say)\b")


@dataclass(frozen=True, slots=True)
class Case:
    """Where a learner stands in a scenario; kept as JSON in the conversation.

    `covered`: what they said, by expectation. `rungs`: how much help each expectation took. `asked`: the
    expectation that was asked about last. `twist`: the model answer was shown, and the twist is open.
    """

    scenario: str
    revision: int
    attempts: int = 0
    asked: str = ""
    twist: bool = False
    covered: dict[str, str] = field(default_factory=dict)
    rungs: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, conversation: Conversation) -> "Case | None":
        """The case that is open in a conversation."""
        active = conversation.find(NAME)
        data: dict[str, Any] = dict(active.data) if active else {}
        return cls(**data) if data else None

    def kept_in(self, conversation: Conversation) -> Conversation:
        """The conversation with this case open and on top."""
        return conversation.opened(Active(NAME, "twist" if self.twist else "answer", asdict(self)))


class ScenarioDialog:
    """Cases, one at a time. What is right is acknowledged, what is missing asked for, what is wrong contrasted."""

    name = NAME
    commands = (
        CommandSpec("scenario", "scenario [name]", "Advise on a business case", "scenario law firm", aliases=("case",)),
    )

    def __init__(self, course: Course) -> None:
        self._scenarios = {s.id: s for s in sorted(course.scenarios, key=lambda s: (s.position, s.id))}
        self._sources = course.sources

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command("scenario" | "case", text):
                return self._start(self._named(text), conversation)
            case Action(_, "start", args):
                return self._start(self._scenarios.get(args[0]) if args else self._named(""), conversation)
        found = self._open(conversation)
        if found is None:
            closed = Outcome((say("That case is closed.", self._all()),))
            return closed if isinstance(turn.event, Action) else None
        case, scenario = found
        match turn.event:
            case Command("stop") | Action(_, "stop", _):
                told = say("We leave the case here. It starts afresh whenever you like.", self._all())
                return Outcome((told,), None, conversation.closed(NAME))
            case Command("hint" | "next") | Action(_, "hint", _):
                return self._helped(case, scenario, conversation)
            case Command("skip") | Action(_, "answer", _):
                return self._asked_for_answer(case, scenario, conversation)
            case Action(_, "advise", (technique,)) if technique in TECHNIQUES:
                return self._advised(technique, case, scenario, conversation)
            case Action():
                return Outcome((say(*self._setting(scenario)),))
            case Message(text):
                return self._heard(text, case, scenario, conversation)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`."""
        found = self._open(conversation)
        if found is None:
            return ()
        case, scenario = found
        told = f"Back to **{scenario.title}** whenever you like: just answer."
        return (Text(told, "note"), _techniques(*_ways_out(case)))

    # Which case

    def _open(self, conversation: Conversation) -> tuple[Case, Scenario] | None:
        """The open case, unless the course has changed it since."""
        case = Case.of(conversation)
        scenario = self._scenarios.get(case.scenario) if case else None
        fits = case is not None and scenario is not None and scenario.revision == case.revision
        return (case, scenario) if fits and case and scenario else None

    def _named(self, text: str) -> Scenario | None:
        """The case whose name the words are part of; without words the first one."""
        said = set(normal(text).split()) - {"case", "scenario"}
        return next((s for s in self._scenarios.values() if said <= set(normal(f"{s.id} {s.title}").split())), None)

    def _all(self) -> Buttons:
        return Buttons(tuple(Button(s.title, Action(NAME, "start", (s.id,))) for s in self._scenarios.values()))

    def _start(self, scenario: Scenario | None, conversation: Conversation) -> Outcome:
        if scenario is None:
            return Outcome((say("There is no case of that name. These are here:", self._all()),))
        case = Case(scenario.id, scenario.revision)
        return Outcome((say(*self._setting(scenario)),), None, case.kept_in(conversation))

    def _setting(self, scenario: Scenario) -> tuple[Element, ...]:
        return (
            Text(scenario.title, "title"),
            Text(scenario.setting),
            Text(scenario.question),
            Text("Answer in your own words, or commit to one first and then say why.", "note"),
            _techniques(Button("Leave the case", Action(NAME, "stop"))),
        )

    # What was said

    def _heard(self, text: str, case: Case, scenario: Scenario, conversation: Conversation) -> Outcome | None:
        said = " ".join(words(text))
        if not said:
            told = "Take your time. A sentence is enough: which technique, and for what?"
            return Outcome((say(told, _techniques(*_ways_out(case))),))
        if case.twist:
            return None if _is_question(text) else self._twist_answered(text, scenario, conversation)
        if _GIVE_UP.search(said):
            return self._asked_for_answer(case, scenario, conversation)
        if _STUCK.search(said):
            return self._helped(case, scenario, conversation)
        need = next((e.need for e in scenario.expectations if e.id == case.asked), "")
        marks = grade(scenario, text, need)
        if _is_question(text) and not marks.pairs:
            return None
        return self._marked(marks, case, scenario, conversation)

    def _advised(self, technique: str, case: Case, scenario: Scenario, conversation: Conversation) -> Outcome:
        """A bare choice: taken up, and asked for its reason."""
        if case.twist:
            return self._twist_answered(technique, scenario, conversation)
        reply = next(r.reply for r in scenario.verdicts if r.verdict == technique)
        case = replace(case, attempts=case.attempts + 1)
        need = next((e.need for e in scenario.expectations if e.id == case.asked), "")
        if need:
            return self._marked(grade(scenario, technique, need), case, scenario, conversation)
        return Outcome((say(reply, Buttons(_ways_out(case))),), None, case.kept_in(conversation))

    def _marked(self, marks: Marks, case: Case, scenario: Scenario, conversation: Conversation) -> Outcome:
        """Acknowledge, correct, or ask on."""
        if marks.silent or (marks.pleads and not marks.pairs):
            told = (
                "I can only go by what you say about the case."
                if marks.pleads
                else "I did not find your advice in that. Name a technique, and the wish that it is for."
            )
            return Outcome((say(told, *self._ask(case, scenario)[1]),), None, case.kept_in(conversation))
        case = replace(case, attempts=case.attempts + 1)
        if marks.unsure:
            told = "I'm not sure I read you right. Which of these did you mean?"
            return Outcome((say(told, _techniques(*_ways_out(case))),), None, case.kept_in(conversation))
        new = [e for e in scenario.expectations if marks.expectations[e.id] and e.id not in case.covered]
        case = replace(case, covered=case.covered | {e.id: marks.words.get(e.need) or e.need for e in new})
        praise = [_praise(e, marks) for e in new]
        if marks.misconceptions:
            return self._contrasted(marks, praise, case, scenario, conversation)
        if marks.deferred and scenario.deferral is not None:
            return self._ended([scenario.deferral], case, scenario, conversation)
        if len(case.covered) == len(scenario.expectations):
            return self._ended(praise, case, scenario, conversation)
        half = [h.reply for h in scenario.half_way if (h.need, h.technique) in marks.pairs]
        if not praise and not half and case.asked == "":
            praise = [r.reply for r in scenario.verdicts if r.verdict == marks.verdict]
        if half:
            return Outcome((say(*praise, *half[:1], Buttons(_ways_out(case))),), None, case.kept_in(conversation))
        case, asking = self._ask(case, scenario)
        return Outcome((say(*praise, *asking),), None, case.kept_in(conversation))

    def _contrasted(
        self, marks: Marks, praise: list[str], case: Case, scenario: Scenario, conversation: Conversation
    ) -> Outcome:
        """Correct a wrong belief at once, and let the learner tell the two apart."""
        wrong = next(m for m in scenario.misconceptions if m.id == marks.misconceptions[0])
        needs = {pair.need for pair in wrong.shown_by}
        missing = [e for e in scenario.expectations if e.id not in case.covered]
        asked = next((e.id for e in missing if e.need in needs), missing[0].id if missing else "")
        case = replace(case, asked=asked)
        reply = say(*praise, wrong.correction, wrong.contrast, Buttons(_ways_out(case)))
        return Outcome((reply,), None, case.kept_in(conversation))

    # Help: pump, hint, prompt, assertion

    def _ask(self, case: Case, scenario: Scenario) -> tuple[Case, tuple[Element, ...]]:
        """Ask for what is missing, one rung further than the last time."""
        missing = [e for e in scenario.expectations if e.id not in case.covered]
        wanted = next((e for e in missing if e.id == case.asked), missing[0])
        ladder = (wanted.pump, *wanted.hints, wanted.prompt)
        rung = min(case.rungs.get(wanted.id, 0), len(ladder) - 1)
        case = replace(case, asked=wanted.id, rungs=case.rungs | {wanted.id: rung + 1})
        return case, (Text(ladder[rung]), _techniques(*_ways_out(case)))

    def _helped(self, case: Case, scenario: Scenario, conversation: Conversation) -> Outcome:
        """A rung further; after the last one the tutor says it, and goes on to what else is missing."""
        if case.twist:
            return self._done(scenario, conversation)
        missing = [e for e in scenario.expectations if e.id not in case.covered]
        wanted = next((e for e in missing if e.id == case.asked), missing[0])
        told: list[str] = []
        if case.rungs.get(wanted.id, 0) > len(wanted.hints) + 1:
            told = [wanted.assertion]
            case = replace(case, covered=case.covered | {wanted.id: ""}, asked="", attempts=case.attempts + 1)
            if len(case.covered) == len(scenario.expectations):
                return self._ended(told, case, scenario, conversation)
        elif not case.rungs.get(wanted.id):
            case = replace(case, rungs=case.rungs | {wanted.id: 1})
        case, asking = self._ask(case, scenario)
        return Outcome((say(*told, *asking),), None, case.kept_in(conversation))

    def _asked_for_answer(self, case: Case, scenario: Scenario, conversation: Conversation) -> Outcome:
        """The answer, but not before the learner has tried."""
        if case.twist:
            return self._done(scenario, conversation)
        if case.attempts == 0:
            case, asking = self._ask(case, scenario)
            told = "Have one try first: it makes the answer stick. A guess will do."
            return Outcome((say(told, *asking),), None, case.kept_in(conversation))
        return self._ended([], case, scenario, conversation)

    # The end

    def _ended(self, told: list[str], case: Case, scenario: Scenario, conversation: Conversation) -> Outcome:
        """The model answer beside what the learner covered, what comes next in practice, and a twist."""
        names = {need.id: need.name for need in scenario.needs}
        covered = tuple((_capital(names[e.need]), _how(e, case)) for e in scenario.expectations)
        steps = "\n".join(f"- {step}" for step in scenario.architect)
        twist = scenario.twists[case.attempts % len(scenario.twists)]
        case = replace(case, twist=True, asked=twist.id)
        reply = say(
            *told,
            Text("How I would put it", "title"),
            scenario.model_answer,
            Facts(covered),
            Text(f"**What an architect would do next**\n\n{steps}"),
            source_note(self._sources, scenario.sources[:2]),
            Text(f"**One twist.** {twist.change} {twist.question}"),
            _techniques(Button("Finish", Action(NAME, "answer"))),
        )
        return Outcome((reply,), None, case.kept_in(conversation))

    def _twist_answered(self, text: str, scenario: Scenario, conversation: Conversation) -> Outcome:
        case = Case.of(conversation)
        twist = next((t for t in scenario.twists if case and t.id == case.asked), scenario.twists[0])
        marks = grade(scenario, text)
        given = {technique for _, technique in marks.pairs} | {marks.verdict}
        verdict = "That is how I see it too." if twist.technique in given else "I would see it this way."
        return self._done(scenario, conversation, f"{verdict} {twist.answer}")

    def _done(self, scenario: Scenario, conversation: Conversation, told: str = "") -> Outcome:
        """Close the case, with practice in what needed help."""
        case = Case.of(conversation) or Case(scenario.id, scenario.revision)
        weak = [e for e in scenario.expectations if case.rungs.get(e.id) or not case.covered.get(e.id)]
        names = [name for e in weak or scenario.expectations for name in e.practise]
        practise = Action("quiz", "practise", tuple(names[:PRACTISED]))
        while len(":".join(("quiz", "practise", *practise.args)).encode()) > ACTION_LIMIT:
            practise = replace(practise, args=practise.args[:-1])
        ending = (
            *((told,) if told else ()),
            "That was the case. A question or two on the same ideas will help to keep them.",
            Buttons((Button("Practise this", practise, primary=True), *self._all().buttons)),
        )
        return Outcome((say(*ending),), None, conversation.closed(NAME))


def _techniques(*more: Button) -> Buttons:
    named = (Button(name.capitalize(), Action(NAME, "advise", (name,))) for name in TECHNIQUES)
    return Buttons((*named, *more))


def _ways_out(case: Case) -> tuple[Button, ...]:
    """Help, the answer once there was a try, and the door."""
    answer = (Button("Show the answer", Action(NAME, "answer")),) if case.attempts else ()
    return (Button("A hint", Action(NAME, "hint")), *answer, Button("Leave the case", Action(NAME, "stop")))


def _praise(expectation: Expectation, marks: Marks) -> str:
    """What is right, in the learner's own words."""
    said = marks.words.get(expectation.need) or expectation.need.replace("-", " ")
    return expectation.acknowledge.replace("{words}", literal(said[:120]))


def _how(expectation: Expectation, case: Case) -> str:
    if not case.covered.get(expectation.id):
        return "not in your answer yet"
    return "you said it after a hint" if case.rungs.get(expectation.id) else "you said it by yourself"


def _is_question(text: str) -> bool:
    asked = r"^(?:what|why|how|when|who|which|where|is|are|does|do|can|could|should|would|will)\b"
    return text.rstrip().endswith("?") or re.match(asked, text.strip().lower()) is not None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
