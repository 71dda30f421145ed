"""What learners tell the author: challenges, opinions on answers, and notes; by form, by button, typed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.render import plaintext
from dialogs.feedback import LIMIT, REASONS
from dialogs.learner import Attempt, Feedback
from dialogs.reply import Buttons, Inputs, Reply
from dialogs.turn import ACTION_LIMIT, Action, Address, Command, Submit
from tests.talk import Talk, controls, shipped

LONGEST = max(shipped().questions, key=len)


def shown(replies: tuple[Reply, ...]) -> str:
    return "\n".join(map(plaintext.render, replies))


def flat(replies: tuple[Reply, ...]) -> str:
    return " ".join(shown(replies).split())


def feedback(talk: Talk) -> list[Feedback]:
    return [record for record in talk.records if isinstance(record, Feedback)]


def form(talk: Talk) -> Inputs:
    return next(e for reply in talk.replies for e in reply.elements if isinstance(e, Inputs))


def send(talk: Talk, **values: str) -> str:
    """Send the form that is shown; what is told then."""
    submit = Submit(str(form(talk).action), {name: (value,) for name, value in values.items()})
    return flat(talk.happen(submit, clicked="form-1"))


@pytest.fixture
def talk() -> Talk:
    """Somebody who answered the first of three questions."""
    talk = Talk()
    talk.say("quiz 3")
    talk.answer(right=False, by="click")
    return talk


def test_challenge_names_the_question_and_its_revision(talk: Talk) -> None:
    """A challenge is recorded with the showing, the question, its revision, the reason and the words."""
    attempt = talk.records[0]
    assert isinstance(attempt, Attempt)
    talk.press("Challenge this question")
    told = send(talk, reason="two", words="  B fits as well \u202e")
    (record,) = feedback(talk)
    assert (record.kind, record.key) == ("challenge", attempt.presentation)
    assert (record.subject, record.revision) == (attempt.question, attempt.revision)
    assert (record.reason, record.words, record.at) == ("two", "B fits as well", talk.at)
    assert "Thank you" in told
    assert "without your name" in told
    assert talk.replies[0].update == "form-1"


@pytest.mark.parametrize("ending", ["in the round", "last of the round", "after its round"])
def test_challenge_is_offered_last_and_quietly(ending: str) -> None:
    """However a question is answered, the challenge is the last button on its feedback, and not the likeliest."""
    talk = Talk()
    one = [q.id for q in shipped().questions.values() if q.kind == "one"]
    talk.happen(Action("quiz", "practise", tuple(one[: 2 if ending == "in the round" else 1])))
    click = Action("quiz", "answer", (talk.shown.id, "a"))
    if ending == "after its round":
        talk.say("stop")
    reply = talk.happen(click, clicked="m1")[0]
    groups = [e.buttons for e in reply.elements if isinstance(e, Buttons)]
    group = next(g for g in groups if any(b.label == "Challenge this question" for b in g))
    assert group[-1].label == "Challenge this question"
    assert not group[-1].primary


def test_what_is_written_is_kept_as_it_is_read(talk: Talk) -> None:
    """Emoji that are spelt with joiners stay whole; what nobody sees goes."""
    talk.happen(Command("feedback", "\n the words suit \N{WOMAN}\u200d\N{PERSONAL COMPUTER}\u202e \n"))
    (record,) = feedback(talk)
    assert record.words == "the words suit \N{WOMAN}\u200d\N{PERSONAL COMPUTER}"


def test_a_challenge_of_the_same_showing_has_one_key(talk: Talk) -> None:
    """Challenged twice, by button and typed, the records have the same key, by which the store keeps one."""
    talk.press("Challenge this question")
    send(talk, reason="key")
    talk.say("feedback two options fit")
    first, second = feedback(talk)
    assert (first.kind, first.key) == (second.kind, second.key) == ("challenge", first.key)
    assert second.reason == "two"


@pytest.mark.parametrize("name", [LONGEST])
def test_the_longest_id_fits_a_button(name: str) -> None:
    """Buttons and forms about the question with the longest id fit every platform's button."""
    talk = Talk()
    talk.happen(Action("quiz", "practise", (name,)))
    talk.answer(right=True)
    for _, action in controls(talk.replies):
        assert len(str(action).encode()) <= ACTION_LIMIT
    talk.happen(talk.control("Challenge this question"))
    assert len(str(form(talk).action).encode()) <= ACTION_LIMIT


