"""A question for everybody, as the dialog has it: conversations as data, and what must hold whatever is said."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.render import adaptivecard, blockkit, plaintext
from bot.render import html as page
from content.model.questions import Choice
from dialogs.poll.board import ROUNDS, shown
from dialogs.poll.picking import pick
from dialogs.poll.showing import closed_elements, explanation, my_explanation, open_elements
from dialogs.poll.wish import USUAL, Wish, read
from dialogs.presenting import code
from dialogs.reply import Reply
from dialogs.room import Poll, Standing
from dialogs.turn import Action, Address
from tests.poll.crowd import PLACE, Crowd, Step, play, transcripts
from tests.render.blocks import check_blocks
from tests.render.cards import our_rules
from tests.talk import START, Talk, flat, shipped
from tests.test_transcripts import RENDERERS


@pytest.mark.parametrize("name", transcripts())
def test_transcript(name: str) -> None:
    """Each step shows what it must to one and to all, and nobody what they must not see, in every format."""
    crowd = Crowd()
    for number, step in enumerate(transcripts()[name], 1):
        play(crowd, step)
        for renderer, render in RENDERERS.items():
            _check(f"{name} in {renderer}, step {number} ({step.who} {step.do} {step.value!r})", step, crowd, render)


def _check(where: str, step: Step, crowd: Crowd, render: Callable[[Reply], str]) -> None:
    alone, everybody = (flat(" ".join(map(render, replies))) for replies in (crowd.alone, crowd.said))
    assert not [text for text in step.alone if flat(text) not in alone], f"{where}: {alone}"
    assert not [text for text in step.everybody if flat(text) not in everybody], f"{where}: {everybody}"
    assert not [text for text in step.never if flat(text) in f"{alone} {everybody}"], f"{where}: {alone} {everybody}"


def closed(crowd: Crowd, *votes: tuple[str, str]) -> Crowd:
    """After a question that these people answered so."""
    crowd.say("ann", "quiz everyone")
    for who, label in votes:
        crowd.press(who, label)
    crowd.wait(10)
    return crowd


def test_each_answer_counts_for_whoever_gave_it() -> None:
    """As an attempt and in their memory, at the time they gave it, once; nobody's vote is left."""
    crowd = closed(Crowd(), ("ann", "right"), ("bob", "wrong"), ("cy", "right"))
    assert crowd.votes == {}
    assert [attempt.score for attempt in crowd.attempts] == [1.0, 0.0, 1.0]
    assert crowd.poll is not None
    for who, right in (("ann", True), ("bob", False)):
        review = crowd.learners[who].reviews[crowd.poll.question]
        assert (review.attempts, review.was_right, review.last) == (1, right, crowd.poll.opened_at)
        assert crowd.learners[who].streak.length == 1
    crowd.wait(10)
    assert len(crowd.attempts) == 3


def test_what_was_answered_alone_meanwhile_is_not_undone() -> None:
    """A later answer in a quiz of one's own stays the latest: time does not go backwards in anybody's memory."""
    crowd = Crowd()
    crowd.say("ann", "quiz everyone")
    crowd.press("ann", "wrong")
    assert crowd.poll is not None
    name, later = crowd.poll.question, crowd.at + timedelta(minutes=3)
    talk = Talk()
    talk.at = later - timedelta(minutes=2)
    talk.happen(Action("quiz", "practise", (name,)))
    talk.answer(right=True)
    crowd.learners["ann"] = replace(talk.learner, channel="test", tenant="tenant", user="ann")
    crowd.wait(10)
    review = crowd.learners["ann"].reviews[name]
    assert (review.attempts, review.last) == (2, talk.at)


@pytest.mark.parametrize("votes", [0, 1, 2])
def test_few_are_not_counted_in_public(votes: int) -> None:
    """With fewer than three answers no format shows how often anything was taken."""
    crowd = closed(Crowd(), *[(f"u{n}", "wrong") for n in range(votes)])
    for reply in crowd.said:
        told = (
            flat(plaintext.render(reply)) + json.dumps(blockkit.render(reply)) + json.dumps(adaptivecard.render(reply))
        )
        assert f"of {votes}" not in told.split("http")[0] or votes == 0
        assert "▰" not in told


def test_no_mark_of_who_asked_is_left() -> None:
    """It is there while it is open, for the button that closes, and goes."""
    crowd = Crowd()
    crowd.say("ann", "quiz everyone")
    assert crowd.poll is not None
    assert crowd.poll.by
    assert "ann" not in str(crowd.poll).replace("channel", "")
    crowd.wait(10)
    assert crowd.poll.by == ""


