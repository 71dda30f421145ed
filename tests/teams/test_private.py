"""Answers for one person alone, where others read along: in the click, in the group, or in the personal chat."""

import pytest

from dialogs.reply import Reply, Text
from dialogs.turn import Address
from tests.teams.platform import ANN, BEA, GROUP, PERSONAL, TEAM, TENANT, Json, Platform, buttons, fault, shown, texts
from tests.teams.tutor import Tutor, sqlite_url
from tests.teams.tutor import tutor as serving

MINE = "<at>Tutor</at> my data"


def typed(platform: Platform, text: str = MINE, name: str = "message-group-mention", **changes: object) -> Json:
    """Something written to the tutor in a group, whose answer is for who wrote it."""
    return platform.payload(name, text=text, **changes)


async def test_a_click_is_answered_in_itself(tutor: Tutor, platform: Platform) -> None:
    """The form stands in the place of the card for who clicked, and nothing is posted for the others."""
    answer = await tutor.click(platform.payload("click-group"))
    assert answer["type"] == "application/vnd.microsoft.card.adaptive"
    assert "tell the author" in " ".join(texts(answer["value"])).lower()
    assert await tutor.settled() == []


async def test_a_form_is_sent_and_thanked_for_alone(tutor: Tutor, platform: Platform) -> None:
    """What comes of the form is seen by them alone as well, and a fault in it stands in its place."""
    form = (await tutor.click(platform.payload("click-group")))["value"]
    data = next(button["data"] for button in buttons(form) if "form" in button["data"])
    sent = platform.payload("click-group", id="f:sent")
    sent["value"]["action"]["data"] = data | {"about": "course"}
    again = (await tutor.click(sent))["value"]
    wrong = [block["text"] for block in again["body"] if block.get("color") == "Attention"]
    assert "Please choose one of these." in wrong
    choices = {node["id"]: node["choices"] for node in again["body"] if node["type"] == "Input.ChoiceSet"}
    sent = platform.payload("click-group", id="f:again")
    sent["value"]["action"]["data"] = data | {name: found[0]["value"] for name, found in choices.items()}
    assert "thank" in " ".join(texts((await tutor.click(sent))["value"])).lower()
    assert await tutor.settled() == []
    assert await tutor.count("feedback") == 1


async def test_a_few_words_are_a_note(tutor: Tutor, platform: Platform) -> None:
    """Where there is nothing to press, the card stays, and a note stands under it."""
    click = platform.payload("click-group")
    click["value"]["action"]["data"] = {"action": "daily:join"}
    answer = await tutor.click(click)
    assert answer["type"] == "application/vnd.microsoft.activity.message"
    assert answer["value"].startswith("You are in")
    assert await tutor.settled() == []


async def test_in_a_personal_chat_nothing_changes(tutor: Tutor, platform: Platform) -> None:
    """Nobody reads along there, so that a private answer is a message like any other."""
    call = (await tutor.answers(platform.payload("message-personal", text="my data")))[0]
    assert (call.method, call.conversation, call.query) == ("POST", PERSONAL, "")
    assert "for you alone" not in shown(call)


@pytest.mark.parametrize(
    ("name", "whence"),
    [
        ("message-group-mention", "from the group chat “pilot group”"),
        ("message-channel-mention", "from the channel where you asked"),
        ("message-meeting-mention", "from the group chat where you asked"),
    ],
)
async def test_typed(name: str, whence: str, tutor: Tutor, platform: Platform) -> None:
    """It goes to the personal chat, says where it comes from, and the group hears nothing."""
    calls = await tutor.answers(typed(platform, name=name))
    assert {call.conversation for call in calls} == {PERSONAL}
    assert all(whence in shown(call) for call in calls)
    assert "what i keep of you" in shown(calls[0])
    assert len(platform.asked) == 1


async def test_what_is_open_in_the_group_stays_there(tutor: Tutor, platform: Platform) -> None:
    """An answer that goes to the personal chat does not lead back to a quiz whose place is the group."""
    await tutor.answers(typed(platform, "<at>Tutor</at> quiz 2"))
    (form,) = await tutor.answers(typed(platform, "<at>Tutor</at> feedback", id="2"))
    assert form.conversation == PERSONAL
    assert "tell the author" in shown(form)
    assert "back to your quiz" not in shown(form)


async def test_the_chat_is_asked_for_once(tutor: Tutor, platform: Platform) -> None:
    """The id of a personal chat is remembered; another person has another one."""
    await tutor.answers(typed(platform))
    await tutor.answers(typed(platform, id="2"))
    other = typed(platform, id="3")
    other["from"] = {"id": BEA, "name": "Sample, Bea"}
    assert {call.conversation for call in await tutor.answers(other)} == {f"a:{BEA}"}
    assert platform.asked == [ANN, BEA]


