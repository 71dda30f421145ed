"""What a scenario looks like: its setting, its buttons, and its end."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from content.markup import capital
from content.model import TECHNIQUES, Expectation, Scenario, Source, Technique, Twist
from dialogs.learner import Learner
from dialogs.presenting import source_note
from dialogs.reply import Button, Buttons, Element, Table, Text
from dialogs.scenario.case import NAME, Case, ladder
from dialogs.turn import ACTION_LIMIT, Action

PRACTISED = 2
"""Questions that are offered at the end, if their ids fit one button."""

LABELS: dict[Technique, str] = {
    "fine-tuning": "Fine-tuning",
    "grounding": "Grounding",
    "both": "Both",
    "neither": "Neither",
}


def setting(scenario: Scenario, others: Iterable[Scenario]) -> tuple[Element, ...]:
    """The case and its question, with the other cases to choose from."""
    choices = tuple(_opening(other) for other in others)
    return (
        Text(scenario.title, "title"),
        Text(scenario.setting),
        Text(scenario.question),
        Text("Answer in your own words, or pick one first and then say why.", "note"),
        Buttons((*_verdicts(scenario), leave(scenario))),
        *((Text("Or take another case:", "note"), Buttons(choices)) if choices else ()),
    )


def ways_on(case: Case, scenario: Scenario, *, offers: bool = False) -> Buttons:
    """What can be pressed instead of an answer: what fits the question, help, and ways out.

    `offers`: techniques are among it in any case.
    """
    if case.twist:
        return twist_ways(scenario)
    hint = Button("A hint", Action(NAME, "hint", (scenario.id,)))
    answer = Button("Show the answer", Action(NAME, "answer", (scenario.id,)))
    shown = () if case.attempts == 0 else (answer,)
    return Buttons((*_choices(case, scenario, offers=offers), hint, *shown, leave(scenario)))


def twist_ways(scenario: Scenario) -> Buttons:
    """What can be pressed instead of an answer to the twist."""
    return Buttons((*_verdicts(scenario), Button("Finish", Action(NAME, "answer", (scenario.id,)))))


def leave(scenario: Scenario) -> Button:
    """The way out."""
    return Button("Leave the case", Action(NAME, "stop", (scenario.id,)))


def _choices(case: Case, scenario: Scenario, *, offers: bool) -> tuple[Button, ...]:
    """Techniques to press: for one need once its hints have begun, before that for the whole case."""
    n, asked = next(((n, e) for n, e in enumerate(scenario.expectations) if e.id == case.asked), (0, None))
    fresh = case.attempts == 0 and not case.told
    if asked is not None and (offers or fresh or case.helped(asked)):
        techniques: tuple[Technique, ...] = ("fine-tuning", "grounding", "neither")
        return tuple(Button(LABELS[t], Action(NAME, "meet", (scenario.id, str(n), t))) for t in techniques)
    return _verdicts(scenario) if fresh or offers else ()


def _verdicts(scenario: Scenario) -> tuple[Button, ...]:
    return tuple(Button(LABELS[t], Action(NAME, "advise", (scenario.id, t))) for t in TECHNIQUES)


def _opening(scenario: Scenario) -> Button:
    return Button(scenario.title, Action(NAME, "start", (scenario.id,)))


def cases(scenarios: Iterable[Scenario]) -> Buttons:
    """Cases to choose from."""
    return Buttons(tuple(map(_opening, scenarios)))


def standing(case: Case, scenario: Scenario) -> tuple[Element, ...]:
    """The case once more, with what has been said and what was asked last."""
    said = [f"- {need_name(scenario, e)}: {e.technique}" for e in scenario.expectations if e.id in case.covered]
    so_far = (Text("**You have so far**\n\n" + "\n".join(said)),) if said else ()
    return (
        Text(f"Back to {scenario.title}", "title"),
        Text(scenario.setting),
        *so_far,
        Text(question(case, scenario)),
        ways_on(case, scenario),
        Text("To begin it again, type “scenario restart”.", "note"),
    )


def question(case: Case, scenario: Scenario) -> str:
    """What the learner was asked last."""
    if case.twist:
        twist = open_twist(case, scenario)
        return f"**One twist.** {twist.change} {twist.question}"
    asked = next((e for e in scenario.expectations if e.id == case.asked), None)
    if asked is None:
        committed = (reply.reply for reply in scenario.verdicts if reply.verdict == case.verdict)
        return next(committed, scenario.question)
    rungs = ladder(asked)
    return rungs[min(max(case.rungs.get(asked.id, 1), 1), len(rungs)) - 1]


def answered(case: Case, scenario: Scenario) -> tuple[Element, ...]:
    """The model answer beside what the learner said."""
    rows = tuple((capital(need_name(scenario, e)), LABELS[e.technique], _how(case, e)) for e in scenario.expectations)
    return (
        Text("How I would put it", "title"),
        Text(scenario.model_answer),
        Table("What meets each wish, and your part in it", ("The wish", "What meets it", "You"), rows),
    )


def onward(scenario: Scenario, twist: Twist, sources: Mapping[str, Source]) -> tuple[Element, ...]:
    """What comes next in practice, and the twist."""
    steps = "\n".join(f"- {step}" for step in scenario.architect)
    return (
        Text(f"**What an architect would do next**\n\n{steps}"),
        source_note(sources, scenario.sources[:2]),
        Text(f"**One twist.** {twist.change} {twist.question}"),
        twist_ways(scenario),
    )


def _how(case: Case, expectation: Expectation) -> str:
    """What became of an expectation, in words."""
    if expectation.id in case.told:
        return "I said it for you"
    if expectation.id not in case.covered:
        return "you saw it another way" if expectation.id in case.mistaken else "not in your answer yet"
    if case.deferred and expectation.technique == "fine-tuning":
        return "you put it off until measured, with reason"
    if expectation.id in case.mistaken:
        return "you said it after a second look"
    return "you said it after a hint" if case.helped(expectation) else "you said it by yourself"


def chosen_twist(scenario: Scenario, learner: Learner, attempts: int) -> Twist:
    """One of the twists: the same for the same learner and number of attempts."""
    seed = f"{learner.channel}/{learner.tenant}/{learner.user}/{scenario.id}/{attempts}"
    return scenario.twists[sha256(seed.encode()).digest()[0] % len(scenario.twists)]


def open_twist(case: Case, scenario: Scenario) -> Twist:
    """The twist that is open."""
    return next((twist for twist in scenario.twists if twist.id == case.twist), scenario.twists[0])


def farewell(case: Case, scenario: Scenario, others: Sequence[Scenario]) -> tuple[Element, ...]:
    """The end of a case: practice in what was weak, and other cases."""
    weak = case.weak(scenario)
    waiting = len(practised(weak))
    told = (
        f"That was the case. {waiting} question{'s' if waiting > 1 else ''} on what took help will come first in your"
        " next quiz. You can also practise now, while it is fresh."
        if weak
        else "That was the case, and you had it all. A question or two on the same ideas will help to keep them."
    )
    practise = Button("Practise this", _practice(weak or scenario.expectations), primary=True)
    return (Text(told), Buttons((practise, *map(_opening, others))))


def practised(expectations: Sequence[Expectation]) -> list[str]:
    """The questions that follow from expectations, each one's first before any second one."""
    depth = max((len(expectation.practise) for expectation in expectations), default=0)
    by_turns = [e.practise[n] for n in range(depth) for e in expectations if n < len(e.practise)]
    return list(dict.fromkeys(by_turns))


def _practice(expectations: Sequence[Expectation]) -> Action:
    """As many of the questions as one button holds."""
    names = practised(expectations)[:PRACTISED]
    while len(":".join(("quiz", "practise", *names)).encode()) > ACTION_LIMIT:
        names.pop()
    return Action("quiz", "practise", tuple(names))


def need_name(scenario: Scenario, expectation: Expectation) -> str:
    """The need that an expectation is about."""
    return next(need.name for need in scenario.needs if need.id == expectation.need)
