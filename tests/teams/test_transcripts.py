"""Every transcript as signed activities through the server, seen on the cards that came back."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from dialogs.turn import Action, Event, Message, Open, Submit
from tests.talk import Rehearsal, Said, flat, transcripts
from tests.teams.platform import Call, Json, Platform, buttons
from tests.teams.tutor import Tutor

ELSEWHERE = (("open", "home"), ("daily", None))
"""Steps that do not begin in Teams: it has no home, and nobody types the hour of the daily quiz."""


@dataclass
class Script(Rehearsal):
    """Finds what a step presses on what was shown last."""

    cards: list[Call] = field(default_factory=list)

    def control(self, label: str) -> Action:
        """The action of the button that begins with these words, on the latest cards."""
        data = self.pressed(lambda named: named.lower().startswith(label.lower()))[1]["data"]
        return Action.parse(data.get("action") or data["form"])

    def pressed(self, wanted: Any) -> tuple[str, Json]:
        """The first button whose name is wanted, and the id of the message on which it stands."""
        for call in self.cards:
            for button in buttons(call.card):
                names = [" ".join(button.get(key, "").split()) for key in ("tooltip", "title")]
                if any(map(wanted, names)):
                    return call.id, button
        raise LookupError(f"no such button among {[b['title'] for c in self.cards for b in buttons(c.card)]}")


class Played:
    """A learner in Teams, who follows a transcript."""

    def __init__(self, tutor: Tutor, platform: Platform) -> None:
        self._tutor = tutor
        self._platform = platform
        self._script = Script()
        self._steps = 0

    async def step(self, said: Said) -> str:
        """Take one step; what is then read."""
        script = self._script
        meant = script.means(said, *await self._tutor.state(), self._tutor.clock.at)
        self._tutor.clock.at = script.at
        if meant is None:
            return ""
        self._tutor.clock.at += timedelta(minutes=1)
        self._steps += 1
        calls = await self._tutor.answers(self._activity(meant))
        script.cards = calls or script.cards
        return flat(" ".join(text for call in calls for text in call.words))

    def _activity(self, event: Event) -> Json:
        number = {"id": str(1763888400000 + self._steps)}
        match event:
            case Message(text):
                return self._platform.payload("message-personal", **number, text=text)
            case Open():
                return self._platform.payload("install-personal", **number)
            case Action():
                return self._click(number, {"action": str(event)}, {})
            case Submit(form, values):
                return self._click(number, {"form": form}, dict(values))
        raise AssertionError(event)

    def _click(self, number: Json, wanted: Json, filled: dict[str, Any]) -> Json:
        """A click on the button with this data, its inputs filled in as a client does."""
        message, data = next(
            (call.id, button["data"])
            for call in self._script.cards
            for button in buttons(call.card)
            if wanted.items() <= button["data"].items()
        )
        inputs = {
            name: value if isinstance(value, str) else ",".join(quote(v, safe=" ") for v in value)
            for name, value in filled.items()
        }
        activity = self._platform.payload("click-execute", **number, replyToId=message)
        activity["value"]["action"]["data"] = data | inputs
        return activity


@pytest.mark.parametrize("name", transcripts())
async def test_transcript(name: str, tutor: Tutor, platform: Platform) -> None:
    """Each step is answered on cards, with what must be seen and without what must not."""
    played = Played(tutor, platform)
    for number, said in enumerate(transcripts()[name], 1):
        if (said.do, said.value) in ELSEWHERE:
            continue
        shown = await played.step(said)
        said.check(f"{name}, step {number}", shown)
