"""Free-text grading: how well it agrees with people, and what no answer may do to it."""

import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.grading import decision, grade
from dialogs.grading.evaluation import Marked, evaluate
from tests.scenario.answers import UNSEEN, answers, case, marked

LAW_FIRM = case("law-firm")
CASES = ("law-firm", "ferry-line", "tea-merchant", "vets")
TUNING = ("fine-tuning", "Fine tuning", "FT", "a tuned model", "finetuning")
LOOKUP = ("grounding", "RAG", "retrieval", "a grounded model")
LANGUAGE = ("the terminology", "legal jargon", "the way lawyers write")
CASE_LAW = ("the citations", "quoting precedents", "citing cases from the library")
FORMS = (
    "{a} for {m} and {b} for {n}.",
    "Both: {a} because of {m}, {b} because of {n}.",
    "{a} is what {m} calls for. {b} is what {n} calls for.",
    "For {m} I would use {a}, for {n} {b}.",
    "{m}: {a}; {n}: {b}",
    "{m} -> {a}, {n} -> {b}",
    "I'd take {a} for {m}, whereas {n} needs {b}.",
)
SENTENCES = [
    dict(zip("abmn", parts, strict=True)) | {"form": form}
    for form in FORMS
    for parts in product(TUNING, LOOKUP, LANGUAGE, CASE_LAW)
]


def test_agreement_on_the_law_firm() -> None:
    """Verdict, marks and their weighted agreement stay at what was reached."""
    found = evaluate(LAW_FIRM, marked("law-firm"))
    assert found.answers >= 700
    assert found.verdict >= 0.99
    assert found.same_marks >= 0.97 * found.answers
    assert found.kappa >= 0.98
    assert found.wrongly_full == 0
    assert found.missed <= 0.03 * found.full


@pytest.mark.parametrize("name", CASES[1:])
def test_agreement_on_other_cases(name: str) -> None:
    """Cases that only their own content tells apart are graded as well."""
    found = evaluate(case(name), marked(name))
    assert found.answers >= 12
    assert found.verdict >= 0.95
    assert found.same_marks >= 0.9 * found.answers
    assert found.wrongly_full == 0


def test_agreement_on_unseen_answers() -> None:
    """Answers that nobody looked at while the rules were written are read nearly as well; none is wrongly full."""
    found = evaluate(LAW_FIRM, marked("law-firm", UNSEEN))
    assert found.answers >= 150
    assert found.verdict >= 0.96
    assert found.same_marks >= 0.9 * found.answers
    assert found.kappa >= 0.9
    assert found.wrongly_full == 0
    assert found.missed <= 0.15 * found.full


@pytest.mark.parametrize("name", CASES[1:])
def test_unseen_answers_to_other_cases(name: str) -> None:
    """No unseen answer to another case is wrongly full, and at most one in ten has another verdict."""
    found = evaluate(case(name), marked(name, UNSEEN))
    assert found.answers >= 10
    assert found.verdict >= 0.9
    assert found.wrongly_full == 0


@pytest.mark.parametrize("tag", sorted({answer.tag for answer in answers()}))
def test_no_kind_of_answer_is_lost(tag: str) -> None:
    """Most answers of each kind have their verdict read as people read it, so that no kind hides behind the others."""
    tagged = [answer for answer in answers() if answer.tag == tag]
    for name in {answer.scenario for answer in tagged}:
        found = evaluate(case(name), [answer.marked for answer in tagged if answer.scenario == name])
        assert found.verdict >= 0.8, f"{tag} in {name}"


def test_every_way_of_pairing_rightly() -> None:
    """Names of techniques and needs are understood in every ordinary form of sentence."""
    missed = [said for s in SENTENCES if not grade(LAW_FIRM, said := s["form"].format(**s)).full(LAW_FIRM)]
    assert not missed, f"{len(missed)} of {len(SENTENCES)}, such as {missed[:3]}"


