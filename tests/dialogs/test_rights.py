"""Seeing what is kept, and being forgotten: what is asked, what is shown, and which buttons do it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.render import adaptivecard, blockkit, plaintext
from bot.render.limits import SHORTENED
from dialogs.dialog import Kept
from dialogs.learner import Attempt, Feedback, Learner
from dialogs.presenting import code, key
from dialogs.reply import Reply
from dialogs.rights.showing import MESSAGES, shown
from dialogs.turn import Action, Address
from tests.talk import START, Talk, controls, shipped

FORGET_ME = (
    "forget me",
    "/forget me",
    "Delete my data!",
    "could you please delete all my data?",
    "erase me",
    "delete me",
)
MY_DATA = (
    *("my data", "/my data", "show me my data, please", "What do you know about me?", "I want to see my data"),
    *("do you store my data?", "Who can see my answers?"),
)


def flat(replies: tuple[Reply, ...]) -> str:
    return " ".join(" ".join(map(plaintext.render, replies)).split())


def attempts(count: int) -> tuple[Attempt, ...]:
    """Attempts at every question in turn, the newest first."""
    questions = list(shipped().questions.values())
    picked = [questions[n % len(questions)] for n in range(count)]
    return tuple(
        Attempt(f"p{n}", q.id, q.revision, q.objective, True, code(key(q)), 1.0, n % 2, START - timedelta(hours=n))
        for n, q in enumerate(picked)
    )


def told(kept: Kept, learner: Learner | None = None) -> tuple[Reply, ...]:
    return shown(shipped(), {"note": {"idea": "I have an idea"}}, learner or Learner("test", "tenant", "ann"), kept)


@pytest.fixture
def talk() -> Talk:
    """Somebody who answered a question."""
    talk = Talk()
    talk.say("quiz 3")
    talk.answer(right=False)
    return talk


@pytest.mark.parametrize("opened", ["", "quiz 2", "scenario", "explain"])
@pytest.mark.parametrize("said", FORGET_ME)
def test_asked_once_whatever_is_open(said: str, opened: str) -> None:
    """However it is said, and whatever is open, it asks, and deletes nothing yet."""
    talk = Talk()
    talk.say(opened or "hello")
    assert "Forget you?" in flat(talk.say(said))
    assert talk.learner.version == 2
    assert talk.control("Yes, forget me").dialog == "rights"


@pytest.mark.parametrize("opened", ["", "quiz 2", "scenario", "explain"])
@pytest.mark.parametrize("said", MY_DATA)
def test_shown_whatever_is_open(said: str, opened: str) -> None:
    """However it is said, and whatever is open, what is kept is shown."""
    talk = Talk()
    talk.say(opened or "hello")
    assert "What I keep of you" in flat(talk.say(said))


@pytest.mark.parametrize(
    "said",
    [
        "is my data used to train the model?",
        "how do I delete my data from a tuned model?",
        "does fine-tuning forget me",
        "my data is confidential, so ground it",
        "forgetting",
        "what do you know about retrieval?",
    ],
)
def test_questions_about_data_stay_questions(said: str) -> None:
    """What asks about data in general is answered from the course, and asks nobody to be forgotten."""
    told = flat(Talk().say(said))
    assert "Forget you?" not in told
    assert "What I keep of you" not in told


def test_turned_down_while_a_question_is_open(talk: Talk) -> None:
    """Nothing is asked beside "forget you?"; after a no the open question is back, and so is its answer by letter."""
    talk.say("quiz 2")
    assert "Back to your quiz" not in flat(talk.say("forget me"))
    kept = flat(talk.say("cancel"))
    assert "nothing was deleted" in kept
    assert "Back to your quiz" in kept
    assert "Next question" in flat(talk.say("a"))


def test_a_letter_after_the_question(talk: Talk) -> None:
    """Who answers the open question instead has answered it, and is not forgotten."""
    talk.say("quiz 2")
    talk.say("forget me")
    assert "Next question" in flat(talk.say("a"))


def test_forgotten_at_a_click(talk: Talk) -> None:
    """The button deletes, takes its own message's place, and the next message is a stranger's."""
    talk.say("forget me")
    (reply,) = talk.press("Yes, forget me")
    assert "You are forgotten" in flat((reply,))
    assert reply.update == "message-1"
    assert (talk.learner.version, talk.records) == (0, [])
    assert "Nothing answered yet" in flat(talk.say("progress"))


def test_a_double_click_finds_nothing_more(talk: Talk) -> None:
    """The second click of one that was forgotten says that nothing is kept."""
    talk.say("forget me")
    yes = talk.control("Yes, forget me")
    talk.happen(yes, clicked="m1")
    assert "I keep nothing of you" in flat(talk.happen(yes, clicked="m1"))
    assert talk.learner.version == 0


def test_somebody_elses_button(talk: Talk) -> None:
    """A click by somebody else deletes neither of them, and offers them their own."""
    talk.say("forget me")
    yes = talk.control("Yes, forget me")
    bob = Talk(Address("test", "tenant", "bob", "bob"))
    bob.say("hello")
    assert "somebody else" in flat(bob.happen(yes, clicked="m1"))
    assert bob.learner.version == 2
    bob.press("Forget me")
    assert bob.control("Yes, forget me") != yes


def test_last_months_button(talk: Talk) -> None:
    """An aged button deletes nothing and asks anew."""
    talk.say("forget me")
    yes = talk.control("Yes, forget me")
    talk.wait(30)
    assert "nothing was deleted" in flat(talk.happen(yes, clicked="m1"))
    assert talk.records
    talk.press("Forget me")
    talk.press("Yes, forget me")
    assert talk.records == []


@pytest.mark.parametrize(
    "args", [(), ("<script>",), ("{me}", "zz"), ("{me}", "fffffff"), ("{me}", "1", "2"), ("{me}", "")]
)
def test_forged_buttons(talk: Talk, args: tuple[str, ...]) -> None:
    """A button that is not ours, or of a time to come, is told so with a way on, and deletes nothing."""
    made = tuple(arg.format(me=talk.shown.learner) for arg in args)
    assert "do not know that button" in flat(talk.happen(Action("rights", "forget", made), clicked="m1"))
    assert list(controls(talk.replies))
    assert talk.records


def test_private_in_a_channel() -> None:
    """Where others read along, all of it is between the learner and the tutor."""
    talk = Talk(Address("test", "tenant", "ann", "general", direct=False))
    talk.say("hello")
    for said in ("my data", "forget me", "yes, forget me"):
        assert {reply.surface for reply in talk.say(said)} == {"private"}


def test_usual_sizes_are_complete_and_fit() -> None:
    """A hundred answers and feedback as long as it may be are shown whole, in a few messages that fit everywhere."""
    feedback = Feedback("note", "n", "", 0, "idea", "word " * 199, START)
    replies = told(Kept(attempts(100), (feedback,)))
    assert len(replies) <= MESSAGES + 1
    assert flat(replies).count("right") >= 100
    for reply in replies:
        for drawn in (str(blockkit.render(reply)["blocks"]), str(adaptivecard.render(reply))):
            assert SHORTENED not in drawn
    assert feedback.words.strip() in flat(replies)


def test_too_many_say_how_many_more() -> None:
    """Beyond what a chat can take, the newest are shown, the number of the rest, and how to get the whole."""
    replies = told(Kept(attempts(1_000)))
    shown_lines = sum(
        line.startswith("- ") for reply in replies for line in plaintext.render(reply, width=0).split("\n")
    )
    assert f"There are {1_000 - shown_lines:,} more" in flat(replies)
    assert "test/tenant/ann" in flat(replies[-1:])
    assert len(replies) == MESSAGES + 2


def test_an_attempt_at_what_has_changed() -> None:
    """An answer to a question that was rewritten or left is shown by its letter, and said to be so."""
    now = attempts(1)[0]
    earlier, gone = replace(now, revision=99), replace(now, question="no-such-question")
    shown_ = flat(told(Kept((earlier, gone))))
    assert "in an earlier wording" in shown_
    assert "has left the course" in shown_


def test_the_rest_is_told() -> None:
    """What is kept beside records is told too: conversations, replies, tokens, the last visit, where there are any."""
    rest = flat(told(Kept(conversations=2, replies=1, tokens=1_200, last_visit=START.date())))
    for part in ("2 conversations", "1 reply on the way", "1,200 tokens", "here on 23 Nov 2026"):
        assert part in rest
    assert "tokens" not in flat(told(Kept()))


def test_words_of_others_stay_words() -> None:
    """Names and words are shown as they were typed, whatever markup they hold."""
    feedback = Feedback("note", "n", "", 0, "idea", "*bold* [x](https://example.org)", START)
    learner = Learner("test", "tenant", "ann*", name="_Ann_")
    shown_ = flat(told(Kept(feedback=(feedback,)), learner))
    assert "*bold* [x](https://example.org)" in shown_
    assert "_Ann_" in shown_
