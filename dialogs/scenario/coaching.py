"""What a tutor does with an answer: acknowledge, correct by contrast, and ask for what is missing, rung by rung."""

from dataclasses import dataclass, replace

from content.markup import literal
from content.model import CaseMisconception, Expectation, Scenario
from dialogs.grading import Marks, grade
from dialogs.scenario.asides import changes_mind, thinks_again
from dialogs.scenario.case import Case, ladder
from dialogs.scenario.showing import LABELS, need_name

_TRY_FIRST = "Have one try first: it makes the answer stick. A guess will do."
_GUESS = "Take a guess: a wrong one teaches more than my answer would."


@dataclass(frozen=True, slots=True)
class Move:
    """What the tutor says next, and where that leaves the case.

    `complete`: nothing is left to ask. `offers`: techniques are to be offered, since the answer could not be read.
    """

    case: Case
    said: tuple[str, ...]
    complete: bool = False
    offers: bool = False


def heard(text: str, marks: Marks, case: Case, scenario: Scenario) -> Move:
    """The move after an answer that names a technique or a need."""
    if marks.unsure:
        return Move(case, (f"I'm not sure I read you right. {_did_you_mean(case, scenario)}",), offers=True)
    case, turned = _turned(text, marks, case, scenario)
    asked, committed = case.asked, case.verdict
    if not asked and (not committed or not marks.pairs):
        case = replace(case, verdict=marks.verdict)
    case = replace(case, attempts=case.attempts + 1)
    case, praise = _acknowledged(marks, case, scenario)
    said = (*turned, *praise)
    if marks.misconceptions:
        return _contrasted(marks, said, case, scenario)
    if marks.deferred and scenario.deferral is not None:
        words = {e.id: "" for e in case.missing(scenario)}
        return Move(replace(case.covering(words), deferred=True), (scenario.deferral,), complete=True)
    if not case.missing(scenario):
        return Move(case, said, complete=True)
    if (half := _half_way(marks, case, scenario)) is not None:
        expectation, reply = half
        case = replace(case, half_way=(*case.half_way, expectation.id))
        return Move(case.climbed(expectation, 0), (*said, reply))
    question = () if praise or asked or (committed and not turned) else _verdict_reply(marks.verdict, scenario)
    if question:
        return Move(case, (*turned, *question))
    return asked_on(case, scenario, said)


def chosen(technique: str, case: Case, scenario: Scenario) -> Move:
    """The move after a technique was pressed for the whole case, without a reason."""
    marks = Marks("unclear", {e.id: False for e in scenario.expectations})
    case = replace(case, attempts=case.attempts + 1, asked="")
    case, turned = _reconsidered(technique, marks, case, scenario)
    case = replace(case, verdict=technique)
    if not case.missing(scenario):
        return Move(case, turned, complete=True)
    return Move(case, (*turned, *_verdict_reply(technique, scenario)))


def met(expectation: Expectation, technique: str, case: Case, scenario: Scenario) -> Move:
    """The move after a technique was pressed for one need."""
    return heard(technique, grade(scenario, technique, expectation.need), replace(case, asked=expectation.id), scenario)


def asked_on(case: Case, scenario: Scenario, said: tuple[str, ...] = (), at_least: int = 0) -> Move:
    """Ask for what is missing, one rung further than the last time; after the last rung, say it."""
    missing = case.missing(scenario)
    if not missing:
        return Move(case, said, complete=True)
    wanted, rungs = missing[0], ladder(missing[0])
    rung = max(case.rungs.get(wanted.id, 0), at_least)
    if rung < len(rungs):
        return Move(case.climbed(wanted, rung), (*said, rungs[rung]))
    if rung == len(rungs) and case.attempts == 0 and not case.told:
        return Move(case.climbed(wanted, rung), (*said, _GUESS, rungs[-1]))
    case = replace(case, told=(*case.told, wanted.id), asked="")
    return asked_on(case, scenario, (*said, wanted.assertion))


def try_first(case: Case, scenario: Scenario) -> Move:
    """The move when the answer is asked for before any attempt: a rung further, and never more than the prompt."""
    wanted = case.missing(scenario)[0]
    rung = min(case.rungs.get(wanted.id, 0), len(ladder(wanted)) - 1)
    return Move(case.climbed(wanted, rung), (_TRY_FIRST, ladder(wanted)[rung]))


