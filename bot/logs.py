"""The log of a server: JSON lines for machines, colours for people, with the id of the turn in either."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

from bot.observing import TURN

_RICH = sys.modules.get("rich")
sys.modules["rich"] = None  # type: ignore[assignment]
import structlog  # noqa: E402 - where it finds rich, it loads 4 MB for drawing exceptions with values of variables

if _RICH is None:
    del sys.modules["rich"]
else:
    sys.modules["rich"] = _RICH

OURS = ("bot", "dialogs", "content")
"""What logs ids and sizes, never words. Others log what they send, so they are heard from `WARNING` on."""

Event = MutableMapping[str, Any]


def configure(level: str, stream: TextIO = sys.stderr) -> None:
    """Write what `logging` gets to the stream, in place of what was set up before."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _turn,
        _fault,
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(stream)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def _renderer(stream: TextIO) -> structlog.typing.Processor:
    if stream.isatty():
        return structlog.dev.ConsoleRenderer(colors=True, sort_keys=False)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _turn(_: object, __: str, event: Event) -> Event:
    """With the id of the turn that the line is about."""
    if turn := TURN.get():
        event["turn"] = turn
    return event


def _fault(_: object, __: str, event: Event) -> Event:
    """With the places and the kind of an exception; not with its words or values, which may be a learner's."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_told(error))
    return event


def _told(error: BaseException) -> list[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [] if cause is None else [*_told(cause), "which led to:"]
    places = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    return [*before, *([places] if places else []), f"{type(error).__module__}.{type(error).__qualname__}"]
