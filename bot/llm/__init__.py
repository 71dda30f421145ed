"""A language model that words answers. It decides nothing: what it may say stands in the passages that it is given.

Off unless `LLM_MODEL` is set. The client is an optional extra, loaded only then.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.observing import UNOBSERVED, Observer
from bot.settings import Settings, SettingsError
from bot.store import Store
from content.model import Course

if TYPE_CHECKING:
    from bot.llm.wordsmith import Model, Wordsmith


def create(
    settings: Settings,
    store: Store,
    course: Course,
    clock: Callable[[], datetime],
    observer: Observer = UNOBSERVED,
    through: "Callable[[Model], Model] | None" = None,
) -> "Wordsmith | None":
    """Who words answers, when the settings name a model; `through` may stand before that.

    Raises:
        SettingsError: they do, and the client is not installed.
    """
    if not settings.llm_model:
        return None
    try:
        from bot.llm.client import OpenAIModel  # noqa: PLC0415 - an extra, and slow to import
        from bot.llm.wordsmith import Wordsmith  # noqa: PLC0415 - nobody else needs what checks sentences
    except ImportError as error:
        raise SettingsError(
            "LLM_MODEL is set, but the client is not installed. Run: pip install 'chat-tutor[llm]'"
        ) from error
    model: Model = OpenAIModel(settings)
    return Wordsmith(through(model) if through else model, store, course, clock, settings, observer=observer)
