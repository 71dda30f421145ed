"""Each entry point of Slack, from a recorded payload to its effect."""

import json

import pytest

from tests.slack.tutor import Tutor
from tests.slack.workspace import ANN, BOB, BOT_TOKEN, CHANNEL, DIRECT, Workspace, control, controls, fault, shown
from tests.talk import dialogs

RAG = "etrieval-augmented generation"


@pytest.mark.parametrize(
    ("name", "channel", "thread", "seen"),
    [
        ("message-direct", DIRECT, None, RAG),
        ("message-direct-thread", DIRECT, "1763888400.000100", RAG),
        ("message-direct-file", DIRECT, None, "What would you like to know?"),
        ("message-direct-entities", DIRECT, None, "Cost"),
        ("mention", CHANNEL, "1763888420.000100", "Source:"),
        ("mention-in-thread", CHANNEL, "1763888400.000050", "Grounding"),
        ("mention-group", "G0ROUPDM1", "1763888440.000100", "Source:"),
        ("click-direct", DIRECT, None, "Question 1 of 5"),
        ("click-menu", DIRECT, None, "Question 1 of 5"),
        ("click-thumb", DIRECT, None, "Sorry about that"),
        ("click-thread", CHANNEL, "1763888420.000100", "Question 1 of 3"),
    ],
)
async def test_what_is_answered(
    name: str, channel: str, thread: str | None, seen: str, tutor: Tutor, slack: Workspace
) -> None:
    """Each is answered where it happened, in words too, and with our token."""
    call = await tutor.answer(slack.payload(name))
    assert (call.method, call.body["channel"], call.body.get("thread_ts")) == (
        "chat.postMessage",
        channel,
        thread,
    )
    assert seen in shown(call)
    assert call.body["text"]
    assert call.token == f"Bearer {BOT_TOKEN}"


@pytest.mark.parametrize(
    "name",
    [
        "mention-twin",
        "message-channel",
        "message-own",
        "message-bot",
        "message-edited",
        "message-deleted",
        "message-joined",
        "opened-about",
        "event-channel-renamed",
        "event-unheard-of",
        "interaction-unheard-of",
        "rate-limited",
        "shortcut-unheard-of",
        "assistant-elsewhere",
        "click-link",
        "click-not-ours",
    ],
)
async def test_what_is_none_of_ours(name: str, tutor: Tutor, slack: Workspace) -> None:
    """It is accepted, so that Slack does not send it again, and nothing is kept or said."""
    assert await tutor.answers(slack.payload(name)) == []
    assert await tutor.count("turn") == 0


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("command-bare", "What I can do"),
        ("command-term", RAG),
        ("command-quiz", "Question 1 of 3"),
        ("command-in-direct", "Grounding"),
        ("command-payload", "outside this section"),
    ],
)
async def test_a_command(name: str, seen: str, tutor: Tutor, slack: Workspace) -> None:
    """The response itself answers whoever typed it, alone; that place never becomes their home."""
    call = await tutor.answer(slack.payload(name))
    assert (call.method, call.body["response_type"]) == ("response", "ephemeral")
    assert seen in shown(call)
    assert call.body["text"]
    assert (await tutor.state())[0].home is None


async def test_help_is_complete(tutor: Tutor, slack: Workspace) -> None:
    """`/tutor help` names each thing that can be said, with an example that does it, but for what needs no telling."""
    told = shown(await tutor.answer(slack.payload("command-bare") | {"text": "help"}))
    specs = [spec for dialog in dialogs() for spec in dialog.commands]
    missing = {spec.name for spec in specs if spec.example not in told}
    assert missing <= {"hello", "thanks", "ask"}
    assert "question in your own words" in told


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("quizz", "Question 1 of 5"),
        ("hlep", "What I can do"),
        ("frobnicate", "I have nothing on"),
        ("/frobnicate now", "I know no command"),
        ("status", "Nothing answered yet"),
        ("unsubscribe", "The daily quiz is not on"),
        ("<script>", "I have nothing on"),
    ],
)
async def test_unknown_words_after_the_command(text: str, seen: str, tutor: Tutor, slack: Workspace) -> None:
    """What was likely meant is done; else it is said, with ways on by button."""
    call = await tutor.answer(slack.payload("command-bare") | {"text": text})
    assert seen in shown(call)
    assert controls(call)


async def test_the_address_of_a_new_app_is_verified(tutor: Tutor, slack: Workspace) -> None:
    """Slack's challenge comes back to it."""
    payload = slack.payload("url-verification")
    status, body = await tutor.deliver(json.dumps(payload).encode(), "application/json")
    assert (status, json.loads(body)) == (200, {"challenge": payload["challenge"]})


