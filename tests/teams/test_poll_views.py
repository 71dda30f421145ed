"""The card of a question for everybody, as it stands for one person: how they answered, in whatever else they do."""

from collections.abc import AsyncIterator

import pytest

from tests.render.cards import our_rules
from tests.teams.platform import ANN, BEA, GROUP, Call, Json, Platform, buttons, shown, texts
from tests.teams.test_polls import CY, bare, click, clock, mention
from tests.teams.tutor import Tutor
from tests.teams.tutor import tutor as serving

NAME = "message-group-mention"
NOTE = "application/vnd.microsoft.activity.message"


@pytest.fixture
async def tutor(platform: Platform, database_url: str) -> AsyncIterator[Tutor]:
    """A tutor on each database."""
    async with serving(platform, database_url) as here:
        yield here


async def ask(tutor: Tutor, platform: Platform) -> Call:
    """Ann asks everybody in the group."""
    return await tutor.answer(mention(platform, NAME, "quiz everyone"))


async def vote(tutor: Tutor, platform: Platform, posted: Call, user: str, letter: str, n: int) -> str:
    """What somebody is told who answers by click."""
    answer = await tutor.click(click(platform, NAME, posted.card, letter, user, n))
    assert (answer["statusCode"], answer["type"]) == (200, NOTE), "the card stays"
    return str(answer["value"]).lower()


async def look(tutor: Tutor, platform: Platform, call: Call, user: str) -> tuple[str, Json]:
    """What somebody sees whose client refreshes the card, and the card."""
    action = call.card["refresh"]["action"]
    activity = platform.payload("refresh-group", replyToId=call.id)
    activity["value"]["action"] = {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}
    activity["from"] = {"id": user}
    answer = await tutor.click(activity)
    assert answer["type"] == "application/vnd.microsoft.card.adaptive"
    our_rules(answer["value"])
    return " ".join(" ".join(texts(answer["value"])).split()).lower(), answer["value"]


async def test_own_answer_while_open_and_after(tutor: Tutor, platform: Platform) -> None:
    """Each sees their own answer, open and closed, nobody sees another's, and looking changes nothing."""
    posted = await ask(tutor, platform)
    assert "refresh" not in posted.card, "nobody has answered"
    for n, (user, letter) in enumerate(((ANN, "A"), (BEA, "B"), (CY, "C"))):
        assert f"your answer is {letter.lower()}" in await vote(tutor, platform, posted, user, letter, n)
    (counted,) = await clock(tutor, seconds=5)
    assert set(counted.card["refresh"]["userIds"]) == {ANN, BEA, CY}
    assert [b["data"] for b in buttons(counted.card["body"])] == [b["data"] for b in buttons(posted.card["body"])]
    before = [await tutor.count(table) for table in ("turn", "vote", "attempt", "outgoing", "learner")]
    for user, letter in ((ANN, "a"), (BEA, "b")):
        read, card = await look(tutor, platform, counted, user)
        assert f"your answer is {letter}" in read
        assert "3 have answered" in read
        assert card["refresh"]["userIds"] == [user]
        assert [b["data"] for b in buttons(card["body"])] == [b["data"] for b in buttons(posted.card["body"])]
    read, _ = await look(tutor, platform, counted, "29:dee")
    assert "your answer" not in read
    assert [await tutor.count(table) for table in ("turn", "vote", "attempt", "outgoing", "learner")] == before
    closed, _ = await clock(tutor, minutes=10)
    assert set(closed.card["refresh"]["userIds"]) == {ANN, BEA, CY}
    assert "your answer" not in shown(closed)
    verdicts = {}
    for user, letter in ((ANN, "a"), (BEA, "b"), (CY, "c")):
        read, _ = await look(tutor, platform, closed, user)
        assert f"your answer was {letter}" in read
        assert "of 3" in read
        verdicts[user] = "not quite." in read
    assert sum(verdicts.values()) == 2, "one of the three is right"
    assert await tutor.settled() == []


async def test_who_closes_it_gives_nothing_away(tutor: Tutor, platform: Platform) -> None:
    """What is posted when somebody closes it who answered it does not tell what they took."""
    posted = await ask(tutor, platform)
    await vote(tutor, platform, posted, ANN, "A", 1)
    await tutor.settled()
    await tutor.click(click(platform, NAME, posted.card, "Close now", ANN, 2))
    closed, why = await tutor.settled()
    assert closed.card["refresh"]["userIds"] == [ANN]
    for call in (closed, why):
        assert "your answer" not in shown(call)
        assert ANN not in str(bare(call))


