"""A question for everybody in Slack: posted, answered privately, counted, closed and explained."""

import pytest

from bot.delivery import Sweeper
from bot.store import Transaction
from bot.store.rights import Rights, Whose
from dialogs.turn import Action
from tests.slack.polls import CY, THREAD, Clicks, asked, clock, letters, mention
from tests.slack.tutor import Tutor
from tests.slack.workspace import (
    ANN,
    BOB,
    CHANNEL,
    DIRECT,
    TEAM,
    Workspace,
    control,
    controls,
    fault,
    shown,
)


async def test_from_asking_to_explaining(tutor: Tutor, slack: Workspace) -> None:
    """Three answer in the channel; all see how many, nobody who or what; then the counts, the key, and why below it."""
    click = await asked(tutor, slack)
    posted = click.posted
    assert (posted.method, posted.body["channel"]) == ("chat.postMessage", CHANNEL)
    assert "thread_ts" not in posted.body, "few would see it in the thread of who asked for it"
    assert "Nobody has answered yet. Open until 09:10 (UTC)" in shown(posted)
    right, wrong = await letters(tutor)
    for user, letter in ((ANN, right), (BOB, wrong), (CY, right)):
        told = await tutor.answer(click(letter, user))
        assert (told.method, told.body["response_type"]) == ("respond", "ephemeral")
        assert told.body["replace_original"] is False
        assert f"Your answer is *{letter}*" in shown(told)
    (counted,) = await clock(tutor, seconds=5)
    assert (counted.method, counted.body["ts"]) == ("chat.update", posted.ts)
    assert "3 have answered" in shown(counted)
    assert "right answer" not in shown(counted)
    assert [b["value"] for b in controls(counted)] == [b["value"] for b in controls(posted)]
    closed, why = await clock(tutor, minutes=10)
    assert (closed.method, closed.body["ts"]) == ("chat.update", posted.ts)
    assert "(right answer): 2 of 3" in shown(closed)
    assert ": 1 of 3" in shown(closed)
    assert "▰" in shown(closed)
    assert (why.method, why.body["thread_ts"]) == ("chat.postMessage", posted.ts)
    assert f"The right answer is *{right}*" in shown(why)
    assert "Source:" in shown(why)
    for user, verdict in ((ANN, "Right."), (BOB, "Not quite.")):
        mine = await tutor.answer(click("Explain my answer", user, closed))
        assert mine.body["response_type"] == "ephemeral"
        assert verdict in shown(mine)
    told_to_all = " ".join(map(shown, (posted, counted, closed, why)))
    assert not any(user in told_to_all for user in (ANN, BOB, CY))
    assert (await tutor.count("vote"), await tutor.count("attempt")) == (0, 3)
    assert await clock(tutor, minutes=60) == []


async def test_in_a_thread(tutor: Tutor, slack: Workspace) -> None:
    """Asked in a thread, it stands there, and so does the why."""
    posted = await tutor.answer(mention(slack, "quiz everyone", 3, thread=THREAD))
    assert posted.body["thread_ts"] == THREAD
    _, why = await clock(tutor, minutes=11)
    assert why.body["thread_ts"] == THREAD


async def test_by_slash_command(tutor: Tutor, slack: Workspace) -> None:
    """It stands in the channel itself, only the asker hears that it was done, and the why begins a thread below it."""
    first, second = await tutor.answers(slack.payload("command-poll"))
    told, posted = (first, second) if first.method == "response" else (second, first)
    assert told.body["response_type"] == "ephemeral"
    assert "I close it at 09:10 (UTC)" in shown(told)
    assert (posted.method, posted.body["channel"]) == ("chat.postMessage", CHANNEL)
    assert "thread_ts" not in posted.body
    click = Clicks(slack, posted)
    answer = await tutor.answer(click("A", BOB))
    assert (answer.method, answer.body["response_type"]) == ("respond", "ephemeral")
    assert "thread_ts" not in answer.body, "nobody would see it in a thread"
    closed, why = await clock(tutor, minutes=11)
    assert closed.body["ts"] == why.body["thread_ts"] == posted.ts


async def test_twice_and_changed(tutor: Tutor, slack: Workspace) -> None:
    """The same again says so, another one takes its place, and one answer is counted."""
    click = await asked(tutor, slack)
    assert "Your answer is *A*" in shown(await tutor.answer(click("A")))
    again = click("A")
    assert "your answer already" in shown(await tutor.answer(again))
    assert await tutor.answers(again) == []
    changed = shown(await tutor.answer(click("B")))
    assert "It was *A*" in changed
    assert "now *B*" in changed
    (counted,) = await clock(tutor, seconds=5)
    assert "1 has answered" in shown(counted)


