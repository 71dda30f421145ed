"""`chat-tutor learn`."""

from pathlib import Path

import click

from bot.cli.shared import folder_argument, summary
from content.loader import SHIPPED, load
from content.phrasings import build as learn_phrasings
from content.phrasings.wishes import FILE as WISHES_FILE
from content.search.index import FILE as MODEL_FILE
from content.search.model import build as learn_course
from content.search.model import pack


@click.command(epilog="Example: chat-tutor learn my-course")
@folder_argument
def learn(folder: Path) -> None:
    """Learn how a course's topics are asked for, and keep that beside it, so that the tutor starts at once.

    A course that changed since is learned anew at each start; nothing else depends on this. With the shipped course,
    the phrasings of what people want of the tutor are learned as well, which are the same for every course.
    """
    course = load(folder)
    (folder / MODEL_FILE).write_bytes(pack(learn_course(course)))
    if folder.resolve() == SHIPPED.resolve():
        WISHES_FILE.write_bytes(learn_phrasings().packed())
    click.echo(f"Learned {summary(course)}.")
