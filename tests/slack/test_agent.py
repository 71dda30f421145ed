"""The agent's surface: a working state where an answer takes long, prompts, titles, and what old assistants send."""

import asyncio
from pathlib import Path

from bot.channels import Intake
from bot.channels.slack.status import READING, WORDING, Waiting
from bot.channels.wrapped import WrappedIntake
from dialogs.turn import Turn
from tests.slack.tutor import Tutor, sqlite_url
from tests.slack.tutor import tutor as serving
from tests.slack.workspace import CHANNEL, DIRECT, TEAM, Call, Workspace, fault, shown


class Slow(WrappedIntake):
    """An intake that waits until somebody has seen that it works."""

    def __init__(self, intake: Intake, seen: asyncio.Event) -> None:
        super().__init__(intake)
        self._seen = seen

    async def receive(self, turn: Turn) -> bool:
        """In a while."""
        await self._seen.wait()
        return await super().receive(turn)


async def _status(slack: Workspace) -> Call:
    while (call := await slack.aside()).method != "assistant.threads.setStatus":
        pass
    return call


async def test_a_slow_answer_is_seen_to_be_worked_on(slack: Workspace, tmp_path: Path) -> None:
    """With texts that change, under what was written, in a direct message and in a channel alike."""
    for name, where, thread in (
        ("message-direct", DIRECT, "1763888400.000100"),
        ("message-direct-thread", DIRECT, "1763888400.000100"),
        ("mention", CHANNEL, "1763888420.000100"),
    ):
        seen = asyncio.Event()
        folder = tmp_path / name
        folder.mkdir()
        async with serving(slack, sqlite_url(folder), lambda intake: Slow(intake, seen), silence=0) as tutor:  # noqa: B023
            posted = asyncio.create_task(tutor.post(slack.payload(name)))
            status = await _status(slack)
            assert (status.body["channel_id"], status.body["thread_ts"]) == (where, thread)
            assert status.body["status"]
            assert 1 < len(status.body["loading_messages"]) <= 10
            assert slack.calls.empty()
            seen.set()
            assert await posted == 200
            assert len(await tutor.settled()) == 1


async def test_a_quick_answer_has_none(tutor: Tutor, slack: Workspace) -> None:
    """Nor has what is told to one person alone."""
    for name in ("message-direct", "command-term", "click-direct"):
        await tutor.answers(slack.payload(name))
    asides = [slack.asides.get_nowait().method for _ in range(slack.asides.qsize())]
    assert set(asides) <= {"users.info"}


async def test_where_nothing_was_written_there_is_none(slack: Workspace, tmp_path: Path) -> None:
    """A quiz that a shortcut begins, and an answer that is shared, have no message that a state could stand under."""
    async with serving(slack, sqlite_url(tmp_path), silence=0) as tutor:
        for name in ("shortcut-quiz", "click-share"):
            await tutor.answers(slack.payload(name))
    asides = [slack.asides.get_nowait().method for _ in range(slack.asides.qsize())]
    assert "assistant.threads.setStatus" not in asides


async def test_a_state_is_never_shown_after_the_answer() -> None:
    """One that is on its way is waited for; one that was not sent yet never is."""
    shown_: list[str] = []
    begun, held = asyncio.Event(), asyncio.Event()

    async def show(_: str, status: object) -> None:
        begun.set()
        await held.wait()
        shown_.append(str(status))

    waiting = Waiting(show, 0)
    assert waiting.begin("turn", TEAM, {"channel_id": DIRECT})
    assert not waiting.begin("turn", TEAM, {"channel_id": DIRECT}, WORDING)
    await begun.wait()
    ended = asyncio.create_task(waiting.end("turn"))
    await asyncio.sleep(0)
    assert not ended.done()
    held.set()
    await ended
    assert len(shown_) == 1
    assert WORDING["status"] in shown_[0]
    assert READING["status"] not in shown_[0]
    later = Waiting(show, 3600)
    later.begin("turn", TEAM, {})
    await later.end("turn")
    await later.end("turn")
    later.begin("other", TEAM, {})
    await later.close()
    assert len(shown_) == 1


async def test_an_assistant_of_old(tutor: Tutor, slack: Workspace) -> None:
    """Its threads begin with a welcome and prompts in them, and get their title from what is said first."""
    welcome = await tutor.answer(slack.payload("assistant-begun"))
    thread = slack.payload("assistant-begun")["event"]["assistant_thread"]["thread_ts"]
    assert (welcome.body["channel"], welcome.body["thread_ts"]) == (DIRECT, thread)
    assert "Hello" in shown(welcome)
    prompts = next(call for call in [await slack.aside(), await slack.aside()] if "prompts" in call.body)
    assert (prompts.body["channel_id"], prompts.body["thread_ts"]) == (DIRECT, thread)
    assert 0 < len(prompts.body["prompts"]) <= 4
    message = slack.payload("message-direct-thread")
    message["event"] |= {"thread_ts": thread, "text": "what is\ngrounding, and " + "why " * 40}
    answer = await tutor.answer(message)
    assert answer.body["thread_ts"] == thread
    title = await slack.aside()
    assert (title.method, title.body["thread_ts"]) == ("assistant.threads.setTitle", thread)
    assert title.body["title"].startswith("what is grounding, and why")
    assert len(title.body["title"]) <= 60
    message["event"] |= {"ts": "1763888999.000001"}
    await tutor.answer(message)
    assert slack.asides.empty()


async def test_what_is_refused_beside_an_answer(tutor: Tutor, slack: Workspace) -> None:
    """A workspace without the agent's surface is answered all the same."""
    slack.faults["assistant.threads.setSuggestedPrompts"].append(fault("not_allowed_token_type"))
    assert "Hello" in shown(await tutor.answer(slack.payload("opened-messages")))
