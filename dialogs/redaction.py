"""Takes out of a question what may tell who asked it, before it is kept for the author.

Rather too much than too little: what looks like a name, an address or a number goes, even where it is none. Two
things it cannot see: a name in lower case without a cue ("my name is", "hi", "our client"), and what only insiders
would know somebody by.
"""

import re
import unicodedata
from itertools import groupby

from content.search.words import EVERYDAY

LIMIT = 300
"""Characters of a question that are kept."""

_READ = 800
"""Characters that are looked at."""

_LINK, _ADDRESS, _MENTION, _NUMBER, _NAME, _WORDS = map(chr, range(0xE000, 0xE006))
_MARKS = {
    _LINK: "[link]",
    _ADDRESS: "[address]",
    _MENTION: "[mention]",
    _NUMBER: "[number]",
    _NAME: "[name]",
    _WORDS: "[words]",
}
"""While it is read a mark is a character for private use, of which a question has none."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "＇": "'"})
_WORD = r"[^\W\d_]+(?:['-][^\W\d_]+)*"

_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), mark)
    for pattern, mark in (
        (r"<at\b[^>]*>.*?</at>|<[@#!][^<>]*>", _MENTION),
        (r"<?[a-z][a-z0-9+.-]*:(?://|\\\\)\S*|\S*://\S*|\bwww\.\S+|\bmailto:\S+", _LINK),
        (r"[\w.+-]+ ?[(\[{<]at[)\]}>] ?\S+|\b[\w.+-]+ at [\w-]+(?: (?:dot|punkt) \w+)+", _ADDRESS),
        (r"\S+@\S+|\S+ @ \S+", _ADDRESS),
        (r"\S*@\S*|(?<!\w)#[\w-]+", _MENTION),
        (r"(?<![\w.-])(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#:]\S*)?", _LINK),
        (r"\S*\\\S*|(?<!\S)[~.]{0,2}/\S+", _LINK),
        (r"[+(]*(?<!\w)\w*\d\w*(?:[\s().,/:+–-]+\w*\d\w*)*", _NUMBER),
        (
            rf"{_NUMBER}\s+(?:\w+\s+){{0,3}}?(?:streets?|st|roads?|rd|avenue|ave|lane|drive|boulevard|blvd|square|court"
            r"|close|place|way|alley)\b\.?",
            _ADDRESS,
        ),
        (r"\b\w+\s+(?:street|avenue|boulevard)\b", _ADDRESS),
        (r"\b\w+(?:straße|strasse|gasse|allee|platz)\b", _ADDRESS),
        (r"\b(?:rue|calle|piazza|avenida|rua)\s+\w+(?:\s+\w+){0,3}", _ADDRESS),
        (rf"{_ADDRESS}[\s,]*{_NUMBER}", _ADDRESS),
    )
)

_CUES = tuple(
    re.compile(pattern + rf"[\s,.:!–-]+(?=[^\W\d_{''.join(_MARKS)}])", re.IGNORECASE)
    for pattern in (
        r"\b(?:my name(?: is|'s)?|name is|named|call(?:ed)? me|i am|i'm|im|this is|called|signed|ich bin|ich heiße"
        r"|je suis|je m'appelle|soy|me llamo|sono|mi chiamo|ik ben)",
        r"\b(?:hi|hello|hey|hiya|hallo|dear|good (?:morning|afternoon|evening|day)|bonjour|salut|hola|ciao|moin)",
        r"\b(?:thanks|thank you|thx|cheers|(?:kind |best |warm )?regards|best wishes|sincerely|yours|merci|danke)",
        r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|herrn?|frau|monsieur|madame|mme|señora?|sra?)\b",
        r"\b(?:my|our|his|her|their|the|your) (?:boss|manager|colleague|co-?worker|client|customer|friend|wife|husband"
        r"|partner|brother|sister|son|daughter|assistant|lawyer|director|chief|ceo|cto|cfo|cio|head)(?:,| is called)?",
        r"\b(?:working|works?|worked|employed|consultant|lawyer|partner|director|manager|head|chief|engineer|intern)"
        r" (?:at|for|of)",
        r"\b(?:based|live|lives|living|located|offices?|born) (?:in|at|near)",
    )
)
"""Before a name, however it is written."""

_FOLLOWING = re.compile(rf"\s*,?\s*({_WORD})")
_PARTICLES = re.compile(
    rf"\b(?:(?:van|von|der|den|de|da|di|du|del|della|la|le|bin|al|el|ter)\s+)+(?={_NAME})", re.IGNORECASE
)
_SIGNED = re.compile(rf"(?<=[\n–—-])\s*({_WORD}(?:\s+{_WORD})?)[\s.!]*$")
_BESIDE_START = " \"'“„«(*-"
_ENDS = frozenset(".?!:;\n")

_PLAIN = EVERYDAY | frozenset(
    "isn aren wasn weren doesn don didn hasn haven won couldn wouldn shouldn ain explain describe compare show list"
    " name define suppose imagine assume consider help hi hello hey dear please thanks thank yes no ok okay sorry"
    " according although unless until since however also besides maybe perhaps if whether says said thinks thought"
    " asks asked wants wanted told tells claims insists believes keeps confused trying wondering looking working lost"
    " curious interested asking thinking building planning sure unsure stuck worried happy learning reading preparing"
    " considering afraid team tutor there everyone everybody all folks you course question questions yet regarding"
    " concerning given"
    " was wie warum wann wer wo welche welcher ist sind kann können gibt comment pourquoi quel quelle quels est peut"
    " que qué cómo cuándo cuánto por come cosa quando perché quale quanto wat hoe waarom".split()
)
"""Words that are no name where a sentence starts, nor after a cue."""

_AMBIGUOUS = frozenset("will may".split())
"""Everyday words that are names too; with a capital inside a sentence they are taken for one."""

_FIELD = frozenset(
    "ai api apis gdpr eu uk us usa hipaa ml nlp gpu gpus cpu it hr pdf pdfs csv sql faq faqs roi kpi kpis sla saas crm"
    " erp gpt lora qa ui ux rlhf peft mcp bert chatgpt copilot sharepoint onedrive excel powerpoint outlook"
    " english french german spanish italian portuguese dutch polish chinese korean japanese arabic hindi".split()
)
"""What any course of this field may be asked about, and what names no person and no customer."""


def unmarked(text: str) -> str:
    """Redacted text without its marks."""
    for shown in _MARKS.values():
        text = text.replace(shown, " ")
    return text


class Redactor:
    """Redacts questions about one course, whose own words stay."""

    def __init__(self, known: frozenset[str]) -> None:
        """`known`: what the course calls its things by, in lower case."""
        self._known = frozenset(word for word in known if len(word) > 1) | _FIELD

    def redact(self, text: str) -> str:
        """At most `LIMIT` characters of the text, with marks such as `[name]` where something was taken out."""
        text = _plain(text)
        for pattern, mark in _PATTERNS:
            text = pattern.sub(mark, text)
        text = "".join(_WORDS if uncased else "".join(run) for uncased, run in groupby(text, _is_uncased))
        for cue in _CUES:
            text = self._cued(cue, text)
        text = _SIGNED.sub(lambda match: self._signature(match[1]), text)
        text = _PARTICLES.sub("", self._capitals(text))
        for mark in _MARKS:
            text = re.sub(rf"{mark}(?:[\s,.&+-]*{mark})+", mark, text)
        return _shown(" ".join(text.split()))

    def _cued(self, cue: re.Pattern[str], text: str) -> str:
        """Without the two words after each cue, as far as they may be a name."""
        done, rest = "", text
        while (match := cue.search(rest)) is not None:
            done, rest = done + rest[: match.end()], rest[match.end() :]
            for _ in range(3):
                following = _FOLLOWING.match(rest)
                if following is None or self._is_plain(following[1]):
                    break
                done, rest = f"{done} {_NAME}", rest[following.end() :]
        return done + rest

    def _signature(self, words: str) -> str:
        return " " + " ".join(word if self._is_plain(word) else _NAME for word in words.split())

    def _is_plain(self, word: str) -> bool:
        return all(part in _PLAIN or part in self._known for part in _parts(word))

    def _capitals(self, text: str) -> str:
        """Without words that have a capital and that neither the language nor the course asks for it."""
        found = [match for match in re.finditer(_WORD, text) if match[0] != match[0].lower()]
        taken = [self._is_name(match, text) for match in found]
        for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
            step = -1 if order.step > 0 else 1
            for n in order:  # "Price" beside a name is one itself
                near = taken[n + step] and _side_by_side(found[n], found[n + step], text)
                taken[n] = taken[n] or (near and self._may_be_name(found[n], text))
        done, at = "", 0
        for match, name in zip(found, taken, strict=True):
            done += text[at : match.start()] + (_NAME if name else match[0])
            at = match.end()
        return done + text[at:]

    def _is_name(self, match: re.Match[str], text: str) -> bool:
        if match[0] == "I" or (_starts(match, text) and self._is_plain(match[0])):
            return False
        parts = _parts(match[0])
        return any(part in _AMBIGUOUS or not (part in self._known or part in EVERYDAY) for part in parts)

    def _may_be_name(self, match: re.Match[str], text: str) -> bool:
        """Whether a word of the course may be part of a name: with one capital, and not where a sentence starts."""
        word = match[0]
        return word.istitle() and len(word) > 1 and word.lower() not in EVERYDAY and not _starts(match, text)


def _starts(match: re.Match[str], text: str) -> bool:
    """Whether a word is the first of its sentence."""
    before = text[: match.start()].rstrip(_BESIDE_START)
    return not before or before[-1] in _ENDS


def _plain(text: str) -> str:
    """The text with one kind of quotes and of digits, without marks on letters and without what is not seen."""
    if len(text) > _READ:
        text = text[:_READ].rpartition(" ")[0]
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character.isspace():
        return "\n" if character in "\n\r" else " "
    if unicodedata.category(character)[0] in "CM":
        return ""
    return "0" if character.isnumeric() and not character.isalpha() else character


def _is_uncased(character: str) -> bool:
    """Whether a letter is of a script without capitals, by which names are known elsewhere."""
    return character.isalpha() and character.lower() == character.upper()


def _parts(word: str) -> list[str]:
    """The parts of a word, in lower case, without what an apostrophe added."""
    parts = word.lower().split("-")
    return [part.partition("'")[0] if part.partition("'")[2] in _CLITICS else part for part in parts]


_CLITICS = frozenset(("", "s", "re", "ve", "ll", "d", "m", "t"))


def _side_by_side(one: re.Match[str], other: re.Match[str], text: str) -> bool:
    first, second = sorted((one, other), key=lambda match: match.start())
    return text[first.end() : second.start()] in {" ", "-", " & "}


def _shown(text: str) -> str:
    """With the marks written out, cut between words where that is too long."""
    words = text
    for mark, shown in _MARKS.items():
        words = words.replace(mark, shown)
    return words if len(words) <= LIMIT else words[: LIMIT - 1].rpartition(" ")[0] + "…"
