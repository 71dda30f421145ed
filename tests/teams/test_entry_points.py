"""Each entry point of Teams, from a recorded payload to its effect."""

from datetime import timedelta

import pytest

from dialogs.turn import Address
from tests.teams.platform import ANN, BEA, GROUP, PAYLOADS, PERSONAL, TEAM, TENANT, Platform, buttons, shown
from tests.teams.tutor import Tutor

TERM, MENU = "retrieval-augmented generation", "what would you like to know?"
THREAD = f"{TEAM};messageid=1763888400003"
TEAM_ADDED = "install-team-members-added"
MEETING = "19:meeting_MjdhNjM4YzUtYzExZi00OTFkLTkzZTA@thread.v2"
RENAMED = f"{TEAM};messageid=1763888400005"

ANSWERED = {
    "message-personal": (PERSONAL, "", TERM),
    "message-personal-picture": (PERSONAL, "", MENU),
    "message-group-mention": (GROUP, "1763888400002", TERM),
    "message-group-mention-only": (GROUP, "1763888400007", MENU),
    "message-group-two-mentions": (GROUP, "1763888400006", "cost"),
    "message-channel-mention": (THREAD, "1763888400003", TERM),
    "message-channel-thread-mention": (THREAD, "1763888400104", "grounding"),
    "message-channel-renamed-mention": (RENAMED, "1763888400005", "grounding"),
    "install-personal": (PERSONAL, "", "hello, ann."),
    "install-personal-members-added": (PERSONAL, "", "hello, ann."),
    "message-meeting-mention": (MEETING, "1763888400010", TERM),
    "message-group-targeted": (GROUP, "", TERM),
    "install-team-members-added": (TEAM, "", "hello everyone. ann added me here."),
    "install-group": (GROUP, "", "hello everyone. ann added me here."),
    "click-submit": (PERSONAL, "", "question 1 of 5"),
}
SILENT = {
    "channel-renamed",
    "group-renamed",
    "uninstall-group",
    "uninstall-team",
    "click-submit-foreign",
    "event-read-receipt",
    "message-deleted",
    "message-edited",
    "message-reaction",
    "team-member-added",
    "team-renamed",
    "unheard-of",
    "uninstall-personal",
}
INVOKES = {
    "click-execute",
    "click-execute-foreign",
    "click-execute-form",
    "invoke-nameless",
    "click-group",
    "refresh-group",
    "search-ask",
    "search-chosen",
    "search-define",
    "search-first",
    "invoke-token-exchange",
    "thumb-down",
}


def test_every_payload_is_used() -> None:
    """No recorded payload lies about without a test."""
    assert {path.stem for path in PAYLOADS.glob("*.json")} == {*ANSWERED, *SILENT, *INVOKES}


@pytest.mark.parametrize("name", ANSWERED)
async def test_answered(name: str, tutor: Tutor, platform: Platform) -> None:
    """Each is accepted, and answered with a card in the conversation or thread it came from."""
    conversation, reply_to, seen = ANSWERED[name]
    call = await tutor.answer(platform.payload(name))
    assert (call.method, call.conversation, call.activity) == ("POST", conversation, reply_to)
    assert seen in shown(call)
    assert call.body["from"] == {"id": platform.payload(name)["recipient"]["id"]}
    assert 0 < len(call.body["summary"]) <= 200
    assert call.token == "Bearer bot-token-1"


@pytest.mark.parametrize("name", sorted(SILENT))
async def test_silent(name: str, tutor: Tutor, platform: Platform) -> None:
    """What is not for the tutor is accepted, and nothing is said."""
    assert await tutor.post(platform.payload(name)) == (200, b"")
    assert await tutor.settled() == []


@pytest.mark.parametrize("name", ["invoke-nameless", "invoke-token-exchange"])
async def test_unknown_invokes(name: str, tutor: Tutor, platform: Platform) -> None:
    """An invoke that the tutor does not have is answered so, as the protocol wants it."""
    assert await tutor.post(platform.payload(name)) == (501, b"")
    assert await tutor.settled() == []


async def test_execute_of_what_is_new(tutor: Tutor, platform: Platform) -> None:
    """A click that brings something new leaves its card as it is; the new card is a message of its own."""
    answer = await tutor.click(platform.payload("click-execute"))
    assert answer["type"] == "application/vnd.microsoft.activity.message"
    (call,) = await tutor.settled()
    assert (call.method, call.conversation) == ("POST", PERSONAL)
    assert "question 1 of 5" in shown(call)


