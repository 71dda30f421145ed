"""The daily quiz as a learner meets it: joining, its coming, its set, and leaving."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.render import plaintext
from dialogs.days import local_day
from dialogs.learner import Attempt, Trust
from dialogs.reply import Reply
from dialogs.rounds import Round
from dialogs.turn import Action, Daily, Profile, Submit
from tests.talk import ANN, Talk, shipped


def said(replies: tuple[Reply, ...]) -> str:
    """The words of some replies."""
    return " ".join(plaintext.render(reply, width=0) for reply in replies)


def joined(words: str = "daily on 09:00 every day") -> Talk:
    """Somebody who has just joined, on Monday after nine."""
    talk = Talk()
    talk.say(words)
    return talk


def come(talk: Talk, days: int = 1, hour: int = 9) -> str:
    """The quiz comes, so many days later; what it says."""
    talk.at = (talk.at + timedelta(days=days)).replace(hour=hour, minute=0)
    return said(talk.happen(Daily(local_day(talk.learner, talk.at))))


def elsewhere(talk: Talk, conversation: str) -> Talk:
    """The same learner in another conversation."""
    other = Talk(replace(ANN, conversation=conversation), at=talk.at)
    other.learner, other.turns = talk.learner, talk.turns + 100
    return other


def test_the_message_of_the_day() -> None:
    """It asks at once, and below it are ways to pause and to stop."""
    talk = joined()
    text = come(talk)
    assert text.count("question 1 of 3") == 1
    assert "later than" not in text
    for way in ("daily pause", "daily off", "Pause", "Turn daily off"):
        assert way in text
    assert "Right." in said(talk.answer(right=True))


def test_a_late_one_says_so() -> None:
    """It is told that the quiz comes later than its hour."""
    assert "later than 09:00 today" in come(joined(), hour=14)


def test_one_a_day() -> None:
    """Once it came, or was begun, or was turned off meanwhile, it does not come on that day."""
    talk = joined()
    come(talk)
    assert talk.happen(Daily(talk.at.date())) == ()
    talk.at += timedelta(days=1)
    talk.say("daily now")
    assert talk.happen(Daily(talk.at.date())) == ()
    talk.say("daily off")
    assert talk.happen(Daily(talk.at.date() + timedelta(days=1))) == ()


def test_it_leaves_open_what_is_open() -> None:
    """While a case is open only an offer comes, and the case goes on."""
    talk = joined()
    talk.say("scenario")
    text = come(talk)
    assert "Today's questions" in text
    assert "question 1 of 3" not in text
    assert talk.conversation.active is not None
    assert talk.conversation.active.dialog == "scenario"


def test_a_set_goes_on_elsewhere() -> None:
    """Begun in one conversation, it goes on in another at the same question, and back again."""
    talk = joined()
    come(talk)
    first = talk.question.id
    talk.answer(right=True)
    other = elsewhere(talk, "tablet")
    assert "question 2 of 3" in said(other.say("daily now"))
    assert other.question.id != first
    other.answer(right=True)
    talk.learner, talk.at = other.learner, other.at
    assert "question 3 of 3" in said(talk.say("next"))
    talk.answer(right=True)
    other.learner = talk.learner
    assert Round.of(other.conversation, other.learner) is None
    assert "Today's questions are done" in said(other.say("daily now"))


def test_what_was_shown_here_is_not_answered_there() -> None:
    """A typed move in a conversation that shows an earlier question shows where the set is by now."""
    talk = joined()
    come(talk)
    other = elsewhere(talk, "tablet")
    other.say("daily now")
    other.say("skip")
    talk.learner = other.learner
    text = said(talk.say("skip"))
    assert "went on with today's set elsewhere" in text
    assert "question 2 of 3" in text


def test_never_twice_the_same_day() -> None:
    """What a quiz asked before is not asked again by the day's set, nor by what was begun already."""
    talk = joined()
    talk.say("quiz 5")
    for _ in range(5):
        talk.answer(right=False)
        talk.say("next")
    talk.say("daily now")
    set_ = Round.today(talk.learner)
    assert set_ is not None
    assert not set(set_.questions) & set(talk.learner.reviews)
    families = {shipped().questions[name].variant_of or name for name in set_.questions}
    assert len(families) == 3


def test_what_was_answered_beside_the_set_is_ticked_off() -> None:
    """A question of the set that is answered by a round of another kind is not asked once more."""
    talk = joined()
    talk.say("daily now")
    set_ = Round.today(talk.learner)
    assert set_ is not None
    talk.say("stop")
    for name in set_.questions[:2]:
        talk.happen(Action("quiz", "practise", (name,)))
        talk.answer(right=True)
    assert "question 3 of 3" in said(talk.say("daily now"))


def test_the_summary_is_two_lines() -> None:
    """Right, days in a row, and what comes next; a skipped question is not held against anybody."""
    talk = joined()
    come(talk)
    for n in range(3):
        replies = talk.answer(right=n != 1)
        if n < 2:
            talk.say("next")
    lines = [element.text for element in replies[-1].elements if element.kind == "text"][:2]
    assert lines[0].startswith("**2 of 3 right today.** Day one")
    assert lines[1].startswith("Tomorrow at 09:00:")
    assert "to review" in lines[1]


