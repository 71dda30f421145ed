"""What the tutor says, in elements that every channel can show.

Text is in the Markdown subset of `content.markup`; words that a learner typed go through its `literal`.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Discriminator

from dialogs.turn import Action

Style = Literal["body", "title", "note"]
Surface = Literal["message", "private", "modal", "home"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or several; `title` is one line, `note` is small print."""

    text: str
    style: Style = "body"
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the course, and the public page that they rest on."""

    text: str
    source: str
    url: str
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Facts:
    """Short labels with their values."""

    pairs: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; the first column names the row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of something is done; shown as a bar and in words."""

    label: str
    done: int
    total: int
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose.

    Once it is settled, `mark` says in words what became of it, and `right` whether it belongs to the answer.
    """

    key: str
    text: str
    action: Action
    mark: str = ""
    right: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers to a question, each with its letter; settled ones can no longer be chosen.

    `brief`: they were read shortly before, so that a row of their letters is enough to choose by.
    """

    options: tuple[Choice, ...]
    settled: bool = False
    brief: bool = False
    kind: Literal["choices"] = "choices"


@dataclass(frozen=True, slots=True)
class Button:
    """Something that the learner may want next; typing the label does the same."""

    label: str
    action: Action
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """What the learner may want next, the likeliest first."""

    buttons: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whether this helped: two buttons, shown as the platform's own thumbs where it has some."""

    up: Button
    down: Button
    kind: Literal["opinion"] = "opinion"

    @property
    def buttons(self) -> tuple[Button, Button]:
        """Both, the better one first."""
        return (self.up, self.down)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: with `options` a choice of (value, label), without them words on one line.

    `long`: words of several sentences are wanted, and get room for them. `error` says what is wrong with what was
    sent, when the form comes back.
    """

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    several: bool = False
    value: tuple[str, ...] = ()
    optional: bool = False
    error: str = ""
    long: bool = False


@dataclass(frozen=True, slots=True)
class Inputs:
    """A form; sending it is a `Submit` whose form is the wire of `action`."""

    action: Action
    fields: tuple[Field, ...]
    submit: str
    kind: Literal["inputs"] = "inputs"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture and the words that stand for it."""

    url: str
    alt: str
    kind: Literal["image"] = "image"


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts."""

    kind: Literal["divider"] = "divider"


Element = Annotated[
    Text | Quote | Facts | Table | Progress | Choices | Buttons | Opinion | Inputs | Image | Divider,
    Discriminator("kind"),
]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the element at `at` may be worded from when it is sent: the question, and passages in course text."""

    question: str
    passages: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Refresh:
    """How a message that several people read shows each of these `users` how it stands for them.

    `action` is asked on behalf of whoever looks, and changes nothing. No users: everybody, where they are few.
    """

    action: Action
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to send; complete without anything but its elements."""

    elements: tuple[Element, ...]
    surface: Surface = "message"
    """`private`: for the learner's eyes alone; answering a click, it comes before what the click changes for others.

    So is `modal`, a form that a platform with windows of its own opens in one; elsewhere it is a message. `home`: what
    the learner's Home tab shows. What is said at an address that is `private` needs no surface to be so.
    """
    update: str = ""
    """The channel's id of the message whose place it takes."""
    draft: Draft | None = None
    """From what a language model may word it anew."""
    generated: bool = False
    """A language model has."""
    under: str = ""
    """The channel's id of the message that it belongs under, where there are threads and its address names none."""
    lead_back: int = 0
    """How many of its last elements only lead back to what else is open; a window goes without them.

    So does a private reply that is sent to another conversation.
    """
    again: Action | None = None
    """Says the same openly, for where others read along."""
    refresh: Refresh | None = None
    """How it stands for each reader; passed over by platforms that show everybody the same."""


def say(*elements: Element | str, update: str = "") -> Reply:
    """A reply of these elements; a plain string is a `Text`."""
    return Reply(tuple(Text(e) if isinstance(e, str) else e for e in elements), update=update)
