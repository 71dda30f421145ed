"""`chat-tutor ask`."""

from datetime import UTC, datetime

import click
from rich.console import Console

from bot.channels.terminal.view import view
from bot.cli.shared import course_in_use, for_people
from bot.router import Router
from content.search import Index
from dialogs import all_dialogs
from dialogs.learner import Conversation, Learner
from dialogs.turn import Address, Message, Turn


@click.command(epilog='Example: chat-tutor ask "does grounding stop made-up answers?"')
@click.argument("question", nargs=-1, required=True)
@for_people
def ask(question: tuple[str, ...]) -> None:
    """Ask one question; nothing is kept."""
    address = Address("terminal", "local", "asking", "asking")
    turn = Turn("ask", address, Message(" ".join(question)), datetime.now(UTC))
    course, folder = course_in_use()
    router = Router(all_dialogs(course, Index(course, folder)))
    outcome = router.route(turn, Learner("terminal", "local", "asking"), Conversation("terminal", "local", "", "", ""))
    Console(highlight=False).print(*map(view, outcome.replies))