async def test_the_chat_is_opened(tutor: Tutor, slack: Workspace) -> None:
    """The first time there is a welcome, and prompts each time; the prompts name no thread."""
    opened = slack.payload("opened-messages")
    assert "Hello" in shown(await tutor.answer(opened))
    for name in ("users.info", "assistant.threads.setSuggestedPrompts"):
        call = await slack.aside()
        assert call.method == name
    assert set(call.body) == {"channel_id", "prompts"}
    assert call.body["channel_id"] == DIRECT
    assert [set(prompt) for prompt in call.body["prompts"]] == [{"title", "message"}] * 4
    assert await tutor.answers(opened | {"event_id": "Ev0PV52K99"}) == []
    assert (await slack.aside()).method == "assistant.threads.setSuggestedPrompts"


async def test_home_is_opened_before_the_chat(tutor: Tutor, slack: Workspace) -> None:
    """The chat says hello all the same, and a number typed there is none of Home's buttons."""
    await tutor.answers(slack.payload("opened-home"))
    _, conversation = await tutor.state()
    assert conversation.offered == ()
    assert "Hello" in shown(await tutor.answer(slack.payload("opened-messages")))


async def test_the_home_tab_is_opened(tutor: Tutor, slack: Workspace) -> None:
    """It shows today's quiz and the progress, to whoever opened it."""
    call = await tutor.answer(slack.payload("opened-home"))
    assert (call.method, call.body["user_id"]) == ("views.publish", ANN)
    view = call.body["view"]
    assert (view["type"], view["private_metadata"]) == ("home", DIRECT)
    assert "Today" in shown(call)
    assert "Your progress" in shown(call)


async def test_a_button_of_the_home_tab(tutor: Tutor, slack: Workspace) -> None:
    """What it does is told in the direct message, and then seen in the tab."""
    assert "Turn daily on" in shown(await tutor.answer(slack.payload("opened-home")))
    first, second = await tutor.answers(slack.payload("click-home"))
    told, drawn = (first, second) if first.method == "chat.postMessage" else (second, first)
    assert (told.method, told.body["channel"]) == ("chat.postMessage", DIRECT)
    assert "The daily quiz is on" in shown(told)
    assert drawn.method == "views.publish"
    assert "Turn daily off" in shown(drawn)
    assert (await tutor.state())[0].daily is not None


async def test_a_thumb_under_an_answer(tutor: Tutor, slack: Workspace) -> None:
    """An answer has Slack's own thumbs, which a screen reader can tell apart; one that is pressed is kept, once."""
    asked = slack.payload("message-direct")
    asked["event"]["text"] = "does RAG retrain the model?"
    answer = await tutor.answer(asked)
    (row,) = [block for block in answer.blocks if block["type"] == "context_actions"]
    (pair,) = row["elements"]
    spoken = [pair[thumb]["accessibility_label"] for thumb in ("positive_button", "negative_button")]
    assert spoken == ["Helpful", "Not helpful"]
    thumb = slack.payload("click-thumb")
    await tutor.answers(thumb)
    await tutor.answers(thumb)
    assert await tutor.count("feedback") == 1


async def test_a_click_changes_its_message(tutor: Tutor, slack: Workspace) -> None:
    """An answer takes the place of its question."""
    asked = await tutor.answer(slack.payload("click-direct"))
    click = slack.payload("click-direct")
    click["actions"][0] |= {"value": controls(asked)[0]["value"], "action_ts": "1763888499.000001"}
    click["container"]["message_ts"] = "1763888500.000001"
    answered = await tutor.answer(click)
    assert (answered.method, answered.body["ts"]) == ("chat.update", "1763888500.000001")
    assert "your answer" in shown(answered) or "Right." in shown(answered)


async def test_a_click_on_what_only_one_person_sees(tutor: Tutor, slack: Workspace) -> None:
    """It is answered to them alone; an answer takes the place of its question there too."""
    asked = await tutor.answer(slack.payload("click-hidden"))
    assert (asked.method, asked.body["response_type"]) == ("respond", "ephemeral")
    assert "Question 1 of 3" in shown(asked)
    click = slack.payload("click-hidden")
    click["actions"][0] |= {"value": controls(asked)[0]["value"], "action_ts": "1763888499.000001"}
    answered = await tutor.answer(click)
    assert (answered.method, answered.body["replace_original"]) == ("respond", True)


async def test_a_click_on_somebody_elses_message(tutor: Tutor, slack: Workspace) -> None:
    """It is answered to whoever clicked alone, in that thread, and the message stays as it is."""
    call = await tutor.answer(slack.payload("click-foreign"))
    assert (call.method, call.body["response_type"]) == ("respond", "ephemeral")
    assert (call.body["replace_original"], call.body["thread_ts"]) == (False, "1763888420.000100")
    assert (await tutor.state(BOB))[0].home is None


