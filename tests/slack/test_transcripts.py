"""Every transcript as signed payloads through the server, seen in the blocks that came back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape, unescape

import pytest

from dialogs.turn import Action, Event, Message, Open, Submit
from tests.render.blocks import check, check_blocks
from tests.slack.tutor import Tutor
from tests.slack.workspace import Call, Json, Workspace, controls, shown
from tests.talk import Rehearsal, Said, flat, transcripts

ELSEWHERE = (("daily", None),)
"""A step that does not begin in Slack: nobody types the hour of the daily quiz."""

SURFACES = {"chat": "opened-messages", "home": "opened-home"}


@dataclass(frozen=True, slots=True)
class Control:
    """A button, or an option of a menu, and the message or view it stands in."""

    call: Call
    element: Json
    value: str
    names: tuple[str, ...]


@dataclass
class Script(Rehearsal):
    """Finds what a step presses on what was shown last."""

    calls: list[Call] = field(default_factory=list)
    seen: str = ""
    used: Control | None = None

    def control(self, label: str) -> Action:
        """The action of the control that begins with these words; of a form's button where there are none."""
        for found in self.controls():
            form = found.element["action_id"].startswith("form:")
            if form if not label else any(name.lower().startswith(label.lower()) for name in found.names):
                self.used = found
                return Action.parse(found.value)
        raise LookupError(f"no control {label!r} among {[found.names for found in self.controls()]}")

    def controls(self) -> Iterator[Control]:
        """Everything that can be pressed on what was shown last."""
        for call in self.calls:
            if call.method == "views.open":
                view = call.body["view"]
                yield Control(call, {"action_id": "form:0"}, view["callback_id"], (view["submit"]["text"],))
            for element in controls(call):
                if "options" in element:
                    for option in element["options"]:
                        yield Control(call, element, option["value"], (option["text"]["text"],))
                else:
                    names = (element["text"]["text"], element.get("accessibility_label", ""))
                    yield Control(call, element, element["value"], names)


class Played:
    """A learner in Slack, who follows a transcript."""

    def __init__(self, tutor: Tutor, slack: Workspace) -> None:
        self._tutor = tutor
        self._slack = slack
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
        calls = await self._tutor.answers(self._payload(meant))
        for call in calls:
            check_call(call)
        window = any(call.method == "views.open" or "errors" in call.body for call in calls)
        behind = script.seen if window else ""  # a window stands before what was there
        if not any("errors" in call.body for call in calls):
            script.calls, script.seen = calls or script.calls, " ".join(map(shown, calls)) or script.seen
        return flat(unescape(" ".join((*map(shown, calls), behind))))

    def _payload(self, event: Event) -> Json:
        match event:
            case Message(text):
                payload = self._slack.payload("message-direct")
                said = {"text": escape(text, quote=False), "ts": f"1763888400.{self._steps:06}"}
                return payload | {"event": payload["event"] | said}
            case Open(surface):
                return self._slack.payload(SURFACES[surface]) | {"event_id": f"Ev{self._steps:08}"}
            case Action():
                return self._click({})
            case Submit(_, values):
                return self._click(dict(values))
        raise AssertionError(event)

    def _click(self, values: Json) -> Json:
        """A click on the control that was found, with what its form was filled in with."""
        used = self._script.used
        assert used is not None
        if used.call.method == "views.open":
            view = used.call.body["view"] | {"state": {"values": dict(_filled(used, values))}}
            return self._slack.payload("form-sent") | {"view": view, "trigger_id": f"1.2.{self._steps}"}
        at_home = used.call.method == "views.publish"
        payload = self._slack.payload("click-home" if at_home else "click-direct")
        menu = {"selected_option": {"value": used.value}} if "options" in used.element else {}
        stamp = f"1763888400.{self._steps:06}"
        payload["actions"] = [used.element | menu | {"action_ts": stamp}]
        payload["state"] = {"values": dict(_filled(used, values))}
        if at_home:
            payload["view"] |= used.call.body["view"]
        else:
            payload["message"] |= {"ts": used.call.ts, "blocks": used.call.blocks}
            payload["container"]["message_ts"] = used.call.ts
        return payload


def check_call(call: Call) -> None:
    """What Slack asks of whatever is shown, and what people do who do not see it."""
    if call.method.startswith("views."):
        check_blocks(call.blocks, limit=100)
    elif "response_action" not in call.body:
        check(call.body)


def _filled(used: Control, values: Json) -> Iterator[tuple[str, Json]]:
    """What Slack says of a form's fields, one block each."""
    form = used.element["action_id"]
    for block in used.call.blocks:
        if block["type"] == "input" and block["block_id"].startswith(f"{form}:"):
            element, name = block["element"], block["block_id"].removeprefix(f"{form}:")
            value = values.get(name, ())
            given = [value] if isinstance(value, str) else list(value)
            known = {option["value"]: option for option in element.get("options", [])}
            kind = element["type"]
            if kind == "plain_text_input":
                filled: Json = {"value": ", ".join(given) or None}
            elif kind in {"checkboxes", "multi_static_select"}:
                filled = {"selected_options": [known[value] for value in given]}
            else:
                filled = {"selected_option": known[given[0]] if given else None}
            yield block["block_id"], {element["action_id"]: {"type": kind, **filled}}


@pytest.mark.parametrize("name", transcripts())
async def test_transcript(name: str, tutor: Tutor, slack: Workspace) -> None:
    """Each step is answered in blocks, with what must be seen and without what must not."""
    played = Played(tutor, slack)
    for number, said in enumerate(transcripts()[name], 1):
        if (said.do, said.value) in ELSEWHERE:
            continue
        seen = await played.step(said)
        said.check(f"{name}, step {number}", seen)