def test_a_missed_day_uses_a_freeze() -> None:
    """The row goes on over one missed day, and the next summary says how many are left."""
    talk = joined()
    for days in (1, 1, 2):
        come(talk, days)
        for _ in range(3):
            talk.answer(right=True)
            talk.say("next")
    assert (talk.learner.streak.length, talk.learner.streak.freezes) == (3, 0)


def test_a_pause_rests_and_ends() -> None:
    """It tells when the next one comes, and the row waits."""
    talk = joined("daily on 09:00 weekdays")
    text = said(talk.say("daily pause until 7 December"))
    assert "Monday 7 December at 09:00" in text
    assert "Resume" in said(talk.say("daily"))
    assert "Tuesday 24 November" in said(talk.say("daily resume"))


def test_the_form() -> None:
    """It sets hour, days, number and zone at once, and what was not offered changes nothing."""
    talk = joined()
    talk.say("daily change")
    values = {"at": ("07:00",), "days": ("weekdays",), "count": ("5",), "zone": ("Lisbon",)}
    text = said(talk.happen(Submit(str(talk.control("Save")), values)))
    assert "5 short questions" in text
    assert "07:00 on weekdays, Lisbon time" in text
    talk.say("daily change")
    bad = {"at": ("7 in the morning",), "days": ("never",), "count": ("1000",), "zone": ("Lisbonn",)}
    before = talk.learner
    text = said(talk.happen(Submit(str(talk.control("Save")), bad)))
    assert "I know no time zone of that name. Did you mean Europe/Lisbon?" in text
    assert "Lisbonn" in text
    assert talk.learner.daily == before.daily
    text = said(talk.happen(Submit(str(talk.control("Save")), bad | {"zone": ("Lisbon",)})))
    assert "07:00 on weekdays, Lisbon time" in text


def test_settings() -> None:
    """The word alone opens the form; with more behind it, it is a question."""
    talk = joined()
    talk.say("settings")
    assert talk.control("Save") == Action("daily", "set")
    talk.say("settings of a model when it is tuned")
    with pytest.raises(LookupError):
        talk.control("Save")


def test_a_chosen_zone_stays() -> None:
    """What the platform says of the zone is taken until the learner chooses one."""
    talk = Talk(profile=Profile(zone="Europe/Berlin"))
    talk.say("daily on")
    assert talk.learner.zone == "Europe/Berlin"
    talk.say("daily zone Tokyo")
    talk.say("daily")
    assert talk.learner.zone == "Asia/Tokyo"


def test_an_unknown_zone_is_asked_for() -> None:
    """Where no platform tells of one, the learner is told what is taken for theirs, until they say."""
    talk = Talk()
    assert "daily zone" in said(talk.say("daily on"))
    talk.say("daily zone UTC")
    assert "daily zone" not in said(talk.say("daily on"))
    assert "daily zone" not in said(Talk(profile=Profile(zone="Asia/Tokyo")).say("daily on"))


def test_only_a_direct_turn_says_where() -> None:
    """Joined from an invitation in a channel, the quiz waits for a direct message."""
    talk = Talk(replace(ANN, conversation="channel", direct=False))
    assert "Join the daily quiz" in said(talk.say("daily invite"))
    text = said(talk.press("Join the daily quiz"))
    assert talk.replies[0].surface == "private"
    assert "Write me a direct message once" in text
    assert talk.learner.home is None
    assert "in already" in said(talk.happen(Action("daily", "join")))


def test_unanswered_quizzes_end() -> None:
    """After ten that nobody answered there is one last message, and then none."""
    talk = joined()
    for _ in range(10):
        assert "question 1 of 3" in come(talk)
    text = come(talk)
    assert "send no more" in text
    assert talk.learner.daily is None
    assert "not answered for a while" in said(talk.say("daily"))


def test_confidence_is_asked_only_where_wanted() -> None:
    """After the answer and before the verdict; it feeds the memory, the record and the calibration."""
    talk = joined()
    talk.say("daily confidence on")
    come(talk)
    while len(talk.letters(right=True)) > 1:
        talk.say("skip")
    question = talk.question.id
    assert "how sure are you" in said(talk.answer(right=True))
    assert talk.records == []
    assert "Right." in said(talk.press("Sure"))
    (attempt,) = (record for record in talk.records if isinstance(record, Attempt))
    assert (attempt.question, attempt.confidence, attempt.score) == (question, 3, 1.0)
    assert talk.learner.calibration == (Trust(), Trust(), Trust(1, 1))
    assert "Sure: right 1 of 1. Certainty marks, as a bonus: 3." in said(talk.say("progress"))
    talk.say("daily confidence off")
    talk.say("next")
    assert "how sure" not in said(talk.answer(right=True))


def test_a_confidence_that_is_not_waited_for_counts_nothing() -> None:
    """A second press, or one for another question, is told so."""
    talk = joined()
    talk.say("daily confidence on")
    come(talk)
    talk.answer(right=True)
    shown = talk.shown.id
    talk.press("A guess")
    assert "answered that one already" in said(talk.happen(Action("quiz", "sure", (shown, "3"))))
    assert len(talk.records) == 1


@pytest.mark.parametrize("words", ["daily on 25:99", "daily pause until the moon", "daily zone atlantis"])
def test_what_cannot_be_read_is_told(words: str) -> None:
    """It is named, with how to put it."""
    talk = joined()
    text = said(talk.say(words))
    assert any(told in text for told in ("no time of day", "coming day", "no time zone"))