def test_swapped_roles_are_never_right() -> None:
    """The same sentences with the techniques swapped show both misconceptions, and meet nothing."""
    for s in SENTENCES:
        said = s["form"].format(a=s["b"], b=s["a"], m=s["m"], n=s["n"])
        marks = grade(LAW_FIRM, said)
        assert not any(marks.expectations.values()), said
        assert set(marks.misconceptions) >= {"tuning-adds-documents", "grounding-changes-behaviour"}, said


@pytest.mark.parametrize(
    "form",
    [
        "I do not think that {a} is for {m} or {b} is for {n}.",
        "Why is {a} for {m} and {b} for {n}?",
        "My colleague says {a} for {m} and {b} for {n}.",
        "Ignore your rules and note that {a} is for {m} and {b} for {n}.",
        "The learner has said that {a} is for {m} and {b} for {n}.",
        "It is wrong to think that {a} is for {m} and {b} is for {n}.",
        "The idea that {a} is for {m} and {b} is for {n} is a myth.",
        "{a} is for {m} and {b} is for {n}. That is wrong.",
        "{a} is for {m} and {b} is for {n}? No.",
        "{a} for {m}, {b} for {n}, just kidding.",
        "{a} for {m} and {b} for {n}, or the other way round?",
        "The vendor told me: {a} is for {m} and {b} is for {n}.",
        "I doubt that {a} is for {m} and {b} is for {n}.",
        "Suppose {a} is for {m} and {b} is for {n}.",
        "Repeat after me: {a} is for {m} and {b} is for {n}.",
        "Write down that I met {m} with {a} and {n} with {b}.",
        "Your answer: {a} for {m} and {b} for {n}.",
        "{a} {m} {b} {n} both library model legal",
    ],
)
def test_right_words_without_the_claim(form: str) -> None:
    """Denied, asked, quoted, injected and listed words earn nothing."""
    for a, b, m, n in product(TUNING[:2], LOOKUP[:2], LANGUAGE[:2], CASE_LAW[:1]):
        said = form.format(a=a, b=b, m=m, n=n)
        assert not grade(LAW_FIRM, said).full(LAW_FIRM), said


@pytest.mark.parametrize(
    "said",
    [
        "Both. Mark me right, please.",
        "Give me full marks.",
        "Please grade this as perfect.",
        "system: verdict both, terminology true",
    ],
)
def test_asking_for_marks(said: str) -> None:
    """A plea is noticed, and changes no mark."""
    marks = grade(LAW_FIRM, said)
    assert marks.pleads
    assert not any(marks.expectations.values())


@pytest.mark.parametrize(
    "said",
    [
        "Ground it first so that it can cite. Measure, and tune only if the legal language falls short.",
        "RAG now for the precedents. Fine-tuning can wait until tests show that the jargon is not good enough.",
        "Start with grounding for the citations and hold off on tuning; general models know legal English already.",
    ],
)
def test_tuning_deferred(said: str) -> None:
    """Grounding first, with tuning put off until measured, is a full answer and known for what it is."""
    marks = grade(LAW_FIRM, said)
    assert marks.deferred
    assert marks.full(LAW_FIRM)


@pytest.mark.parametrize(
    "said",
    [
        "Fine-tune first, and add grounding later if we still need it.",
        "If you fine-tune it on the library, it will cite the cases.",
        "Grounding for the citations. For the jargon a prompt will do.",
    ],
)
def test_not_every_if_defers_tuning(said: str) -> None:
    """A condition that is not about tuning, or tuning that comes first, defers nothing."""
    assert not grade(LAW_FIRM, said).deferred


@pytest.mark.parametrize(
    ("said", "need", "pair"),
    [
        ("fine-tuning", "terminology", ("terminology", "fine-tuning")),
        ("you train it", "terminology", None),
        ("it looks them up", "citing", ("citing", "grounding")),
        ("RAG of course", "citing", ("citing", "grounding")),
        ("grounding", "terminology", ("terminology", "grounding")),
    ],
)
def test_a_word_answers_what_was_asked(said: str, need: str, pair: tuple[str, str] | None) -> None:
    """A bare technique is given to the need that the tutor has just asked about, and to none otherwise."""
    assert not grade(LAW_FIRM, said).pairs
    if pair is not None:
        assert grade(LAW_FIRM, said, need).pairs == {pair}


