"""The conversation in a terminal, with a console that is read instead of looked at."""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.app import App, build
from bot.channels.terminal import TerminalChannel
from bot.channels.terminal.view import view
from bot.settings import Settings
from dialogs.reply import Button, Buttons, Progress, Table, say
from dialogs.turn import Action


class Typing(Console):
    """A console whose input is a list of lines, and whose output is kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        super().__init__(file=io.StringIO(), width=100, highlight=False)
        self._lines = lines

    def input(self, *args: object, **kwargs: object) -> str:
        """The next line; end of input after the last."""
        for line in self._lines:
            return line
        raise EOFError

    @property
    def shown(self) -> str:
        """All that was printed."""
        assert isinstance(self.file, io.StringIO)
        return " ".join(self.file.getvalue().split())


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """A tutor with a database of its own."""
    app = build(Settings(database_url=f"sqlite:///{tmp_path}/tutor.db"))
    yield app
    await app.close()


async def talk(app: App, *lines: str) -> str:
    """What is shown when these lines are typed."""
    console = Typing(iter(lines))
    channel = TerminalChannel(app.turns, app.delivery, console)
    app.channels["terminal"] = channel
    await channel.converse()
    await app.delivery.drain()
    return console.shown


async def test_a_quiz(app: App) -> None:
    """Hello, a quiz by letter and by number, a table, and goodbye."""
    shown = await talk(app, "quiz 2", "a", "1", "2", "stop", "compare", "bye")
    for told in ("Hello", "Question 1 of 2", "A) ", "Next question", "Question 2 of 2", "Cost", "See you."):
        assert told in shown
    assert await app.store.run(lambda t: t.count("attempt")) == 2


async def test_comes_back(app: App) -> None:
    """The next time there is no welcome, and the open quiz goes on."""
    assert "Hello" in await talk(app, "quiz 2")
    shown = await talk(app, "hint")
    assert "Hello" not in shown
    assert "Hint 1:" in shown


async def test_is_shown_once(app: App) -> None:
    """What was printed is not printed again at the next start."""
    await talk(app, "RAG")
    assert "Retrieval-augmented" not in await talk(app)


def test_nothing_is_torn() -> None:
    """On a narrow terminal labels stay whole, each beside its number; a table has its title, a score its words."""
    labels = ("Start a quiz", "Explain step by step", "Try a business case", "What can you do?")
    buttons = Buttons(tuple(Button(label, Action("help", "show")) for label in labels))
    console = Console(file=io.StringIO(), width=40)
    console.print(view(say(Table("Costs", ("", "Now"), (("Set-up", "None"),)), Progress("Right", 1, 2), buttons)))
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    for told in ("Costs", "Right: 1 of 2", *(f"{n} {label}" for n, label in enumerate(labels, 1))):
        assert told in printed