def test_before_it_is_closed_nothing_tells_what_is_right() -> None:
    """Neither the post, nor a confirmation, nor progress, whatever was answered."""
    for label in ("right", "wrong"):
        crowd = Crowd()
        crowd.say("ann", "quiz everyone")
        crowd.press("bob", label)
        told = [plaintext.render(reply) for reply in (*crowd.alone, *crowd.posted)]
        crowd.say("bob", "progress")
        told += [plaintext.render(reply) for reply in crowd.said]
        assert not [text for text in told if re.search(r"right answer|not quite|right\.", text, re.IGNORECASE)]
        assert "Nothing answered yet" in told[-1]


def test_content_that_changed() -> None:
    """Of a question that was rewritten meanwhile nothing is counted, and everybody is told so."""
    crowd = Crowd()
    crowd.say("ann", "quiz everyone")
    crowd.press("ann", "right")
    assert crowd.poll is not None
    crowd.poll = replace(crowd.poll, revision=crowd.poll.revision + 7)
    crowd.press("bob", "A")
    assert "was changed" in plaintext.render(crowd.alone[0])
    assert "bob" not in crowd.votes
    crowd.say("cy", "quiz everyone")
    assert "was changed since" in plaintext.render(crowd.alone[0])
    crowd.wait(10)
    assert "nobody's answer is counted" in plaintext.render(crowd.said[0])
    assert crowd.attempts == []
    assert crowd.votes == {}


def test_stopped_before_it_stands_there() -> None:
    """A question on its way is not closed unseen by words, as it would come all the same; by its time it is."""
    crowd = Crowd(message="")
    crowd.say("ann", "quiz everyone")
    crowd.say("bob", "quiz everyone stop")
    assert "still on its way" in plaintext.render(crowd.alone[0])
    assert crowd.poll is not None
    assert crowd.poll.open
    crowd.wait(10)
    assert not crowd.poll.open
    assert crowd.said == ()


def test_too_late_by_a_moment() -> None:
    """A click after its time, before the clock has come to it, is not counted."""
    crowd = Crowd()
    crowd.say("ann", "quiz everyone")
    crowd.at += timedelta(minutes=10)
    crowd.press("bob", "A")
    assert "too late" in plaintext.render(crowd.alone[0])
    assert crowd.votes == {}


@pytest.mark.parametrize("args", [(), ("",), ("x", "z"), ("0123456789abcdef", "ab"), ("0123456789abcdef",)])
@pytest.mark.parametrize("verb", ["vote", "close", "mine", "explode"])
def test_forged(verb: str, args: tuple[str, ...]) -> None:
    """A forged button gets words, and changes nothing; before, during and after a question."""
    crowd = Crowd()
    for stage in ("before", "during", "after"):
        if stage == "during":
            crowd.say("ann", "quiz everyone")
        elif stage == "after":
            crowd.wait(10)
        before = (crowd.poll, dict(crowd.votes))
        crowd.happen("bob", Action("poll", verb, args))
        assert "".join(map(plaintext.render, (*crowd.alone, *crowd.said))).strip()
        assert (crowd.poll, crowd.votes) == before


@pytest.mark.parametrize("text", ["quiz the channel", "quiz us", "team quiz", "board", "board on"])
def test_alone_with_the_tutor(text: str) -> None:
    """It says kindly where that belongs, names no platform, and offers a quiz."""
    replies = Talk().say(text)
    told = " ".join(map(plaintext.render, replies))
    assert "a place with several people" in told
    assert not re.search("slack|teams|channel", told, re.IGNORECASE)


def test_no_platform_is_named() -> None:
    """Nothing that is said in any conversation here names a platform, or what one of them calls a place."""
    for steps in transcripts().values():
        crowd = Crowd()
        for step in steps:
            play(crowd, step)
            told = " ".join(map(page.render, (*crowd.alone, *crowd.said)))
            plain = html.unescape(re.sub("<[^>]+>", " ", told)).split("http")[0]
            assert not re.search(r"\b(?:slack|teams|channel)\b", plain, re.IGNORECASE), plain


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("for 1 hour", Wish(lasts=timedelta(hours=1))),
        ("for 30 minutes", Wish(lasts=timedelta(minutes=30))),
        ("for half an hour", Wish(lasts=timedelta(minutes=30))),
        ("5 min", Wish(lasts=timedelta(minutes=5))),
        ("on cost for an hour please", Wish(lasts=timedelta(hours=1), about="cost")),
        ("about grounding", Wish(about="grounding")),
        ("for 0 minutes", Wish(lasts=timedelta(minutes=1), cut=True)),
        ("for 3 days", Wish(lasts=timedelta(hours=24), cut=True)),
        ("for a day", Wish(lasts=timedelta(hours=24))),
        ("stop", Wish(ends=True)),
        ("a question", Wish(lasts=USUAL)),
    ],
)
def test_wishes(text: str, wish: Wish) -> None:
    """How long, what about, or that it is to end."""
    assert read(text) == wish