async def test_at_most_sixty(tutor: Tutor, platform: Platform) -> None:
    """Teams asks for sixty people at most: those who answered last."""
    posted = await ask(tutor, platform)
    users = [f"29:user-{n:03}" for n in range(63)]
    for n, user in enumerate(users):
        tutor.clock.at = tutor.clock.at.replace(microsecond=n * 1_000)
        await vote(tutor, platform, posted, user, "A", n)
    *_, counted = await clock(tutor, seconds=5)
    assert counted.card["refresh"]["userIds"] == users[-60:]


async def test_beside_a_quiz_of_ones_own(tutor: Tutor, platform: Platform) -> None:
    """Who has a quiz open there answers the question for all in a note, and the quiz goes on where it was."""
    posted = await ask(tutor, platform)
    await tutor.answers(mention(platform, NAME, "quiz 2 cost", 1))
    told = await vote(tutor, platform, posted, ANN, "B", 1)
    assert "your answer is b" in told
    assert "quiz" not in told
    assert await tutor.settled() == []
    (counted,) = await clock(tutor, seconds=5)
    read, _ = await look(tutor, platform, counted, ANN)
    assert "back to your quiz" not in read
    assert "question 1 of 2" not in read
    settled = await tutor.answers(mention(platform, NAME, "A", 2))
    assert await tutor.count("attempt") == 1
    assert settled


async def test_stopped_and_answered_in_words(tutor: Tutor, platform: Platform) -> None:
    """A letter that is typed is led to a copy for that person alone; "quiz everyone stop" closes it for all."""
    posted = await ask(tutor, platform)
    typed = mention(platform, NAME, "b", 1) | {"from": {"id": BEA, "name": "Bea"}}
    (copy,) = await tutor.answers(typed)
    assert copy.conversation != GROUP
    assert "so that nobody sees" in shown(copy)
    assert await tutor.count("vote") == 0
    chat = platform.payload("click-execute", id="f:copy", replyToId=copy.id) | {"from": {"id": BEA, "name": "Bea"}}
    chat["conversation"] = chat["conversation"] | {"id": copy.conversation}
    data = next(b["data"] for b in buttons(copy.card) if b["title"].startswith("B"))
    chat["value"]["action"]["data"] = data
    await tutor.click(chat)
    assert all(call.conversation != GROUP for call in await tutor.settled())
    assert await tutor.count("vote") == 1
    stop = mention(platform, NAME, "quiz everyone stop", 2)
    closed, why = await tutor.answers(stop)
    assert (closed.method, closed.activity, why.method) == ("PUT", posted.id, "POST")
    assert {closed.conversation, why.conversation} == {GROUP}


async def test_the_board(tutor: Tutor, platform: Platform) -> None:
    """The board is for all to see; that somebody is on it, and off it, is told to them alone."""
    for n, (text, told) in enumerate((("board on", "you are on the board"), ("board off", "you are not on")), 1):
        (call,) = await tutor.answers(mention(platform, NAME, text, n))
        assert call.conversation != GROUP
        assert told in shown(call)
    shared = await tutor.answer(mention(platform, NAME, "board", 3))
    assert shared.conversation == GROUP
    assert "board of this place is empty" in shown(shared)


async def test_explained_to_one(tutor: Tutor, platform: Platform) -> None:
    """To have one's answer explained is answered in the click, and leads back by nothing that was open before."""
    posted = await ask(tutor, platform)
    await vote(tutor, platform, posted, BEA, "A", 1)
    await tutor.settled()
    closed, _ = await clock(tutor, minutes=11)
    answer = await tutor.click(click(platform, NAME, closed.card, "Explain", BEA, 2))
    assert "your answer was a" in " ".join(" ".join(texts(answer["value"])).split()).lower()
    assert await tutor.settled() == []


async def test_forgotten_while_it_is_open(tutor: Tutor, platform: Platform) -> None:
    """Who has themselves forgotten has not answered: the vote goes, and soon the number on the posted card too."""
    posted = await ask(tutor, platform)
    for n, user in enumerate((ANN, BEA)):
        await vote(tutor, platform, posted, user, "A", n)
    (counted,) = await clock(tutor, seconds=5)
    assert "2 have answered" in shown(counted)
    (asks,) = await tutor.answers(mention(platform, NAME, "forget me", 1))
    assert asks.conversation != GROUP
    data = next(b["data"] for b in buttons(asks.card) if "forget" in str(b["data"]))
    yes = platform.payload("click-execute", id="f:yes", replyToId=asks.id) | {"from": {"id": ANN, "name": "Ann"}}
    yes["conversation"] = yes["conversation"] | {"id": asks.conversation}
    yes["value"]["action"]["data"] = data
    await tutor.click(yes)
    await tutor.settled()
    assert await tutor.count("vote") == 1
    (after,) = await clock(tutor, seconds=5)
    assert (after.method, after.activity) == ("PUT", posted.id)
    assert "1 has answered" in shown(after)
    assert after.card["refresh"]["userIds"] == [BEA]
