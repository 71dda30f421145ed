"""Forms in windows of their own: opened in time, filled in, corrected, cancelled, and what else becomes of them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_sdk.models.views import View

from bot.channels.slack.triggers import Triggers
from dialogs.learner import Daily
from tests.render.blocks import check_blocks
from tests.slack.tutor import Tutor, encoded, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import ANN, CHANNEL, DIRECT, Call, Json, Workspace, control, controls, fault, shown


def pressed(name: str, slack: Workspace, wire: str, n: int = 1) -> Json:
    """A click on a control with this value."""
    click = slack.payload(name)
    click["actions"][0] |= {"value": wire, "action_ts": f"1763888600.{n:06}"}
    return click


def sent(slack: Workspace, opened: Call, n: int = 1, **values: str | None) -> Json:
    """The form of a window, filled in and sent; fields that are not named are as they were."""
    view = opened.body["view"]
    filled = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element, name = block["element"], block["block_id"].rpartition(":")[2]
            given = element.get("initial_option", {}).get("value", element.get("initial_value"))
            value = values.get(name, given)
            typed = element["type"] == "plain_text_input"
            how = {"value": value} if typed else {"selected_option": value and {"value": value}}
            filled[block["block_id"]] = {element["action_id"]: {"type": element["type"], **how}}
    return slack.payload("form-sent") | {"view": view | {"state": {"values": filled}}, "trigger_id": f"7.7.{n}"}


def check_modal(call: Call) -> None:
    """What Slack asks of a window: its own model's rules, and those that it misses."""
    assert call.method == "views.open"
    view = call.body["view"]
    assert view["type"] == "modal"
    check_blocks(view["blocks"], limit=100)
    assert View(**view).to_dict() == view
    assert all(0 < len(view[part]["text"]) <= 24 for part in ("title", "submit", "close"))
    assert len(view["private_metadata"]) <= 3000
    assert len(view["callback_id"]) <= 255
    assert any(block["type"] == "input" for block in view["blocks"])
    assert not any(block["type"] == "actions" for block in view["blocks"])


async def asked(tutor: Tutor, slack: Workspace) -> Call:
    """A question in the direct message."""
    return await tutor.answer(slack.payload("click-direct"))


async def answered(tutor: Tutor, slack: Workspace) -> Call:
    """Its answer, wrong or right, with the way to challenge it."""
    value = controls(await asked(tutor, slack))[0]["value"]
    return await tutor.answer(pressed("click-direct", slack, value))


@pytest.mark.parametrize(
    ("name", "wire", "title"),
    [
        ("click-direct", "daily:change", "Your daily quiz"),
        ("click-direct", "feedback:form", "Tell the author"),
        ("click-thread", "daily:change", "Your daily quiz"),
        ("click-foreign", "feedback:form", "Tell the author"),
        ("click-hidden", "feedback:form", "Tell the author"),
        ("click-direct", "feedback:why:cost:0123abcd", "Tell the author why"),
    ],
)
async def test_a_click_opens_a_window(name: str, wire: str, title: str, tutor: Tutor, slack: Workspace) -> None:
    """The form is in it, and nothing is said where the click was."""
    call = await tutor.answer(pressed(name, slack, wire))
    check_modal(call)
    assert call.body["trigger_id"] == slack.payload(name)["trigger_id"]
    assert call.body["view"]["title"]["text"] == title


@pytest.mark.parametrize("text", ["daily change", "feedback"])
async def test_a_command_opens_a_window(text: str, tutor: Tutor, slack: Workspace) -> None:
    """Its own response is empty, so that Slack says nothing in the channel."""
    command = slack.payload("command-quiz") | {"text": text}
    status, body = await tutor.deliver(*encoded(command))
    assert (status, body) == (200, b"")
    (call,) = await tutor.settled()
    check_modal(call)
    assert json.loads(call.body["view"]["private_metadata"])["conversation"] == CHANNEL


async def test_settings_from_the_home_tab(tutor: Tutor, slack: Workspace) -> None:
    """The window opens over it; what is saved is told in the direct message, and seen in the tab."""
    home = await tutor.answer(slack.payload("opened-home"))
    click = slack.payload("click-home")
    click["actions"][0] |= {"value": control(home, "Daily settings")["value"]}
    opened, drawn = sorted(await tutor.answers(click), key=lambda call: call.method)
    check_modal(opened)
    assert drawn.method == "views.publish"
    told = await tutor.answer(sent(slack, opened, at="07:00", count="5", days="all", zone="Lisbon"))
    assert (told.method, told.body["channel"]) == ("chat.postMessage", DIRECT)
    assert "5 short questions" in shown(told)
    assert (await tutor.state())[0].daily == Daily(at=Daily().at.replace(hour=7), weekdays_only=False, count=5)