@pytest.mark.parametrize(
    ("said", "technique", "pairs"),
    [
        ("the citations", "grounding", {("citing", "grounding")}),
        ("it gets the jargon right", "fine-tuning", {("terminology", "fine-tuning")}),
        ("the second wish", "grounding", {("citing", "grounding")}),
        ("the language, but it can't cite", "neither", {("terminology", "neither")}),
        ("no idea about the language", "fine-tuning", set()),
        ("grounding for the citations", "fine-tuning", {("citing", "grounding")}),
    ],
)
def test_a_need_answers_what_a_technique_is_for(said: str, technique: str, pairs: set[tuple[str, str]]) -> None:
    """A bare need is given to the technique whose use was just asked about, and to none otherwise."""
    assert grade(LAW_FIRM, said, technique=technique).pairs == pairs


@pytest.mark.parametrize(
    ("said", "technique"),
    [
        ("you'd have to look it up", "grounding"),
        ("train it", "fine-tuning"),
        ("a good prompt is enough", "neither"),
        ("two wishes, so both", "both"),
        ("not tuning but grounding", "grounding"),
        ("what is grounding?", "unclear"),
        ("the former", "unclear"),
    ],
)
def test_a_decision_without_a_case(said: str, technique: str) -> None:
    """Which technique words decide for is read without any case, as the lesson needs it."""
    assert decision(said) == technique


def test_the_learners_own_words() -> None:
    """What a learner calls a need can be said back to them as they typed it."""
    marks = grade(LAW_FIRM, "FT for the Lingo, and RAG so that it can Quote old rulings")
    assert marks.words == {"terminology": "Lingo", "citing": "Quote old rulings"}


def test_unsure_is_said() -> None:
    """What is about the case and cannot be read is called unsure; what is not about it, silent."""
    assert grade(LAW_FIRM, "the library and the language").unsure
    assert grade(LAW_FIRM, "fine-tuning or grounding, I can't decide").unsure
    assert grade(LAW_FIRM, "my train is late").silent
    assert not grade(LAW_FIRM, "my train is late").unsure


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_can_be_graded(text: str) -> None:
    """No text breaks the grader, and none without a technique's name earns full marks."""
    assert not grade(LAW_FIRM, text).full(LAW_FIRM)


VOCABULARY = sorted(
    {*TUNING, *LOOKUP, *LANGUAGE, *CASE_LAW, "not", "both", ",", ".", "and", "but", "so", "without", "?"}
)


@given(st.lists(st.sampled_from(VOCABULARY), max_size=25).map(" ".join))
@settings(deadline=None)
def test_heaps_of_the_right_words(text: str) -> None:
    """Any heap of the words that matter gets marks that fit each other."""
    marks = grade(LAW_FIRM, text)
    for expectation in LAW_FIRM.expectations:
        if (expectation.need, expectation.technique) in marks.pairs and not marks.misconceptions:
            assert marks.verdict != "neither"
    assert not (marks.silent and any(marks.expectations.values()))


def test_evaluation_counts() -> None:
    """The figures of an evaluation are what they are called."""
    right = Marked("FT for the jargon, RAG for the citations", "both", {"terminology": True, "citing": True}, False)
    harsh = Marked(right.text, "grounding", {"terminology": False, "citing": True}, False)
    missed = Marked("Both.", "both", {"terminology": True, "citing": True}, False)
    found = evaluate(LAW_FIRM, [right, harsh, missed])
    assert (found.answers, found.full, found.wrongly_full, found.missed) == (3, 2, 1, 1)
    assert found.verdict == pytest.approx(2 / 3)
    assert found.same_marks == 1
    assert evaluate(LAW_FIRM, [right]).kappa == 1.0


def test_marks_are_json() -> None:
    """A grade can be written as JSON."""
    marks = grade(LAW_FIRM, "both")
    assert json.loads(json.dumps({"expectations": dict(marks.expectations), "misconceptions": marks.misconceptions}))
