"""The public pages that the course rests on."""

import re
from collections import Counter
from collections.abc import Iterator

from content.lint.bank import Bank
from content.lint.registry import Problem, rule

_NO_TITLE = re.compile(
    r"^(?:https?://\S+|\S+\.\w{2,4}/\S*|here|link|source|this page|read more|website)$", re.IGNORECASE
)


@rule("warning", "read the page again, mend what it no longer says, and set `read_on` to that day")
def source_stale(bank: Bank) -> Iterator[Problem]:
    """A source was read no longer ago than the course's `stale_after_days`."""
    uses = _uses(bank)
    for key, source in bank.course.sources.items():
        age = (bank.today - source.read_on).days
        if age > bank.course.stale_after_days:
            message = f"the page was read {age} days ago, and {uses[key]} items rest on it"
            yield ("sources", key, "read_on"), message


@rule("error", "write the day on which somebody read the page")
def source_ahead(bank: Bank) -> Iterator[Problem]:
    """No source was read in the future (a day ahead is forgiven: the world has many dates)."""
    for key, source in bank.course.sources.items():
        if (source.read_on - bank.today).days > 1:
            yield ("sources", key, "read_on"), f"{source.read_on} is yet to come"


@rule("error", "write the page's title as its publisher does")
def source_untitled(bank: Bank) -> Iterator[Problem]:
    """A source's link has a text that says where it leads."""
    for key, source in bank.course.sources.items():
        if _NO_TITLE.match(source.title):
            yield ("sources", key, "title"), f"{source.title!r} does not say where the link leads"


@rule("warning", "cite it where it belongs, or remove it")
def source_unused(bank: Bank) -> Iterator[Problem]:
    """Every source is cited somewhere."""
    uses = _uses(bank)
    for key in bank.course.sources:
        if not uses[key]:
            yield ("sources", key), "nothing rests on this source"


@rule("warning", "keep one of them, and cite that")
def source_twice(bank: Bank) -> Iterator[Problem]:
    """No two sources are the same page."""
    seen: dict[str, str] = {}
    for key, source in bank.course.sources.items():
        page = source.url.split("#")[0].rstrip("/").lower()
        if page in seen:
            yield ("sources", key, "url"), f"this is the page of {seen[page]!r}"
        seen.setdefault(page, key)


def _uses(bank: Bank) -> Counter[str]:
    """How many items cite each source."""
    cited = (getattr(item.model, "sources", ()) for item in bank.items.values() if item.place)
    return Counter(key for keys in cited for key in keys)
