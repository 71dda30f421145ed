"""One of everything that the tutor can say, as the page keeps it."""

import json

from playwright.async_api import Page

from bot.render import html
from dialogs.reply import (
    Button,
    Buttons,
    Choice,
    Choices,
    Divider,
    Facts,
    Field,
    Inputs,
    Opinion,
    Progress,
    Quote,
    Reply,
    Table,
    Text,
    say,
)
from dialogs.turn import Action

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 3
PRESS = Action("help", "show")
MARKS = (("your answer, right", True), ("your answer, not right", False), ("", False), ("", True))

REPLIES: tuple[Reply, ...] = (
    say(
        Text("A title", "title"),
        Text(f"Words, **bold**, *italic*, `code` and a [link](https://example.org).\n\n- one\n- {LONG}"),
        Text("Small print with a [link](https://example.org).", "note"),
        Quote("What the course says.", "A page", "https://example.org"),
        Divider(),
        Buttons((Button("Likeliest", PRESS, primary=True), Button(f"Another {LONG}", PRESS))),
        Opinion(Button("Helpful", PRESS), Button("Not helpful", PRESS)),
    ),
    say(
        Facts((("Right", "3 of 4"), (LONG, LONG))),
        Table(
            "Three ways",
            ("", "Pretrained", "Fine-tuned", "Grounded"),
            (("Cost", "low", LONG, "in between"), ("Set-up", "none, ready the same day", "weeks", "days")),
        ),
        Progress("Questions seen", 3, 9),
    ),
    say(
        Text("A question?"),
        Choices(tuple(Choice(key, f"An answer {LONG}", PRESS) for key in "ABCD")),
        Choices(tuple(Choice(key, f"An answer {LONG}", PRESS) for key in "ABCD"), brief=True),
    ),
    say(
        Choices(
            tuple(
                Choice(key, "An answer", PRESS, mark, right) for key, (mark, right) in zip("ABCD", MARKS, strict=True)
            ),
            settled=True,
        ),
    ),
    say(
        Inputs(
            PRESS,
            (
                Field("one", "Choose one", (("a", "Grounding"), ("b", LONG))),
                Field("several", "Choose some", (("a", "Grounding"), ("b", "Both")), several=True, value=("a",)),
                Field("long", "Choose of many", tuple((str(n), f"Number {n}") for n in range(20))),
                Field("line", "Your city", value=("Paris",)),
                Field("words", "Say why", optional=True, long=True),
            ),
            "Send my answer",
        ),
        Buttons((Button("Likeliest", PRESS, primary=True), Button("Another", PRESS))),
    ),
)


async def show(page: Page) -> None:
    """Make these the conversation of an open page, with words of the learner and a note."""
    entries = [
        {"id": f"sample-{n}", "by": "tutor", "at": n * 10**8, "html": html.render(reply)}
        for n, reply in enumerate(REPLIES)
    ]
    entries.insert(2, {"id": "own", "by": "learner", "at": 10**9, "text": f"My words {LONG}"})
    entries.insert(3, {"id": "note", "by": "page", "at": 10**9, "text": f"Something went wrong. {LONG}"})
    await page.evaluate("state => localStorage.setItem('chat-tutor', state)", json.dumps({"entries": entries}))
    await page.reload()
    await page.locator("[data-id=sample-4]").wait_for()