@pytest.mark.parametrize("place", ["C0UNINVITED", "G0ROUPDM1", "D0OTHERS01"], ids=["channel", "group", "direct"])
async def test_where_the_tutor_is_not(place: str, tutor: Tutor, slack: Workspace) -> None:
    """A command is answered in any conversation, shared in it, and gone on with by its buttons, by response URLs alone.

    What is shared between two people never makes their chat the place of somebody's daily quiz.
    """
    slack.faults["chat.postMessage"].extend(fault("channel_not_found") for _ in range(2))
    private = await tutor.answer(slack.payload("command-term") | {"channel_id": place})
    assert RAG in shown(private)
    share = slack.payload("click-share")
    share["channel"]["id"] = share["container"]["channel_id"] = place
    shared = await tutor.answer(share)
    assert (shared.method, shared.body["response_type"]) == ("respond", "in_channel")
    for user in (ANN, BOB):
        click = slack.payload("click-thread")
        click["channel"]["id"] = click["container"]["channel_id"] = place
        click["user"]["id"] = user
        click["message"]["blocks"] = shared.blocks
        click["actions"][0] |= {"value": control(shared, "Quiz me")["value"], "action_ts": "1763888499.000009"}
        told = (await tutor.answers(click))[-1]
        assert (told.method, told.body["response_type"]) == ("respond", "in_channel" if user == ANN else "ephemeral")
        assert "Question 1 of" in shown(told)
        assert (await tutor.state(user))[0].home is None


async def test_an_answer_to_somebody_elses_question(tutor: Tutor, slack: Workspace) -> None:
    """It counts for nobody, and only whoever clicked hears of it."""
    asked = await tutor.answer(slack.payload("click-thread"))
    click = slack.payload("click-foreign")
    click["message"]["blocks"] = asked.blocks
    click["actions"][0] |= {"value": controls(asked)[0]["value"]}
    told = await tutor.answer(click)
    assert (told.method, told.body["response_type"]) == ("respond", "ephemeral")
    assert "put to somebody else" in shown(told)
    assert await tutor.count("attempt") == 0


async def test_a_message_in_a_channel_says_whom_it_is_for(tutor: Tutor, slack: Workspace) -> None:
    """Its first controls carry the person, where people do not see it; in a direct message nothing does."""
    call = await tutor.answer(slack.payload("mention"))
    assert controls(call)[0]["block_id"] == f"for:{ANN}"
    call = await tutor.answer(slack.payload("message-direct"))
    assert not any("for:" in json.dumps(block) for block in call.blocks)


async def test_an_answer_is_shared(tutor: Tutor, slack: Workspace) -> None:
    """A look-up may be put before the channel, once; it says who shared it, and touches nobody's quiz."""
    private = await tutor.answer(slack.payload("command-term"))
    assert control(private, "Share")["value"] == "RAG"
    share = slack.payload("click-share")
    call = await tutor.answer(share)
    assert (call.method, call.body["response_type"]) == ("respond", "in_channel")
    assert RAG in shown(call)
    assert f"<@{ANN}>" in shown(call)
    assert "Share to channel" not in shown(call)
    share["actions"][0]["action_ts"] = "1763888499.000001"
    assert await tutor.answers(share) == []


@pytest.mark.parametrize("name", ["command-bare", "command-quiz"])
async def test_what_is_not_shared(name: str, tutor: Tutor, slack: Workspace) -> None:
    """Help, and what belongs to one learner, cannot be shared."""
    assert "Share to channel" not in shown(await tutor.answer(slack.payload(name)))


async def test_a_long_command_is_not_shared(tutor: Tutor, slack: Workspace) -> None:
    """The button could not carry it."""
    command = slack.payload("command-term") | {"text": "what does retrieval augmented generation mean" * 3}
    assert "Share to channel" not in shown(await tutor.answer(command))


async def test_an_answer_to_a_quiz_by_command_is_not_shared(tutor: Tutor, slack: Workspace) -> None:
    """It has a source, but is the learner's own."""
    await tutor.answer(slack.payload("command-quiz"))
    command = slack.payload("command-term") | {"text": "a", "trigger_id": "133.7.b"}
    assert not any("Share to channel" in shown(call) for call in await tutor.answers(command))


async def test_a_form(tutor: Tutor, slack: Workspace) -> None:
    """What is filled in reaches the dialog with the click on its button."""
    click = slack.payload("click-direct")
    click["actions"][0] |= {"action_id": "form:2", "value": "quiz:answer:nothing"}
    click["state"] = {
        "values": {
            "form:2:0": {"form:2:0": {"type": "radio_buttons", "selected_option": {"value": "a"}}},
            "form:2:1": {"form:2:1": {"type": "checkboxes", "selected_options": []}},
            "other": {"other": {"type": "plain_text_input", "value": None}},
        }
    }
    assert "I do not know that button" in shown(await tutor.answer(click))