@pytest.mark.parametrize(("name", "place"), [("message-group-mention", GROUP), ("message-channel-mention", TEAM)])
async def test_who_has_not_added_the_app(name: str, place: str, tutor: Tutor, platform: Platform) -> None:
    """They are asked to, where they wrote and once; nothing of the answer is said there."""
    platform.installed = False
    call = await tutor.answer(typed(platform, name=name))
    assert call.conversation.startswith(place)
    assert call.activity == platform.payload(name)["id"]
    assert "find me under apps, choose add" in shown(call)
    assert "keep" not in shown(call)


async def test_a_chat_that_is_gone(tutor: Tutor, platform: Platform) -> None:
    """Who has removed the app since is asked to add it, and the chat is asked for anew the next time."""
    await tutor.answers(typed(platform))
    platform.gone.add(PERSONAL)
    calls = await tutor.answers(typed(platform, id="2"))
    assert [call.conversation for call in calls].count(GROUP) == 1
    platform.gone.clear()
    before = len(platform.asked)
    assert (await tutor.answers(typed(platform, id="3")))[0].conversation == PERSONAL
    assert len(platform.asked) == before + 1


async def test_shown_in_the_group_to_one(platform: Platform, tmp_path: object) -> None:
    """Where the organisation's clients can, it stands in the group, for them alone."""
    async with serving(platform, sqlite_url(tmp_path), teams_targeted_messages=True) as tutor:  # type: ignore[arg-type]
        call = (await tutor.answers(typed(platform)))[0]
        assert (call.conversation, call.query) == (GROUP, "isTargetedActivity=true")
        assert call.body["recipient"] == {"id": ANN}
        assert "what i keep of you" in shown(call)
        assert platform.asked == []


async def test_clients_that_cannot(platform: Platform, tmp_path: object) -> None:
    """Where Teams refuses that after all, the personal chat has it."""
    async with serving(platform, sqlite_url(tmp_path), teams_targeted_messages=True) as tutor:  # type: ignore[arg-type]
        platform.faults.append(fault(400, "BadArgument"))
        refused, sent, *_ = await tutor.answers(typed(platform))
        assert (refused.conversation, sent.conversation) == (GROUP, PERSONAL)


async def test_written_for_the_tutor_alone(tutor: Tutor, platform: Platform) -> None:
    """What nobody else in the group saw is answered so that nobody else sees it, whatever it is."""
    call = await tutor.answer(platform.payload("message-group-targeted"))
    assert (call.conversation, call.query) == (GROUP, "isTargetedActivity=true")
    assert call.body["recipient"] == {"id": ANN}
    assert {"type": "targetedMessageInfo", "messageId": "1763888400011"} in call.body["entities"]
    learner, _ = await tutor.state()
    assert learner.home is None


async def test_a_quiz_for_the_learner_alone(tutor: Tutor, platform: Platform) -> None:
    """A click on what only they see is answered there as well, stays settled, and never reaches the group."""
    asked = platform.payload("message-group-targeted", text="/quiz 2 cost")
    call = await tutor.answer(asked)
    data = next(b["data"] for b in buttons(call.card) if ":answer:" in b["data"].get("action", ""))
    for gone in (False, True):
        if gone:
            platform.gone.add(call.id)
        click = platform.payload("click-group", id=f"f:{gone}", replyToId=call.id)
        click["value"]["action"]["data"] = data
        answer = await tutor.click(click)
        calls = await tutor.settled()
        assert calls
        assert {c.query for c in calls} == {"isTargetedActivity=true"}
        following = [b["data"] for c in calls for b in buttons(c.card) if b["data"].get("action") == "quiz:next"]
        assert all(data["alone"] for data in following)
        assert answer["statusCode"] == 200
    click = platform.payload("click-group", id="f:next", replyToId=call.id)
    click["value"]["action"]["data"] = following[0]
    assert (await tutor.click(click))["value"] == "See below."
    (call,) = await tutor.settled()
    assert (call.method, call.query) == ("POST", "isTargetedActivity=true")
    assert "question 2 of 2" in shown(call)


async def test_swept_up_after_a_crash(tutor: Tutor, platform: Platform) -> None:
    """The answer to a click that nobody waits for any more still reaches them alone."""
    channel = tutor.app.channels.pop("teams")
    await tutor.post(platform.payload("click-group"))
    tutor.app.channels["teams"] = channel
    (call,) = await tutor.later(minutes=1)
    assert call.conversation == PERSONAL


async def test_passing_faults(tutor: Tutor, platform: Platform) -> None:
    """A Connector that is busy or down is tried again, and nothing is said to the group meanwhile."""
    reference = {"service_url": platform.service_url, "bot": "28:bot", "type": "groupChat"}
    address = Address("teams", TENANT, ANN, GROUP, direct=False, reference=reference)
    reply = Reply((Text("Only for you."),), "private")
    await tutor.app.store.run(lambda t: t.queue("x", address, [reply], tutor.clock(), tutor.clock() - tutor.clock()))
    platform.faults.append(fault(429, "TooManyRequests", Retry_After="10"))
    assert {call.conversation for call in await tutor.later(seconds=1)} == {PERSONAL}
    (call,) = await tutor.later(minutes=1)
    assert call.conversation == PERSONAL
    assert await tutor.later(hours=1) == []