def test_what_is_missing_is_asked_for_in_place(talk: Talk) -> None:
    """A form without its reason comes back in place, with an error at that field and the words kept; nothing counts."""
    talk.press("Challenge this question")
    assert "Please choose one of these." in send(talk, words="both fit")
    reason, words = form(talk).fields
    assert reason.error
    assert (words.value, words.error) == (("both fit",), "")
    assert talk.replies[0].update == "form-1"
    assert feedback(talk) == []


@pytest.mark.parametrize("opened", ["Challenge this question", "feedback"])
def test_too_many_words_are_told_at_the_field(talk: Talk, opened: str) -> None:
    """More words than are kept come back with their number, and nothing is cut silently."""
    talk.say(opened)
    told = send(talk, about="about.tutor", reason="else", words="word " * LIMIT)
    assert f"{LIMIT:,} are kept" in told
    assert form(talk).fields[-1].error
    assert feedback(talk) == []


def test_typed_feedback_is_sent_at_once(talk: Talk) -> None:
    """Words after the command need no form; they go with what was asked, and the reply says who reads them."""
    told = flat(talk.say("feedback a friend told me about this course"))
    (record,) = feedback(talk)
    assert (record.kind, record.words) == ("note", "a friend told me about this course")
    assert record.subject == talk.records[0].question  # type: ignore[union-attr]
    assert "author reads this, without your name" in told


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("feedback the third option is ambiguous", "unclear"),
        ("feedback: I think the key is wrong", "key"),
        ("/feedback two options fit here", "two"),
        ("feedback that is out of date", "outdated"),
        ("feedback I disagree, the second one is just as good", "else"),
    ],
)
def test_typed_feedback_with_a_reason_is_a_challenge(talk: Talk, said: str, reason: str) -> None:
    """Words that dispute the question that was just answered count as a challenge to it."""
    talk.say(said)
    (record,) = feedback(talk)
    assert (record.kind, record.reason) == ("challenge", reason)


@pytest.mark.parametrize(("reason", "label"), [item for item in REASONS["challenge"].items() if item[0] != "else"])
def test_a_reason_typed_out_sends_the_challenge(talk: Talk, reason: str, label: str) -> None:
    """Where a form can only be read, one of its reasons typed out is the challenge."""
    talk.say("Challenge this question")
    assert "Thank you" in flat(talk.say(f"{label.lower()}."))
    (record,) = feedback(talk)
    assert (record.kind, record.reason) == ("challenge", reason)


def test_a_reason_typed_out_of_the_blue_is_only_a_form() -> None:
    """Without a question that was just asked, the same words are no challenge, and nothing is kept."""
    talk = Talk()
    assert "Tell the author" in flat(talk.say("It is out of date"))
    assert feedback(talk) == []


def test_words_that_only_mean_it_are_not_kept_yet(talk: Talk) -> None:
    """A remark that nobody sent on purpose is put into the form, and kept when that is sent."""
    assert "this question is wrong" in flat(talk.say("this question is wrong"))
    assert feedback(talk) == []
    assert form(talk).fields[-1].value == ("this question is wrong",)
    send(talk, about=form(talk).fields[0].value[0], reason="wrong", words="this question is wrong")
    (record,) = feedback(talk)
    assert record.subject == talk.records[0].question  # type: ignore[union-attr]


def test_feedback_on_the_last_question_of_a_round() -> None:
    """After a round has ended, what is typed still goes with its last question; a day later with its topic."""
    talk = Talk()
    talk.say("quiz 1")
    name = talk.question.id
    talk.answer(right=True)
    assert "Challenge a question" in flat(talk.say("I disagree"))
    talk.say("feedback the wording is confusing")
    assert feedback(talk)[0].subject == name
    talk.wait(1)
    talk.say("feedback the wording is confusing")
    assert feedback(talk)[1].subject == shipped().questions[name].topics[0]


def test_feedback_on_an_answer_goes_with_its_topic(talk: Talk) -> None:
    """After a free question, feedback goes with the topic of the answer, and no longer with the quiz."""
    talk.say("does RAG retrain the model?")
    talk.say("feedback that was confusing")
    (record,) = feedback(talk)
    assert record.kind == "note"
    assert record.subject in shipped().topics


