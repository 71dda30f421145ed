"""What a chat channel can show, and what breaks in it."""

import re
from collections.abc import Iterator

from content.lint.bank import Bank, Passage
from content.lint.registry import Problem, rule
from content.markup import parse
from content.model import OPTION_LIMIT

TEXT_LIMIT = 3000
"""Characters of one text block in Slack."""

_ESCAPED = re.compile(r"\\[\\`*_\[\]()\-#]")
_LEFT_OVER = re.compile(r"\*|`|(?<!\w)_[^_\s][^_]*_(?!\w)|~~|\]\(")
_FOREIGN = re.compile(
    r"<(?:/?[a-zA-Z][^>]*|[@#!][^>]*|https?:[^>]*)>|&(?:[a-z]+|#\d+);|(?<!\w):[a-z_+-]{2,}:(?!\w)"
    r"|^(?:#{1,6} |> |\d+[.)] |\|.*\||[*+] |```|---)|!\[",
    re.MULTILINE,
)
_SPECIAL = re.compile(r"[<>&]|(?<!\w)@\w+|\u00a0|\t")
_BARE_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
_EMPTY_LINK = re.compile(
    r"^(?:here|this|link|this link|click here|read more|more|source|page|https?://\S+)$", re.IGNORECASE
)
_EMOJI = re.compile("[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_COLOUR = re.compile(
    r"\b(?:(?:marked|shown|printed|written) (?:in )?|in )(?:red|green|amber)(?=[.,;:?!)]|$)"
    r"|\bthe (?:red|green|amber) (?:ones?|options?|answers?|marks?)\b"
)


@rule("error", r"close or remove the mark, or write \* for a real one")
def markup_broken(bank: Bank) -> Iterator[Problem]:
    r"""No mark of emphasis, code or link is left open: channels would show it, or take what follows for bold."""
    for passage in bank.passages:
        for block in parse(_ESCAPED.sub("", passage.text.raw)):
            for span in block.spans:
                if span.style == "plain" and (match := _LEFT_OVER.search(span.text)):
                    yield passage.place, f"{match[0]!r} stands by itself"


@rule("error", "write it in the subset: paragraphs, `- ` lists, **bold**, *italic*, `code`, [links](https://…)")
def markup_foreign(bank: Bank) -> Iterator[Problem]:
    """No HTML, tables, headings, numbered lists, entities, :codes: or images, which some channels show as signs.

    There are no images, so there is no alternative text that could be missing: say it in words.
    """
    for passage in bank.passages:
        if match := _FOREIGN.search(passage.text.raw):
            yield passage.place, f"{match[0]!r} is not in the Markdown subset of course texts"


@rule("warning", "write and, under, over; name people without @")
def character_special(bank: Bank) -> Iterator[Problem]:
    """No text has <, > or &, an @name or a tab: channels read them as links, mentions or their own marks."""
    for passage in bank.passages:
        if not _FOREIGN.search(passage.text.raw) and (match := _SPECIAL.search(passage.text.plain)):
            yield passage.place, f"{match[0]!r} has a meaning of its own in some channels"


@rule("error", "write [what it is](https://…)")
def link_text(bank: Bank) -> Iterator[Problem]:
    """Every link has a text that says where it leads; a screen reader reads the text alone."""
    for passage in bank.passages:
        for block in parse(passage.text.raw):
            for span in block.spans:
                if span.style == "plain" and (match := _BARE_LINK.search(span.text)):
                    yield passage.place, f"{match[0]!r} is a link without a text"
                if span.style == "link" and _EMPTY_LINK.match(span.text.strip()):
                    yield passage.place, f"{span.text!r} does not say where the link leads"


@rule("error", "write it plain; a button shows no style")
def label_markup(bank: Bank) -> Iterator[Problem]:
    """Options, needs, steps, titles and terms have no markup and no line break, as buttons show neither."""
    for passage in [*bank.labels, *_titles(bank)]:
        if passage.text.raw != passage.text.plain or "\n" in passage.text.raw:
            yield passage.place, f"{passage.text.raw[:40]!r} has markup or a line break"


@rule("error", f"shorten it to {OPTION_LIMIT} characters")
def label_length(bank: Bank) -> Iterator[Problem]:
    """Titles and terms, which become buttons, have 75 characters at most (options: the loader refuses longer ones)."""
    for passage in _titles(bank):
        if len(passage.text.plain) > OPTION_LIMIT:
            yield passage.place, f"a button would have to hold {len(passage.text.plain)} characters"


def _titles(bank: Bank) -> Iterator[Passage]:
    """What names a topic, a term, a case, a lesson, a comparison or a row or column of one."""
    for passage in bank.passages:
        if passage.field in {"title", "term", "columns"} and not {"sources", "objectives"} & set(passage.place):
            yield passage


@rule("error", "split it, or say less")
def text_length(bank: Bank) -> Iterator[Problem]:
    """No text has over 3,000 characters, which is what one text block of a channel holds."""
    for passage in bank.passages:
        if passage.field != "stem" and len(passage.text.plain) > TEXT_LIMIT:
            yield passage.place, f"the text has {len(passage.text.plain)} characters"


@rule("warning", "say it in words; the channel adds its own signs")
def sign_alone(bank: Bank) -> Iterator[Problem]:
    """No emoji, arrow or colour says what words do not: screen readers and a tenth of men would miss it."""
    for passage in bank.passages:
        if match := _EMOJI.search(passage.text.plain) or _COLOUR.search(passage.text.plain):
            yield passage.place, f"{match[0]!r} is a sign that not everybody sees"