async def test_a_field_at_fault(tutor: Tutor, slack: Workspace) -> None:
    """It is told beside the field, by the response itself; nothing is kept, and the window stays for another try."""
    opened = await tutor.answer(pressed("click-direct", slack, "daily:change"))
    response = await tutor.answer(sent(slack, opened, zone="Lisbonn"))
    assert (response.method, response.body["response_action"]) == ("response", "errors")
    assert response.body["errors"] == {"form:0:zone": "I know no time zone of that name. Did you mean Europe/Lisbon?"}
    assert (await tutor.state())[0].daily is None
    told = await tutor.answer(sent(slack, opened, n=2, zone="Lisbon"))
    assert "Lisbon time" in shown(told)


async def test_too_many_words(tutor: Tutor, slack: Workspace) -> None:
    """They are told of at their field, and so is a reason that is missing."""
    opened = await tutor.answer(pressed("click-direct", slack, "feedback:form"))
    response = await tutor.answer(sent(slack, opened, about="about.tutor", words="w" * 1_200))
    assert set(response.body["errors"]) == {"form:0:reason", "form:0:words"}
    assert "1,200 characters" in response.body["errors"]["form:0:words"]
    assert await tutor.count("feedback") == 0


async def test_a_challenge(tutor: Tutor, slack: Workspace) -> None:
    """It reaches the author with the question's id and revision; thanks come where the question is, and it goes on."""
    told = await answered(tutor, slack)
    opened = await tutor.answer(pressed("click-direct", slack, control(told, "Challenge")["value"], 2))
    check_modal(opened)
    assert "The marked answer is wrong" in json.dumps(opened.blocks)
    thanks = await tutor.answer(sent(slack, opened, reason="two", words="Both fit."))
    assert (thanks.method, thanks.body["channel"]) == ("chat.postMessage", DIRECT)
    assert "your challenge" in shown(thanks)
    assert control(thanks, "Next question")
    assert await tutor.count("feedback") == 1


async def test_a_challenge_that_is_cancelled(tutor: Tutor, slack: Workspace) -> None:
    """Slack tells nobody of that; the quiz is as it was, by button and by word."""
    told = await answered(tutor, slack)
    before = (await tutor.state())[1]
    await tutor.answer(pressed("click-direct", slack, control(told, "Challenge")["value"], 2))
    assert (await tutor.state())[1].stack == before.stack
    follow = slack.payload("message-direct")
    follow["event"] |= {"text": "next question", "ts": "1763888700.000001"}
    assert "Question 2 of 5" in shown(await tutor.answer(follow))


async def test_a_letter_typed_behind_a_window(tutor: Tutor, slack: Workspace) -> None:
    """A form opened while a question waits covers nothing up: a letter still answers it."""
    await asked(tutor, slack)
    check_modal(await tutor.answer(pressed("click-direct", slack, "feedback:form", 2)))
    letter = slack.payload("message-direct")
    letter["event"] |= {"text": "b", "ts": "1763888700.000001"}
    assert await tutor.answer(letter)
    assert await tutor.count("attempt") == 1


async def test_confirmed_where_it_was_opened(tutor: Tutor, slack: Workspace) -> None:
    """In a channel it is told to the person alone, in that thread, through the response URL of the click."""
    opened = await tutor.answer(pressed("click-thread", slack, "feedback:form"))
    thanks = await tutor.answer(sent(slack, opened, about="about.tutor", reason="praise"))
    assert (thanks.method, thanks.body["response_type"]) == ("respond", "ephemeral")
    assert thanks.body["thread_ts"] == slack.payload("click-thread")["message"]["thread_ts"]
    assert thanks.path.endswith(slack.payload("click-thread")["response_url"].rpartition("/")[2])


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id", "invalid_arguments"])
async def test_a_window_that_slack_does_not_open(error: str, tutor: Tutor, slack: Workspace) -> None:
    """The same form comes as a message, and is sent from there."""
    slack.faults["views.open"].append(fault(error))
    tried, form = await tutor.answers(pressed("click-direct", slack, "feedback:form"))
    assert (tried.method, form.method) == ("views.open", "chat.postMessage")
    assert control(form, "Send")["action_id"] == "form:0"
    assert [b["block_id"] for b in form.blocks if b["type"] == "input"] == [
        b["block_id"] for b in tried.blocks if b["type"] == "input"
    ]