def test_thumbs() -> None:
    """An answer says whether it helped once: what is pressed last holds, and a reason takes its place."""
    talk = Talk()
    replies = talk.say("does RAG retrain the model?")
    labels = [label for label, _ in controls(replies)]
    assert labels[-2:] == ["Helpful", "Not helpful"]
    unhelpful = talk.control("Not helpful")
    assert "Good to know" in flat(talk.press("Helpful"))
    assert "Sorry" in flat(talk.happen(unhelpful, clicked="m1"))
    assert [label for label, _ in controls(talk.replies)] == ["Simpler", "Example", "Tell the author why"]
    talk.press("Tell the author why")
    send(talk, reason="length", words="three lines would do")
    helpful, not_helpful, why = feedback(talk)
    assert helpful.key == not_helpful.key == why.key
    assert [record.reason for record in (helpful, not_helpful, why)] == ["helpful", "unhelpful", "length"]
    assert {record.subject for record in feedback(talk)} <= set(shipped().topics)
    assert not any(reply.update for reply in replies)


def test_two_answers_have_keys_of_their_own() -> None:
    """The same question asked again is another answer, with an opinion of its own."""
    talk = Talk()
    for _ in range(2):
        talk.say("does RAG retrain the model?")
        talk.say("helpful")
    first, second = feedback(talk)
    assert first.subject == second.subject
    assert first.key != second.key


def test_every_reason_can_be_told() -> None:
    """Each reason that a form offers has words for the author."""
    talk = Talk()
    talk.say("feedback")
    offered = dict(form(talk).fields[1].options)
    assert offered == dict(REASONS["note"])


def challenge_of(talk: Talk, **changed: object) -> Action:
    shown_ = talk.shown if "attempt" in changed else replace(talk.shown, attempt=0)
    return Action("feedback", "challenge", (replace(shown_, **changed).id,))  # type: ignore[arg-type]


AGED: dict[str, tuple[Callable[[Talk], Action], str]] = {
    "rewritten": (lambda talk: challenge_of(talk, revision=77), "rewritten since"),
    "gone": (lambda talk: challenge_of(talk, question="no-such-question"), "has left the course"),
    "somebody else's": (lambda talk: challenge_of(talk, learner="0123abcd"), "somebody else"),
    "of the future": (lambda talk: challenge_of(talk, attempt=9), "do not know that button"),
    "no id": (lambda _: Action("feedback", "challenge"), "do not know that button"),
    "not an id": (lambda _: Action("feedback", "challenge", ("<script>",)), "do not know that button"),
    "a topic": (lambda _: Action("feedback", "challenge", ("cost",)), "do not know that button"),
    "an unknown verb": (lambda _: Action("feedback", "explode"), "do not know that button"),
    "an answer that is gone": (
        lambda _: Action("feedback", "helpful", ("gone", "0123abcd")),
        "no longer in the course",
    ),
    "a forged answer": (lambda _: Action("feedback", "helpful", ("cost", "x" * 60)), "do not know that button"),
}


@pytest.mark.parametrize("kind", AGED)
@pytest.mark.parametrize("sent", [False, True])
def test_aged_and_forged_buttons(talk: Talk, kind: str, sent: bool) -> None:
    """A button or form that has aged, wandered or was forged is told so, with a way on; nothing is recorded."""
    make, says = AGED[kind]
    action = make(talk)
    if sent:
        wire = str(action).replace("challenge", "object").replace("helpful", "because")
        told = flat(talk.happen(Submit(wire, {"reason": ("two",)}), clicked="m1"))
    else:
        told = flat(talk.happen(action, clicked="m1"))
        assert says in told
    assert told
    assert list(controls(talk.replies))
    assert feedback(talk) == []


@pytest.mark.parametrize("about", ["", "@nobody", "cost\n", "tests.1.0.0123abcd", "<script>"])
def test_forged_subject(talk: Talk, about: str) -> None:
    """A form about nothing that was offered comes back, and records nothing."""
    talk.say("feedback")
    assert "Please choose one of these." in send(talk, about=about, reason="idea")
    assert feedback(talk) == []


def test_private_in_a_channel() -> None:
    """Where others read along, feedback is between the learner and the tutor."""
    talk = Talk(Address("test", "tenant", "ann", "general", direct=False))
    talk.say("feedback")
    assert {reply.surface for reply in talk.replies} == {"modal"}
    send(talk, about="about.tutor", reason="idea")
    assert {reply.surface for reply in talk.replies} == {"private"}


def test_a_quiz_goes_on(talk: Talk) -> None:
    """Feedback leaves the open round where it is, and leads back to it."""
    talk.press("Challenge this question")
    told = send(talk, reason="key")
    assert "Next question" in told
    assert "Question 2 of 3" in flat(talk.say("next"))