async def test_execute_form(tutor: Tutor, platform: Platform) -> None:
    """A form that is sent by a click is a turn like any other."""
    answer = await tutor.click(platform.payload("click-execute-form"))
    assert answer["statusCode"] == 200
    assert len(await tutor.settled()) == 1


async def test_execute_updates_twice(tutor: Tutor, platform: Platform) -> None:
    """A click's new card is the HTTP answer, and takes the stored message's place as well."""
    asked = await tutor.answer(platform.payload("message-personal", text="quiz 1 cost"))
    data = next(b["data"] for b in buttons(asked.card) if ":answer:" in b["data"].get("action", ""))
    invoke = platform.payload("click-execute", replyToId="m1")
    invoke["value"]["action"]["data"] = data
    answer = await tutor.click(invoke)
    put = (await tutor.settled())[0]
    assert (put.method, put.conversation, put.activity) == ("PUT", PERSONAL, "m1")
    assert answer == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.card.adaptive",
        "value": put.card,
    }


async def test_submit_updates(tutor: Tutor, platform: Platform) -> None:
    """The same click from a client that knows `Action.Submit` alone updates the message too."""
    asked = await tutor.answer(platform.payload("message-personal", text="quiz 1 cost"))
    data = next(b["data"] for b in buttons(asked.card) if ":answer:" in b["data"].get("action", ""))
    put = (await tutor.answers(platform.payload("click-submit", replyToId="m1", value=data)))[0]
    assert (put.method, put.activity) == ("PUT", "m1")


async def test_foreign_execute(tutor: Tutor, platform: Platform) -> None:
    """A click on what is no button of the tutor's is answered with an error in words."""
    answer = await tutor.click(platform.payload("click-execute-foreign"))
    assert (answer["statusCode"], answer["type"]) == (400, "application/vnd.microsoft.error")
    assert "not one of mine" in answer["value"]["message"]
    assert await tutor.settled() == []


async def test_welcomed_once(tutor: Tutor, platform: Platform) -> None:
    """Teams tells of one installation twice; the tutor greets once."""
    calls = await tutor.answers(platform.payload("install-personal-members-added"))
    calls += await tutor.answers(platform.payload("install-personal"))
    assert len(calls) == 1


async def test_group_is_told_who_added_the_tutor(tutor: Tutor, platform: Platform) -> None:
    """Once, by first name, which is asked of Teams where the activity does not tell it."""
    calls = await tutor.answers(platform.payload("install-group"))
    again = platform.payload("install-group", type="conversationUpdate", id="f:added")
    again["membersAdded"] = [{"id": again["recipient"]["id"]}]
    calls += await tutor.answers(again)
    (call,) = calls
    assert "ann added me here" in shown(call)
    assert "mention me" in shown(call)
    assert "quiz everyone" in shown(call)


async def test_nobody_says_who_added_the_tutor(tutor: Tutor, platform: Platform) -> None:
    """The group is greeted all the same, without a name."""
    platform.members_away = True
    call = await tutor.answer(platform.payload("install-group"))
    assert "hello everyone. i help you learn" in shown(call)


async def test_named_in_the_activity(tutor: Tutor, platform: Platform) -> None:
    """Where the activity says who added the tutor, nobody is asked."""
    named = platform.payload("install-group")
    named["from"] = named["from"] | {"name": "Example, Ann"}
    assert "ann added me here" in shown(await tutor.answer(named))
    assert platform.asked == []


@pytest.mark.parametrize(("added", "removed"), [("install-group", "uninstall-group"), (TEAM_ADDED, "uninstall-team")])
async def test_group_removes_and_adds(added: str, removed: str, tutor: Tutor, platform: Platform) -> None:
    """Taken out and added again, the tutor says hello once more; a daily quiz in a personal chat goes on."""
    await tutor.answers(platform.payload("message-personal", text="daily on"))
    assert await tutor.answers(platform.payload(added))
    assert await tutor.answers(platform.payload(removed)) == []
    assert "hello everyone" in shown(await tutor.answer(platform.payload(added, id="f:again")))
    learner, _ = await tutor.state()
    assert learner.daily is not None


