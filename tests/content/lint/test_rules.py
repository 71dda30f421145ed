"""Each rule finds what breaks it, and lets pass what comes close."""

import pytest

from content.lint import catalogue
from content.lint.words import Text, syllables
from content.model import Course
from tests.content.lint.samples import (
    Data,
    ask,
    bank,
    course,
    findings,
    match,
    option,
    options,
    order,
    source,
    topic,
    verdicts,
)

A = "Train a model on good letters"
B = "Search the letters for facts"
C = "Buy a machine of more power"
OTHER = {"id": "other", "stem": "A bank wants its rules quoted. What does it need?"}


def asking(stem: str) -> Course:
    """A course of one question with this stem."""
    return course(ask(stem=stem))


def offering(key: str, *wrongs: str, stem: str | None = None) -> Course:
    """A course of one question with this key and these wrong options."""
    return course(ask(options=options(key, *wrongs), **({"stem": stem} if stem else {})))


def explaining(text: str) -> Course:
    """A course with this text in a topic."""
    return course(topics=[topic(full=text)])


def several(stem: str) -> Course:
    """A course of one question with two keys."""
    choices = [option(A, right=True), option(B, right=True), option(C)]
    return course(ask(kind="several", stem=stem, options=choices), ask(**OTHER))


def why(*whys: str) -> list[Data]:
    """Options with these explanations."""
    return [
        option(text, reason, right=not n, misconception="tuning-fetches" if n else None)
        for n, (text, reason) in enumerate(zip((A, B, C), whys, strict=True))
    ]


LONG_SENTENCE = (
    "Organisational transformation necessitates comprehensive consideration of technological capabilities, regulatory "
    "obligations, infrastructural dependencies and operational responsibilities, notwithstanding considerable "
    "uncertainty surrounding implementation methodologies, departmental accountability, intellectual property, "
    "sustainability, maintainability and international interoperability."
)
PLAIN_SENTENCES = "A port has a model. It reads the notes of the day, and it writes a short one of its own. " * 3

