"""A typed line as rules see it: plain, polite words taken off, misspelt command words mended."""

import re
import unicodedata
from collections.abc import Iterator

READ_LIMIT = 300
"""Characters that are read: what somebody wants stands at the beginning, and rules stay quick."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_MARKS = re.compile(r"[^\w\s'?:/()-]|\s+")
_POLITE = re.compile(
    r"""^(?:
        (?:hi|hey|hello|ok|okay|so|well|now|then|and|but|wait|alright|yes|sure|great(?!\ (?:explanation|answer
          |question|quiz|course|job|bot|example|work|tutor))
          |tutor|bot|please|pls|plz|kindly
          |just|maybe|also|actually|hmm+|um|not\ sure)\ +
      | (?:can|could|would|will|may|might|shall)\ (?:you|u|i|we)\ (?:please\ )?(?:also\ |just\ )?
        (?:get\ |have\ |see\ |take\ |do\ )?
      | (?:i|we)(?:\ would|'d|'m|\ am|\ could|\ may|\ might)?\ (?:really\ |just\ )?(?:want|like|love|need|use|ready|up)
        (?:\ you)?(?:\ to(?:\ be)?|\ for)?\ (?:(?:get|have|see|do)\ )?(?:(?:a|an|some)\ )?
      | i\ wanna\ | i\ feel\ like\ (?:doing\ )?(?:(?:a|an|some)\ )? | i(?:'d|\ would)\ rather\ (?:have\ |get\
      |see\ |take\ |do\ )?
      | (?:do\ you\ have|have\ you\ got|you\ got|got)\ (?:(?:a|an|any|some)\ )?(?=(?:[\w-]+\ )?(?:case|scenario
      |questions?\ for)|case|scenario|hint|clue|tip|quiz|question|test)
      | let(?:'s|\ us|s)\ (?:do\ |have\ |try\ |see\ |go\ )?(?:with\ )?
      | let\ me\ (?:(?:try|do|see|have)\ )?| how\ about\ (?:(?:a|an|some)\ )? | time\ for\ (?:(?:a|an|some)\ )?
      | any\ chance\ (?:of\ |for\ )?(?:(?:a|an|some)\ )? | is\ there\ (?:a|an|any)\ (?=hint|clue|tip|menu|help)
    )+(?=\S)""",
    re.VERBOSE,
)
_POLITE_END = re.compile(
    r"[ ,]*\b(?:please|pls|plz|would be (?:nice|great|good|lovely|helpful)"
    r"|if (?:you|i) (?:can|may))\s*\??$"
)

_LONG_WORDS = (
    "analogy compare comparison commands dashboard define definition describe example explain feedback glossary"
    " instructions meaning practice practise progress question questions reminder scenario streak subscribe"
    " unsubscribe summary"
).split()
_SHORT_WORDS = "help hint quiz skip stop daily score thanks table".split()


def plain(text: str) -> str:
    """Lower case, one kind of quotes, no marks that carry no meaning, misspelt command words mended."""
    text = unicodedata.normalize("NFKC", text[:READ_LIMIT]).lower().translate(_QUOTES)
    return " ".join(_MISSPELT.get(word) or _mended(word) for word in _MARKS.sub(" ", text).split())


def core(said: str) -> str:
    """A plain line without the words that only make it polite."""
    return _POLITE_END.sub("", _POLITE.sub("", said)) or said


def _shortened(word: str) -> Iterator[str]:
    """The word with one letter left out; its first letter stays."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


def _swapped(word: str) -> Iterator[str]:
    """The word with two neighbours swapped, or with a letter doubled."""
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    yield from (word[: at + 1] + word[at:] for at in range(len(word)))


_MISSPELT = {wrong: word for word in (*_SHORT_WORDS, *_LONG_WORDS) for wrong in _swapped(word)}
_WITHOUT_A_LETTER = {short: word for word in _LONG_WORDS for short in _shortened(word)} | {
    word: word for word in _LONG_WORDS
}


def _mended(word: str) -> str:
    """The long command word that this is one letter away from; else the word itself."""
    if len(word) < 5 or not word.isalpha() or _WITHOUT_A_LETTER.get(word) == word:
        return word
    near = (_WITHOUT_A_LETTER.get(short) for short in (word, *_shortened(word)))
    return next(filter(None, near), word)
