"""Texts of other programs, HTML among them, in the Markdown subset of the course."""

import re
from html.parser import HTMLParser

_MEANT = re.compile(r"[\\`*\[]|^-(?= )", re.MULTILINE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|&#?\w+;")
_BLOCKS = frozenset({"p", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}


def from_format(name: str, text: str) -> str:
    """A text in one of Moodle's formats (markdown, html, plain, moodle) as ours."""
    if name == "markdown":
        return text
    if name != "plain" and _TAG.search(text):
        return from_html(text)
    return escaped(text)


def escaped(text: str) -> str:
    """A text none of whose characters is meant as markup."""
    return _MEANT.sub(lambda match: "\\" + match[0], text)


def from_html(text: str) -> str:
    """The words of HTML with bold, italic, code, links, bullets and paragraphs; what else there was is gone."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.said.append("\n\n")
        elif tag == "br":
            self.said.append("\n")
        elif tag == "li":
            self.said.append("\n- ")
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self.said.append("[" if self._links[-1].startswith("https://") else "")
        else:
            self.said.append(_MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.said.append("\n\n")
        elif tag == "a" and self._links:
            address = self._links.pop()
            self.said.append(f"]({address})" if address.startswith("https://") else "")
        else:
            self.said.append(_MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self.said.append(escaped(re.sub(r"\s+", " ", data)))