def test_questions_do_not_come_again_soon() -> None:
    """One click answers each; none of a family comes twice while another is left; then the one longest ago."""
    course = shipped()
    asked: tuple[str, ...] = ()
    families: list[str] = []
    for n in range(200):
        question = pick(course, asked, f"seed {n}")
        assert question is not None
        asked = (question.id, *asked)
        families.append(question.variant_of or question.id)
    kinds = len(set(families))
    assert kinds > 20
    last = {family: n for n, family in enumerate(families)}
    assert len(set(families[:kinds])) == kinds
    assert len(last) == kinds
    assert all(one != other for one, other in pairwise(families))


def test_the_topic_that_was_asked_for() -> None:
    """A question on it, where there is one."""
    course = shipped()
    topics = {topic for q in course.questions.values() if q.kind == "one" for topic in q.topics}
    for topic in sorted(topics):
        question = pick(course, (), "seed", topic=topic)
        assert question is not None
        assert topic in question.topics


def test_the_board_in_words() -> None:
    """Those who answered most come first; how many were right is told from three on; names are shown as they are."""
    people = (Standing("*Zoë*", 2, 2), Standing("Bob", 9, 4), Standing("", 3, 0))
    (reply,) = shown(people)
    told = flat(plaintext.render(reply))
    assert told.index("bob 9 4") < told.index("somebody 3 0") < told.index("zoë")
    assert "zoë" in told
    assert "2 not yet" in told
    assert str(ROUNDS) in told
    (many,) = shown([Standing(f"N{n}", 1, 0) for n in range(90)])
    assert "And 70 more" in plaintext.render(many)


def test_it_needs_a_shared_place() -> None:
    """A slash command in a direct message is no place for everybody either."""
    crowd = Crowd(replace(PLACE, shared=False))
    crowd.say("ann", "quiz everyone")
    assert "a place with several people" in plaintext.render(crowd.said[0])
    assert crowd.poll is None


def test_where_it_is_posted() -> None:
    """At the place itself, with nobody as its user, whether or not the answer to whoever asked is private."""
    crowd = Crowd(replace(PLACE, private=True))
    crowd.say("ann", "quiz everyone")
    assert crowd.poll is not None
    assert crowd.poll.address == Address("test", "tenant", "", "general", direct=False, shared=True)
    assert "Asked." in plaintext.render(crowd.alone[0])


@pytest.mark.parametrize("before", ["", "quiz 2", "scenario"])
def test_the_board_is_a_word_of_the_course_too(before: str) -> None:
    """A sentence that begins with it is an answer or a question, whatever is open."""
    talk = Talk()
    if before:
        talk.say(before)
    told = " ".join(map(plaintext.render, talk.say("board wants grounded answers")))
    assert "several people" not in told


@pytest.mark.parametrize("stage", ["open", "closed", "few", "mine"])
def test_every_question_fits_every_platform(stage: str) -> None:
    """Open, closed and explained, each question of the course that may come is within the limits of both platforms."""
    course = shipped()
    for question in (q for q in course.questions.values() if isinstance(q, Choice)):
        opened = Poll("0123456789abcdef", PLACE, question.id, question.revision, START, START + timedelta(hours=1))
        taken = {code((n,)): 40 for n in range(len(question.options))}
        poll = replace(opened, counts=taken if stage != "few" else {"a": 1}, mine="a")
        elements = {
            "open": open_elements(question, poll),
            "closed": (*closed_elements(question, poll), *explanation(course, question, poll)),
            "few": closed_elements(question, poll),
            "mine": my_explanation(course, question, poll),
        }[stage]
        message = blockkit.render(Reply(elements))
        check_blocks(message["blocks"])
        assert 0 < len(message["text"].encode()) <= 4_000
        our_rules(adaptivecard.render(Reply(elements)))