async def test_few_are_not_counted_in_public(tutor: Tutor, slack: Workspace) -> None:
    """With one or two answers the counts would tell who answered what; so the key alone is shown."""
    click = await asked(tutor, slack)
    for user in (ANN, BOB):
        await tutor.answers(click("A", user))
    closed, _ = await clock(tutor, minutes=11)
    assert "Only 2 answered" in shown(closed)
    assert "of 2" not in shown(closed)
    assert "right answer" in shown(closed)


async def test_the_button_that_closes(tutor: Tutor, slack: Workspace) -> None:
    """It is for whoever asked; anybody else is told when it closes; a second press does no harm."""
    click = await asked(tutor, slack)
    await tutor.answers(click("A", BOB))
    refused = await tutor.answer(click("Close now", BOB))
    assert refused.body["response_type"] == "ephemeral"
    assert "Only whoever asked it" in shown(refused)
    assert "09:10 (UTC)" in shown(refused)
    told = {call.method: call for call in await tutor.answers(click("Close now", ANN))}
    assert set(told) == {"respond", "chat.update", "chat.postMessage"}
    assert "closed" in shown(told["chat.update"])
    assert "is closed" in shown(await tutor.answer(click("Close now", ANN)))
    assert await clock(tutor, minutes=11) == []


@pytest.mark.parametrize(
    ("text", "thread"),
    [
        ("quiz channel stop", ""),
        ("stop the quiz", ""),
        ("stop", THREAD),
        ("stop quizzing the channel", ""),
    ],
)
async def test_told_to_stop(text: str, thread: str, tutor: Tutor, slack: Workspace) -> None:
    """Anybody who says so in the channel stops it: no more answers, no more updates."""
    click = await asked(tutor, slack)
    await tutor.answers(click("A", BOB))
    calls = await tutor.answers(mention(slack, text, 7, BOB, thread))
    assert [call.method for call in calls] == ["chat.update", "chat.postMessage"]
    late = await tutor.answer(click("B", CY))
    assert "nothing was changed" in shown(late)
    assert await clock(tutor, minutes=11) == []
    assert await tutor.count("attempt") == 1


async def test_stop_elsewhere_in_the_channel(tutor: Tutor, slack: Workspace) -> None:
    """A bare "stop" in another thread, or by a command that nobody else sees, is not meant for it."""
    await tutor.answers(slack.payload("command-poll") | {"trigger_id": "133.7.first"})
    assert "Nothing is open" in shown(await tutor.answer(mention(slack, "stop", 7, BOB)))
    command = slack.payload("command-poll") | {"text": "stop", "user_id": BOB}
    assert "Nothing is open" in shown(await tutor.answer(command))
    assert "open here already" in shown(await tutor.answer(mention(slack, "quiz channel", 8, BOB)))


async def test_asked_again_while_open(tutor: Tutor, slack: Workspace) -> None:
    """One is open at a time: who asks again gets a copy of it alone, which can be answered."""
    click = await asked(tutor, slack)
    copy = await tutor.answer(mention(slack, "quiz everyone", 7, BOB))
    assert copy.method == "chat.postEphemeral"
    assert copy.body["user"] == BOB
    assert "thread_ts" not in copy.body, "a thread that is not there yet shows nothing to one person alone"
    assert "open here already" in shown(copy)
    assert "Your answer is" in shown(await tutor.answer(click("A", BOB, copy)))
    assert await tutor.count("poll") == 1
    await tutor.answers(mention(slack, "quiz everyone stop", 8))
    again = await tutor.answer(mention(slack, "quiz everyone", 9))
    assert "A question for everyone" in shown(again)
    assert again.blocks[1] != click.posted.blocks[1], "another question"


async def test_a_typed_answer_is_not_given_away(tutor: Tutor, slack: Workspace) -> None:
    """Who types a letter under it is shown their own copy to press, and it is not counted."""
    await asked(tutor, slack)
    told = await tutor.answer(mention(slack, "b", 7, BOB, THREAD))
    assert told.method == "chat.postEphemeral"
    assert "So that nobody sees" in shown(told)
    assert await tutor.count("vote") == 0


async def test_in_a_direct_message(tutor: Tutor, slack: Workspace) -> None:
    """Alone with the tutor, by words or by the slash command, it says where that belongs and offers a quiz."""
    message = slack.payload("message-direct")
    message["event"]["text"] = "quiz the channel"
    command = slack.payload("command-poll") | {"channel_id": DIRECT}
    for payload in (message, command):
        told = await tutor.answer(payload)
        assert "a place with several people" in shown(told)
        assert control(told, "Start a quiz")
    assert await tutor.count("poll") == 0


