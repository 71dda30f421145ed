"""What the text formats say alike: elements made of several texts, as lines of spans."""

from collections.abc import Iterator
from itertools import zip_longest

from bot.render.words import https, paragraphs, remembered, spans, words
from content.markup import Block, Span
from dialogs.reply import Image, Progress, Quote, Reply, Table, Text

BAR = 10
"""Characters of a progress bar."""

SOURCE = "Source: "
"""How the note begins that says where a statement can be read."""


@remembered
def choice(key: str, text: str, mark: str) -> Block:
    """The letter, the answer, and in words what became of it."""
    line = (Span(words(key), "bold"), Span("  "), *spans(text))
    return Block((*line, Span("  — "), Span(words(mark), "bold")) if words(mark) else line)


@remembered
def lettered(key: str, text: str, separator: str) -> str:
    """The letter and the answer without style, as for a button."""
    return separator.join(filter(None, (words(key), words(text))))


def fact(label: str, value: str) -> Block:
    """The label and its value."""
    return Block((Span(f"{words(label)}:", "bold"), Span(" "), *spans(value)))


def quoted(quote: Quote) -> tuple[Block, ...]:
    """The quoted words between quotation marks."""
    blocks = paragraphs(quote.text)
    if not blocks:
        return ()
    *before, last = (Block((Span("“"), *blocks[0].spans), blocks[0].bullet), *blocks[1:])
    return (*before, Block((*last.spans, Span("”")), last.bullet))


def source(quote: Quote) -> Block:
    """Where the quoted words can be read."""
    name, url = words(quote.source), https(quote.url)
    if not (name or url):
        return Block(())
    return Block((Span(SOURCE), Span(name or url, "link", url) if url else Span(name)))


def sources(reply: Reply) -> tuple[Span, ...]:
    """The pages that a reply rests on, as links: of its quotes, and of the notes that begin with "Source: "."""
    quotes = [source(element) for element in reply.elements if isinstance(element, Quote)]
    notes = [e.text for e in reply.elements if isinstance(e, Text) and e.style == "note" and e.text.startswith(SOURCE)]
    blocks = (*quotes, *(block for note in notes for block in paragraphs(note)))
    return tuple(dict.fromkeys(span for block in blocks for span in block.spans if span.style == "link"))


def picture(image: Image) -> Block:
    """A picture where none can be shown: its words, and where it is."""
    alt, url = words(image.alt) or "Picture", https(image.url)
    return Block((Span(alt, "link", url) if url else Span(alt),))


def share(progress: Progress) -> tuple[int, int]:
    """How much is done of how much, made plausible."""
    total = max(progress.total, 0)
    return min(max(progress.done, 0), total), total


def counted(progress: Progress) -> str:
    """The progress in words."""
    done, total = share(progress)
    label = words(progress.label)
    return f"{label}: {done} of {total}" if label else f"{done} of {total}"


def bar(progress: Progress, full: str, empty: str, width: int = BAR) -> str:
    """The progress as characters; only what is complete fills the bar."""
    done, total = share(progress)
    filled = width * done // total if total else 0
    return full * filled + empty * (width - filled)


def grid(table: Table) -> tuple[list[str], list[list[str]]]:
    """The header and the rows, without style and all of one length; empty where no cell says anything."""
    lines = [[cell(text) for text in row] for row in (table.header, *table.rows)]
    columns = max(map(len, lines))
    header, *rows = [line + [""] * (columns - len(line)) for line in lines]
    return header, [row for row in rows if any(row)]


def cell(text: str) -> str:
    """The words of a table's cell, links with their address."""
    return " ".join("".join(f"{s.text} ({s.url})" if s.style == "link" else s.text for s in spans(text)).split())


def row_by_row(table: Table) -> Iterator[Block]:
    """A table for where none can be drawn: each row by its name, with a bullet for each further column."""
    header = [words(text) for text in table.header]
    for row in table.rows:
        for n, (head, text) in enumerate(zip_longest(header, row, fillvalue="")):
            if not words(text):
                continue
            if n == 0:
                yield Block((Span(f"{head}: " if head else ""), Span(words(text), "bold")))
            else:
                yield Block((Span(f"{head}: " if head else ""), *spans(text)), bullet=True)