async def test_a_window_whose_opening_nobody_knows_of(tutor: Tutor, slack: Workspace) -> None:
    """Slack failed in between: later the form comes as a message, so that nothing is lost."""
    slack.faults["views.open"].append(fault("fatal_error", 500))
    await tutor.answers(pressed("click-direct", slack, "feedback:form"))
    (form,) = await tutor.later(minutes=1)
    assert form.method == "chat.postMessage"
    assert "What is it about?" in json.dumps(form.blocks)


async def test_without_a_click(tutor: Tutor, slack: Workspace) -> None:
    """Words open no window: the form is a message, in a channel one for that person alone."""
    typed = slack.payload("message-direct")
    typed["event"] |= {"text": "daily change"}
    form = await tutor.answer(typed)
    assert (form.method, form.body["channel"]) == ("chat.postMessage", DIRECT)
    assert control(form, "Save")
    mention = slack.payload("mention")
    mention["event"] |= {"text": "<@U0LAN0Z89> feedback"}
    form = await tutor.answer(mention)
    assert (form.method, form.body["user"]) == ("chat.postEphemeral", ANN)


async def test_a_form_in_a_message_stays_there(tutor: Tutor, slack: Workspace) -> None:
    """What is wrong with it is told in the message, though its button could open a window."""
    typed = slack.payload("message-direct")
    typed["event"] |= {"text": "feedback"}
    form = await tutor.answer(typed)
    send = control(form, "Send")
    click = slack.payload("click-direct")
    click["actions"][0] |= {"action_id": send["action_id"], "value": send["value"]}
    told = await tutor.answer(click)
    assert told.method == "chat.update"
    assert "Please choose one of these." in shown(told)


async def test_sent_twice(tutor: Tutor, slack: Workspace) -> None:
    """A delivery that comes again closes the window and is nothing new; a form sent anew is."""
    opened = await tutor.answer(pressed("click-direct", slack, "feedback:form"))
    payload = sent(slack, opened, about="about.tutor", reason="idea")
    assert len(await tutor.answers(payload)) == 1
    assert await tutor.answers(payload) == []
    assert await tutor.count("feedback") == 1
    assert len(await tutor.answers(sent(slack, opened, n=2, about="about.tutor", reason="idea"))) == 1


async def test_after_a_restart(slack: Workspace, tmp_path: Path) -> None:
    """Nothing of a window is kept by the tutor: another process takes what is sent from it."""
    async with serving(slack, sqlite_url(tmp_path)) as tutor:
        opened = await tutor.answer(pressed("click-thread", slack, "daily:change"))
    async with serving(slack, sqlite_url(tmp_path)) as tutor:
        told = await tutor.answer(sent(slack, opened, at="08:00"))
        assert "The daily quiz is on" in shown(told)


@pytest.mark.parametrize(
    "spoil",
    [
        {"private_metadata": ""},
        {"private_metadata": '{"conversation":"../x"}'},
        {"private_metadata": "[]"},
        {"callback_id": "nonsense"},
        {"type": "home"},
    ],
)
async def test_a_form_that_is_none_of_ours(spoil: Json, tutor: Tutor, slack: Workspace) -> None:
    """It is accepted and forgotten."""
    payload = slack.payload("form-sent")
    payload["view"] |= spoil
    assert await tutor.answers(payload) == []
    assert await tutor.count("turn") == 0


async def test_a_trigger_lasts_a_moment() -> None:
    """It opens one window, and none once Slack would not take it any more."""
    triggers = Triggers()
    triggers.hold("turn", "1.2")
    assert (triggers.take("turn"), triggers.take("turn")) == ("1.2", "")
    late = Triggers(0)
    late.hold("turn", "1.2")
    late.hold("next", "1.3")
    assert late.take("turn") == ""


@pytest.fixture
async def hasty(slack: Workspace, tmp_path: Path) -> AsyncIterator[Tutor]:
    """A tutor whose commands do not wait for their answers."""
    async with serving(slack, sqlite_url(tmp_path), patience=0) as tutor:
        yield tutor


async def test_a_command_that_was_responded_to_already(hasty: Tutor, slack: Workspace) -> None:
    """The window opens all the same, while its trigger lasts."""
    command = slack.payload("command-quiz") | {"text": "feedback"}
    check_modal(await hasty.answer(command))