def _acknowledged(marks: Marks, case: Case, scenario: Scenario) -> tuple[Case, tuple[str, ...]]:
    """The case with what is newly right, and the praise for it in the learner's own words."""
    new = [e for e in scenario.expectations if marks.expectations[e.id] and e.id not in case.covered]
    words = {e.id: marks.words.get(e.need) or need_name(scenario, e) for e in new}
    praise = tuple(e.acknowledge.replace("{words}", literal(words[e.id])) for e in new)
    return replace(case.covering(words), told=tuple(t for t in case.told if t not in words)), praise


def _contrasted(marks: Marks, said: tuple[str, ...], case: Case, scenario: Scenario) -> Move:
    """Correct a wrong belief at once, and let the learner tell the two techniques apart."""
    wrong = next(m for m in scenario.misconceptions if m.id == marks.misconceptions[0])
    touched = _touched(wrong, marks, scenario)
    again = bool(touched) and {e.id for e in touched} <= {*case.mistaken}
    case = case.without({e.id for e in touched})
    case = replace(case, mistaken=tuple(dict.fromkeys((*case.mistaken, *(e.id for e in touched)))))
    missing = case.missing(scenario)
    if not missing:
        return Move(case, (*said, wrong.correction), complete=True)
    wanted = next((e for e in missing if e in touched), missing[0])
    if again:
        return asked_on(replace(case, asked=wanted.id), scenario, (*said, wrong.correction))
    return Move(case.climbed(wanted, 0), (*said, wrong.correction, wrong.contrast))


def _touched(wrong: CaseMisconception, marks: Marks, scenario: Scenario) -> list[Expectation]:
    """The expectations about needs that a wrong belief was shown on, unless the answer has them right as well."""
    needs = {pair.need for pair in wrong.shown_by if (pair.need, pair.technique) in marks.pairs}
    return [e for e in scenario.expectations if e.need in needs and not marks.expectations[e.id]]


def _half_way(marks: Marks, case: Case, scenario: Scenario) -> tuple[Expectation, str] | None:
    """The reply to a pairing that leads on, the first time that it is made."""
    for half in scenario.half_way:
        for expectation in case.missing(scenario):
            new = expectation.id not in case.half_way
            if expectation.need == half.need and (half.need, half.technique) in marks.pairs and new:
                return expectation, half.reply
    return None


def _verdict_reply(verdict: str, scenario: Scenario) -> tuple[str, ...]:
    return tuple(reply.reply for reply in scenario.verdicts if reply.verdict == verdict)


def _turned(text: str, marks: Marks, case: Case, scenario: Scenario) -> tuple[Case, tuple[str, ...]]:
    """The case after a change of mind, if the answer says that it is one."""
    anew = not case.asked and not marks.pairs
    if marks.verdict == "unclear" or not (changes_mind(text) or anew or (thinks_again(text) and not case.asked)):
        return case, ()
    case = replace(case, asked="")
    return _reconsidered(marks.verdict, marks, case, scenario)


def _reconsidered(verdict: str, marks: Marks, case: Case, scenario: Scenario) -> tuple[Case, tuple[str, ...]]:
    """The case with what the new verdict leaves out open again."""
    if case.verdict in {"", "unclear", verdict}:
        return case, ()
    dropped = {
        e.id
        for e in scenario.expectations
        if e.id in case.covered and verdict not in {e.technique, "both"} and not marks.expectations[e.id]
    }
    told = f"You move from **{case.verdict}** to **{verdict}**. It is good to think again."
    return replace(case.without(dropped), verdict=verdict), (told,)


def _did_you_mean(case: Case, scenario: Scenario) -> str:
    """What to choose from when an answer cannot be read."""
    asked = next((e for e in scenario.expectations if e.id == case.asked), None)
    if asked is None:
        names = ", ".join(label.lower() for label in LABELS.values())
        return f"Did you mean {' or'.join(names.rsplit(',', 1))}? A word on what it is for helps me."
    return f"For {need_name(scenario, asked)}, did you mean one of these?"
