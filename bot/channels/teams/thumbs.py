"""Teams' own thumbs, which it shows under what a language model wrote, and what they say."""

import hashlib
import json
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from bot.recent import Recent
from dialogs.reply import Opinion, Reply
from dialogs.turn import Action, Submit

FEEDBACK = "message/submitAction"
"""The name of the invoke that tells of a thumb."""

LOOP = {"feedbackLoop": {"type": "default"}}
"""The `channelData` of a message under which Teams shows its thumbs."""

REMEMBERED = 2_000
"""Messages whose answer is known; a thumb under an older one is kept without its topic."""

_VERBS = {"like": "helpful", "dislike": "unhelpful"}


class _Told(BaseModel):
    """What was chosen; `feedback` is JSON, with the words that Teams asked for."""

    reaction: str
    feedback: str = ""


class _Feedback(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)

    action_name: str
    action_value: _Told


class Thumbs:
    """Knows which answer stands in which message, by ids alone, for as long as the process runs."""

    def __init__(self) -> None:
        self._answers: Recent[tuple[str, str], tuple[str, ...]] = Recent(REMEMBERED)

    def shown(self, reply: Reply) -> Reply:
        """The reply as it is drawn: where Teams shows its thumbs, the card has none of its own."""
        if not reply.generated:
            return reply
        return replace(reply, elements=tuple(e for e in reply.elements if not isinstance(e, Opinion)))

    def sent(self, conversation: str, message: str, reply: Reply) -> None:
        """This reply became that message."""
        opinion = next((e for e in reply.elements if isinstance(e, Opinion)), None)
        if opinion is None or not reply.generated or not message:
            return
        self._answers[conversation, message] = opinion.up.action.args

    def pressed(self, conversation: str, message: str, value: object) -> Submit | None:
        """What a thumb under a message says; `None` where it is none of ours."""
        try:
            told = _Feedback.model_validate(value)
        except ValidationError:
            return None
        verb = _VERBS.get(told.action_value.reaction)
        if told.action_name != "feedback" or verb is None:
            return None
        unknown = ("", hashlib.sha256(message.encode()).hexdigest()[:8])
        about = self._answers.get((conversation, message), unknown)
        words = _words(told.action_value.feedback)
        return Submit(
            str(Action("feedback", "rated", about)), {"reason": (verb,)} | ({"words": (words,)} if words else {})
        )


def _words(feedback: str) -> str:
    """What was written in Teams' form; nothing where that is not as Teams sends it."""
    try:
        told = json.loads(feedback or "{}")
    except (ValueError, RecursionError):
        return ""
    words = told.get("feedbackText") if isinstance(told, dict) else None
    return words if isinstance(words, str) else ""