async def test_where_the_tutor_was_not_invited(tutor: Tutor, slack: Workspace) -> None:
    """Who asked is told how to invite it; nothing stays open, and after that it works."""
    slack.faults["chat.postMessage"].append(fault("not_in_channel"))
    calls = await tutor.answers(slack.payload("command-poll"))
    assert any("/invite" in call.body["text"] for call in calls if call.method == "respond")
    again = slack.payload("command-poll") | {"trigger_id": "133.7.again"}
    assert any("A question for everyone" in shown(call) for call in await tutor.answers(again))


async def test_a_message_that_was_deleted(tutor: Tutor, slack: Workspace) -> None:
    """If somebody deleted the question, what became of it is posted anew."""
    click = await asked(tutor, slack)
    await tutor.answers(click("A"))
    slack.faults["chat.update"].append(fault("message_not_found"))
    calls = await clock(tutor, minutes=11)
    assert [call.method for call in calls] == ["chat.update", "chat.postMessage", "chat.postMessage"]


async def test_a_last_months_button(tutor: Tutor, slack: Workspace) -> None:
    """A press on a question that is long gone says so; so does one that was forged."""
    click = await asked(tutor, slack)
    await clock(tutor, minutes=11)
    tutor.clock.at = tutor.clock.at.replace(year=2028)
    await Sweeper(tutor.app.store, tutor.app.delivery).purge()
    assert await tutor.count("poll") == 0
    assert "put away" in shown(await tutor.answer(click("A")))
    forged = click("A")
    forged["actions"][0]["value"] = str(Action("poll", "vote"))
    assert (await tutor.answer(forged)).body["text"]


async def test_who_asked_may_be_forgotten(tutor: Tutor, slack: Workspace) -> None:
    """What is kept of the question names nobody, so it stays open for the others; once closed no mark is left."""

    def rows(transaction: Transaction) -> str:
        found = transaction.execute("select data from poll", ())
        return str([*found, *transaction.execute("select address, user_id from outgoing where turn like 'poll:%'", ())])

    click = Clicks(slack, next(c for c in await tutor.answers(slack.payload("command-poll")) if c.method != "response"))
    assert ANN not in await tutor.app.store.run(rows)
    await tutor.answers(click("A", ANN))
    ann = Whose("slack", TEAM, ANN)
    await tutor.app.store.run(lambda t: Rights(t).forget(ann, tutor.clock()))
    await tutor.answers(click("A", BOB))
    (counted,) = await clock(tutor, seconds=5)
    assert "1 has answered" in shown(counted)
    assert '"by"' in await tutor.app.store.run(rows)
    assert len(await clock(tutor, minutes=11)) == 2
    assert '"by"' not in await tutor.app.store.run(rows)


async def test_my_data(tutor: Tutor, slack: Workspace) -> None:
    """Who answered sees their answer among what is kept of them, without whether it is right, until it counts."""
    click = await asked(tutor, slack)
    await tutor.answers(click("A", BOB))
    await tutor.answers(mention(slack, "board on", 5, BOB))
    told = " ".join(map(shown, await tutor.answers(mention(slack, "my data", 6, BOB))))
    assert "Your answers to questions for everyone" in told
    assert "on the board of 1 place" in told
    assert "right" not in told.split("Your answers to questions for everyone")[1].split("To have all")[0]
    await clock(tutor, minutes=11)
    after = " ".join(map(shown, await tutor.answers(mention(slack, "my data", 7, BOB))))
    assert "Your answers to questions for everyone" not in after
    assert "Your answers" in after


async def test_the_board(tutor: Tutor, slack: Workspace) -> None:
    """Only who wanted to is on it, from then on; by name and number; and off it again."""
    slack.users[BOB] = {"id": BOB, "profile": {"first_name": "Bob"}}
    for n in range(1, 5):
        if n == 2:
            assert "on the board" in shown(await tutor.answer(mention(slack, "board on", 25, BOB)))
        click = Clicks(slack, await tutor.answer(mention(slack, "quiz everyone", 10 * n)))
        right, _ = await letters(tutor)
        for user in (ANN, BOB):
            payload = click(right, user)
            payload["actions"][0]["action_ts"] = f"1763889{n}00.000100"
            await tutor.answers(payload)
        await clock(tutor, minutes=11)
    told = shown(await tutor.answer(mention(slack, "board", 60)))
    assert "Bob 3 3" in " ".join(told.split())
    assert "Ann" not in told
    assert "not on the board" in shown(await tutor.answer(mention(slack, "board off", 61, BOB)))
    assert "is empty" in shown(await tutor.answer(mention(slack, "board", 62)))
    assert await tutor.count("board") == 0