async def test_daily_quiz_is_not_offered_to_a_group(tutor: Tutor, platform: Platform) -> None:
    """Whoever adds the tutor to a group after their hour is not offered their quiz before all."""
    await tutor.answers(platform.payload("message-personal", text="daily on 08:00 every day"))
    tutor.clock.at += timedelta(days=2)
    assert "hello everyone" in shown(await tutor.answer(platform.payload("install-group")))


@pytest.mark.parametrize(
    "text", ["/define RAG", "define RAG", "DEFINE rag", "/Define Rag", "<at>Tutor</at> /DEFINE RAG"]
)
async def test_commands_as_they_are_typed(text: str, tutor: Tutor, platform: Platform) -> None:
    """With a slash and without, in any case, with a mention before it or not."""
    entities = platform.payload("message-group-mention")["entities"] if "<at>" in text else []
    call = await tutor.answer(platform.payload("message-personal", text=text, entities=entities))
    assert "the usual way to do grounding" in shown(call)


@pytest.mark.parametrize("text", ["Hi", "hello", "HELP", "help", "/help"])
async def test_what_a_store_reviewer_types(text: str, tutor: Tutor, platform: Platform) -> None:
    """Greetings and calls for help are answered in any case, with something to press."""
    call = await tutor.answer(platform.payload("message-personal", text=text))
    assert buttons(call.card)


async def test_profile(tutor: Tutor, platform: Platform) -> None:
    """First name and time zone come with the activity, whichever way the name is written."""
    await tutor.answers(platform.payload("message-personal"))
    await tutor.answers(platform.payload("message-channel-thread-mention"))
    ann, _ = await tutor.state(ANN)
    bea, _ = await tutor.state(BEA)
    assert (ann.name, ann.zone, bea.name) == ("Ann", "Europe/London", "Bea")


async def test_a_zone_that_is_none(tutor: Tutor, platform: Platform) -> None:
    """A time zone by Windows' name is passed over."""
    named = platform.payload("message-personal", localTimezone="Pacific Standard Time", entities=[])
    await tutor.answers(named)
    learner, _ = await tutor.state(ANN)
    assert learner.zone == "UTC"


async def test_reference(tutor: Tutor, platform: Platform) -> None:
    """The way back is kept with the learner, from direct chats alone, and is the same at each message."""
    await tutor.answers(platform.payload("message-group-mention"))
    before, _ = await tutor.state(ANN, GROUP)
    assert before.home is None
    await tutor.answers(platform.payload("message-personal"))
    after, _ = await tutor.state(ANN)
    bot = platform.payload("message-personal")["recipient"]["id"]
    reference = {"service_url": platform.service_url, "bot": bot, "type": "personal"}
    assert after.home == Address("teams", TENANT, ANN, PERSONAL, reference=reference)


async def test_reference_follows_the_service_url(tutor: Tutor, platform: Platform) -> None:
    """When Teams serves a chat from elsewhere, the next message brings the way back up to date."""
    await tutor.answers(platform.payload("message-personal"))
    moved = platform.payload("message-personal", id="2", serviceUrl=f"{platform.url}/amer/")
    token = platform.token(serviceurl=f"{platform.url}/amer/")
    assert (await tutor.post(moved, f"Bearer {token}"))[0] == 200
    learner, _ = await tutor.state()
    assert learner.home is not None
    assert learner.home.reference["service_url"] == f"{platform.url}/amer/"


async def test_installed_again(tutor: Tutor, platform: Platform) -> None:
    """Whoever removes the app and adds it later is greeted once more, and once."""
    assert "hello" in shown(await tutor.answer(platform.payload("install-personal")))
    assert await tutor.answers(platform.payload("uninstall-personal")) == []
    assert "hello" in shown(await tutor.answer(platform.payload("install-personal", id="f:again")))
    assert await tutor.answers(platform.payload("install-personal-members-added", id="f:again-too")) == []


async def test_uninstalled(tutor: Tutor, platform: Platform) -> None:
    """When the app is removed the daily quiz ends, and nothing more is sent; a new message puts all right."""
    await tutor.answers(platform.payload("message-personal", text="daily on"))
    assert await tutor.answers(platform.payload("uninstall-personal")) == []
    learner, _ = await tutor.state(ANN)
    assert learner.daily is None
    assert await tutor.answer(platform.payload("message-personal", id="1763888400999", text="help"))
