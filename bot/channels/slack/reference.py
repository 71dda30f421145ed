"""What only this channel needs to know to answer: the JSON in `Address.reference`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reference:
    """How to answer a turn where its channel and thread do not say it all.

    `url` is Slack's response URL for it: five messages within half an hour. `private`: only the person sees
    the answer. `hidden`: so it is with the message that was clicked. `thread`: a thread of a direct
    message. `asked`: the text of a command, whose answer may be shared. `about`: the message that a shortcut was used
    on, or the thread that it stands in, under which the answer may be repeated. `top`: what was said or clicked stands
    in no thread, so what one person alone is shown because of it does not either: nobody would see it there.
    """

    url: str = ""
    private: bool = False
    hidden: bool = False
    thread: str = ""
    asked: str = ""
    about: str = ""
    top: bool = False

    @classmethod
    def read(cls, reference: Mapping[str, Any]) -> "Reference":
        """As `write` wrote it."""
        return cls(**reference) if reference else PLAIN

    def write(self) -> dict[str, Any]:
        """The fields that say something."""
        fields = ("url", "private", "hidden", "thread", "asked", "about", "top")
        return {name: value for name in fields if (value := getattr(self, name))}


PLAIN = Reference()