CASES: dict[str, tuple[Course, Course]] = {
    "key-position": (course(*bank(*[0] * 14, 1, 2, 3, 1, 2, 3)), course(*bank(*[0, 1, 2, 3] * 5))),
    "true-false-balance": (
        course(*bank(*[0, 1, 2, 3] * 2, kind="true-false")),
        course(*bank(*[0, 1, 2] * 2, kind="true-false")),
    ),
    "blind-guess": (course(*bank(*[0, 1, 2, 3] * 8, long_key=True)), course(*bank(*[0, 1, 2, 3] * 8))),
    "key-longest": (offering(A + " and on good notes", B, C), offering(A + " now", B, C)),
    "key-echoes-stem": (
        asking("A ferry firm has old letters in a steady voice, and a model on trial. Which step comes next?"),
        offering(A, "Search a model for facts", C, stem="A ferry firm has a model. Which step comes next?"),
    ),
    "key-stands-apart": (
        offering(A, "The letters are searched", "A machine is bought", "The maker is called"),
        offering("The model is trained", "The letters are searched", "A machine is bought", "The maker is called"),
    ),
    "answer-elsewhere": (
        course(ask(), ask(id="other", stem="A bank could train its model on good letters. Why does it wait?")),
        course(ask(), ask(**OTHER)),
    ),
    "options-same": (offering("Train the model", "Train a model", C), offering("Train the model", "Train no model", C)),
    "options-combined": (offering(A, B, "All of the above"), offering(A, B, "Buy all of these machines")),
    "options-many": (offering(A, B, C, "Call the maker of it", "Print the old letters"), offering(A, B, C, "Call us")),
    "absolute-word": (offering(A, "Search only the letters", C), offering(A + " only", "Search only the letters", C)),
    "vague-frequency": (offering(A, "Search letters often", C), offering(A, "Search letters daily", C)),
    "options-not-parallel": (
        offering("Training a model well", B, C),
        offering("Tuning a model well", "Grounding in letters", C),
    ),
    "options-unordered": (offering("500", "50", "5,000"), offering("50", "500", "5,000")),
    "option-inside-option": (
        offering(A, "Search the letters", "Search the letters for facts"),
        offering(A, "Search the letters", "Search the files for facts"),
    ),
    "article-clue": (
        offering("Index of notes", "Model of ships", "Archive", stem="A port wants to quote. It needs an"),
        offering("Index of notes", "Model of ships", "Archive", stem="A port wants to quote. Does it need a(n)"),
    ),
    "match-all-same": (
        course(ask(), match(("Quote the rate", "grounding"), ("Quote the rule", "grounding"))),
        course(ask(), match(("Quote the rate", "grounding"), ("Keep a voice", "fine-tuning"))),
    ),
    "need-names-technique": (
        course(ask(), match(("Ground it in the rates", "grounding"), ("Keep a voice", "fine-tuning"))),
        course(ask(), match(("Tell the ground rent", "both"), ("Tell the rates", "fine-tuning"))),
    ),
    "order-clue": (
        course(ask(), order("First name the job", "Try a prompt", "Measure it")),
        course(ask(), order("Name the first job", "Try a prompt", "Measure it")),
    ),
    "stem-length": (asking("A port. " * 400 + "Which step comes next?"), asking("A port asks. Which step comes next?")),
    "stem-long": (asking("A port asks. " * 30 + "Which step is next?"), asking("A port asks. " * 28 + "What is next?")),
    "lead-in": (
        asking("A port needs a steady voice."),
        course(ask(), order("A b", "C d", "E f", stem="Order the steps.")),
    ),
    "two-questions": (
        asking("A port asks. What is lacking? Which step comes next?"),
        asking('A port asks, "What is lacking?" Which step comes next?'),
    ),
    "negative-stem": (
        asking("A port asks. Which step does not help?"),
        asking("A port does not ask. Which step does NOT help?"),
    ),
    "cover-options": (asking("Which of these is true?"), asking("Which of these is true of a port's tuned model?")),
    "pronoun-first": (
        course(topics=[topic(one_line="It trains a model a little further.")]),
        course(topics=[topic(one_line="Items of training: that is tuning.")]),
    ),
    "trivia": (
        asking("In which year was tuning named?"),
        asking("How many years of use does tuning take to pay?"),
    ),
    "several-unsaid": (several("A port asks. Which steps help?"), several("A port asks. Which two steps help?")),
    "stem-twice": (
        course(ask(), ask(id="other")),
        course(ask(), ask(id="other", variant_of="steady-voice")),
    ),
    "concepts-many": (
        course(ask(topics=["tuning"] * 5)),
        course(ask(topics=["tuning"] * 4)),
    ),
    "why-thin": (
        course(
            ask(options=why("Right.", "Search brings facts and leaves the voice.", "Power changes no voice at all."))
        ),
        course(
            ask(
                options=why(
                    "Practice is what gives voice.", "A search brings facts alone.", "Power gives no voice here."
                )
            )
        ),
    ),
    "misconception-unnamed": (
        course(ask(options=[option(A, right=True), option(B), option(C)]), ask(**OTHER)),
        course(ask()),
    ),
    "misconception-of-key": (
        course(ask(options=[option(A, right=True, misconception="tuning-fetches"), option(B), option(C)])),
        course(ask()),
    ),
    "hints-few": (course(ask(hints=["Name the lack.", "Is it manner?"])), course(ask())),
    "hint-repeated": (
        course(ask(hints=["Name the lack first.", "What voice is it?", "First, name the lack."])),
        course(ask(hints=["Name the lack first.", "What voice is it?", "Name the gain first."])),
    ),
    "hint-tells": (
        course(ask(hints=["Name the lack.", "Is it manner?", "Good letters could train the model."])),
        course(ask(hints=["Name the lack.", "Is it manner?", "What could letters be used for?"])),
    ),
    "source-stale": (
        course(sources={"SRC": source(read_on="2026-08-16")}),
        course(sources={"SRC": source(read_on="2026-08-17")}),
    ),
    "source-ahead": (
        course(sources={"SRC": source(read_on="2026-11-27")}),
        course(sources={"SRC": source(read_on="2026-11-26")}),
    ),
    "source-untitled": (
        course(sources={"SRC": source(title="https://example.org/tuning")}),
        course(sources={"SRC": source(title="Here is how to tune")}),
    ),
    "source-unused": (
        course(sources={"SRC": source(), "NEW": source(url="https://example.org/new")}),
        course(ask(sources=["NEW"]), sources={"SRC": source(), "NEW": source(url="https://example.org/new")}),
    ),
    "source-twice": (
        course(ask(sources=["NEW"]), sources={"SRC": source(), "NEW": source(url="https://example.org/Tuning/#top")}),
        course(ask(sources=["NEW"]), sources={"SRC": source(), "NEW": source(url="https://example.org/new")}),
    ),
    "platform-word": (
        explaining("Staff ask it in Teams, and it answers."),
        explaining("Teams of lawyers cut themselves some slack. A guide stands on Microsoft Learn."),
    ),
    "channel-bound": (
        explaining("Click on the link and read."),
        explaining("Follow the link, and it will all fall into place."),
    ),
    "reading-grade": (explaining(LONG_SENTENCE), explaining(PLAIN_SENTENCES)),
    "markup-broken": (explaining("A **bold start and no end."), explaining(r"A **bold** word, and 2 \* 2 is four.")),
    "markup-foreign": (
        explaining("A<br>break and ![](x.png)."),
        explaining("A `code` and a [link to it](https://example.org)."),
    ),
    "character-special": (explaining("Research & more, under < 5."), explaining("Research and more, under 5.")),
    "link-text": (
        explaining("Read [here](https://example.org) or https://example.org."),
        explaining("Read [the guide to tuning](https://example.org)."),
    ),
    "label-markup": (offering("Train **one** model", B, C), offering("Train one model", B, C)),
    "label-length": (course(topics=[topic(title="Tuning " * 11)]), course(topics=[topic(title="Tuning")])),
    "text-length": (explaining("Tune it. " * 350), explaining("Tune it. " * 300)),
    "sign-alone": (
        explaining("✅ A tuned model."),
        explaining("Right: a tuned model got the green light, and has a red line."),
    ),
    "paraphrases-few": (course(topics=[topic(asked=[f"what is it {n}" for n in "abcdefg"])]), course()),
    "paraphrase-twice": (
        course(topics=[topic(asked=["What is tuning?", "what is tuning", *"abcdef"])]),
        course(topics=[topic(asked=["what is tuning", "what was tuning", *"abcdef"])]),
    ),
    "yes-no-twice": (
        course(yes_no={"confirmed": ["Can tuning help?"], "denied": ["can tuning help"]}),
        course(yes_no={"confirmed": ["can tuning help"], "denied": ["can tuning harm"]}),
    ),
    "topic-unpractised": (course(topics=[topic(), topic(id="cost")]), course(topics=[topic()])),
    "misconception-untested": (course(ask(options=[option(A, right=True), option(B), option(C)])), course()),
    "objective-unpractised": (
        course(objectives=[{"id": "choose", "title": "choose"}, {"id": "cost", "title": "tell the cost"}]),
        course(),
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_rule(rule: str) -> None:
    """A rule finds what breaks it, with a remedy, and says nothing of what does not."""
    broken, sound = CASES[rule]
    found = [finding for finding in findings(broken) if finding.rule == rule]
    assert found
    assert all(finding.message and finding.remedy and finding.item for finding in found)
    assert rule not in {finding.rule for finding in findings(sound)}


def test_every_rule_has_its_case() -> None:
    """No rule is without an example; loading and waivers have tests of their own."""
    elsewhere = {"unusable", "waiver-unknown", "waiver-unused"}
    assert {rule.id for rule in catalogue()} == set(CASES) | elsewhere


def test_every_rule_says_something() -> None:
    """A rule has words for authors: what it asks for, and how to mend."""
    assert all(rule.says.endswith(".") and rule.remedy for rule in catalogue())


def test_sample_is_clean() -> None:
    """The small course that the examples are made from breaks no rule."""
    assert findings(course()) == []


def test_lesson_checks_are_looked_at() -> None:
    """A check inside a lesson is a question with options too, and its finding names the lesson."""
    step = {
        "title": "One",
        "text": "Tuning is training.",
        "check": {"stem": "What is tuning?", "options": options(A + " and on good notes", B, C)},
    }
    lesson = {
        "id": "walk",
        "title": "A walk",
        "topic": "tuning",
        "steps": [step, {"title": "Two", "text": "That is it."}],
        "sources": ["SRC"],
    }
    (found,) = findings(course(lessons=[lesson]))
    assert (found.rule, found.item) == ("key-longest", "walk")
    assert found.file == "sections.0.lessons.0.steps.0.check"


def test_true_false_reasons_are_compared_without_verdict() -> None:
    """The verdict that an option begins with is no part of its form."""
    texts = ("True: training a model", "False: search it", "False: print them", "True: buy it")
    assert "options-not-parallel" in {
        f.rule for f in findings(course(ask(kind="true-false", options=verdicts(*texts, right=0))))
    }


@pytest.mark.parametrize(
    "text", ["None of these", "Both of them", "A and B", "(B) or (C)", "More than one of the above"]
)
def test_options_that_point_to_options(text: str) -> None:
    """There are many ways to say all of the above."""
    assert "options-combined" in {found.rule for found in findings(offering(A, B, text))}


def test_letters_of_a_case_are_no_options() -> None:
    """Where the stem has an A and a B, options may speak of them."""
    stem = "Supplier A sells a model, supplier B trains one. Which is tuned?"
    assert findings(offering("B, and not A", "A and B", "A, and not B", stem=stem)) == []


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The cat sat on the mat.", -1.4),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3),
    ],
)
def test_reading_grade(text: str, grade: float) -> None:
    """Sentences with a known Flesch-Kincaid grade get it, within half a year."""
    assert Text(text).grade == pytest.approx(grade, abs=0.5)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("the used trained change whole", 1),
        ("tables little changes pieces agreed handled", 2),
        ("retrieval behaviour generate", 3),
        ("information generation", 4),
    ],
)
def test_syllables(words: str, count: int) -> None:
    """Syllables are counted by sound: silent endings are none."""
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


@pytest.mark.parametrize(
    "text", ["🟢 It is tuned.", "Tuned → better.", "Right ones are shown in green.", "Take the red one."]
)
def test_signs(text: str) -> None:
    """Emoji, arrows and colours are signs that not everybody sees."""
    assert "sign-alone" in {found.rule for found in findings(explaining(text))}
