"""How a question is put: its parts, what it compares, what it leans on."""

import re
from dataclasses import dataclass

from content.search.sentences import ASKS, LEAD_IN, PRONOUN, VERB, WH, points, sentences

LONGEST = 2000
"""Characters that are read of a question."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_AND_ASKS = re.compile(rf",?\s+(?:and|also|plus)\s+(?=(?:{WH}|{VERB})\b)", re.IGNORECASE)
_X = r"(?P<left>[\w'/.+-]+(?: [\w'/.+()-]+){0,5}?)"
_Y = r"(?P<right>[\w'/.+-]+(?: [\w'/.+()-]+){0,5}?)"
_STOP = r"\s*(?:[?.,;!]|$| (?:in|for|when|to|so|that|if|on|at)\b)"
_COMPARISONS = tuple(
    (re.compile(pattern + _STOP), named)
    for pattern, named in (
        (
            r"\b(?:differences?|diff|distinction|contrast|relation(?:ship)?|comparison) (?:between|of)"
            rf" {_X} (?:and|&|vs\.?|versus|to|from|or) {_Y}",
            True,
        ),
        (rf"(?:^|\b(?:on|about|of) ){_X} (?:vs\.?|versus|v\.|compared (?:to|with)) {_Y}", True),
        (rf"\b(?:compare|contrast) {_X} (?:and|with|to|against) {_Y}", True),
        (rf"\bhow (?:is|are|does|do) {_X} (?:different|differ|distinct) (?:from|to|than) {_Y}", True),
        (rf"^(?:is|are) {_X} (?:better|worse|faster|cheaper|safer|smarter|easier|harder|newer) than {_Y}", False),
        (rf"^(?:is|are) {_X} the same(?: thing)? as {_Y}", False),
    )
)
_ARTICLE = re.compile(r"^(?:what is|what's|the|a|an|using|doing|explain|is|are)\s+|['\"]")

_PARTS = {
    "example": r"(?:(?:for|an?|another|any|some|(?:give|show) me (?:an?|another)|have you got an?|(?:do you )?have an?)"
    r" )?(?:(?:real|real-life|concrete|practical|good|simple|everyday) )?examples?"
    r"|such as|like what|for instance|e\.?g\.?",
    "short": r"what (?:does|did) (?:that|this|it) (?:even |actually )?mean",
    "one_line": r"(?:(?:make it|a|the|even|much|keep it) )?(?:shorter|short(?: version)?|briefly|brief)|too long|tl;?dr"
    r"|in (?:short|brief|one (?:sentence|line)|a nutshell)|sum (?:it|that) up|(?:a )?summary",
    "child": r"(?:(?:make it|even|more) )?(?:simpler|simple|easier|simply)|huh|eli5|what do you mean(?: by that)?"
    r"|in (?:plain|simple|simpler|other|easy) (?:words|terms|english|language)|i'm (?:lost|confused)"
    r"|(?:i )?(?:still )?(?:don't|do not|dont|didn't|not) (?:get|understand|follow)(?: (?:it|that|this))?"
    r"|(?:explain (?:it )?)?like i'?m (?:five|5|ten|10)|too (?:complicated|hard|difficult|technical)",
    "analogy": r"(?:(?:an|another|any|give me an|do you have an) )?(?:analogy|metaphor|picture|image)|what is it like",
    "full": r"(?:(?:tell me|say|know|give me|i want|any) )?(?:more|more details?|details|longer)|go on|continue|expand"
    r"|elaborate|in (?:more )?detail|(?:and |but |so )?why(?: (?:is that|so|not|exactly))?|how (?:come|so)|really"
    r"|explain(?: (?:more|that|it|this|why))?|tell me why|next|what else|and then"
    r"|always|is (?:that|it|this) always (?:so|true|right|the case)",
    "sources": r"(?:(?:your|the|which|any) |what(?:'s| is) (?:your|the) )?(?:sources?|links?|proof|reference)|says who"
    r"|who (?:says|said) (?:so|that|this)|(?:can you )?prove (?:it|that)|(?:the |any )?(?:evidence|proof)"
    r"|(?:i )?(?:don't|do not|dont|can't) believe (?:it|that|this|you)"
    r"|are you (?:really )?sure(?: about (?:that|it|this))?"
    r"|where (?:does|did) (?:that|this|it) come from|how do you know(?: that)?"
    r"|where (?:can|do) i read (?:that|more|it)",
}
_PART_PATTERNS = {
    part: re.compile(rf"(?:{pattern})(?: (?:please|then|again|now|(?:of|for) (?:that|it|this|me)))*")
    for part, pattern in _PARTS.items()
}
_POLITE = re.compile(r"^(?:can|could|would) you (?:please )?|^(?:please|just|can i) | please$")
_LEANING = re.compile(
    r"^(?:and|but|or|also|then|so|what about|how about|what of)\b"
    r"|\b(?:it|that|this|they|them|those|these)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:and |but |so |then )?(?:what about|how about|what of|and for|and with|and) (?P<what>[^?]{2,60}?)\s*\?*$"
)
_ABOUT_CHOICE = re.compile(
    r"\b(?:options?|choices?|answers?) (?:[a-f]|[1-6])\b|"
    r"\bthe (?:first|second|third|fourth|last) (?:option|choice|answer)\b"
    r"|\bwhat does (?:a|b|c|d|e|f) mean\b"
    r"|\bwhy (?:is|isn't|not|was|are) (?:it |not )*[b-f]\b"
    r"|\b(?:why not|why is it|what's wrong with) [a-f]\W*$"
)
_LEANING_WORDS = 14
_FEW_WORDS = 6


@dataclass(frozen=True, slots=True)
class Sides:
    """The two things that a question compares. `named`: it names both, where "better than" may just describe."""

    left: str
    right: str
    named: bool


def plain(text: str) -> str:
    """The text on one line, with one kind of quotes."""
    return " ".join(text[:LONGEST].translate(_QUOTES).split())


def questions(text: str) -> list[str]:
    """The questions in a text, those joined by "and" apart; all of it when none stands out."""
    parts = [part.strip() for sentence in sentences(text) for part in _AND_ASKS.split(sentence)]
    return [part for part in parts if part.endswith("?") or ASKS.match(_begun(part))] or [text]


def asks(text: str) -> bool:
    """Whether a text is put as a question."""
    return "?" in text or any(ASKS.match(_begun(sentence)) for sentence in sentences(text))


def names_choice(text: str) -> bool:
    """Whether a text asks about a choice of a question: "can you explain option B?", "why is C wrong?"."""
    return _ABOUT_CHOICE.search(text.lower()) is not None


def sides(text: str) -> Sides | None:
    """The two things that a text compares, when it names both."""
    low = _begun(text).lower()
    for pattern, named in _COMPARISONS:
        match = pattern.search(low)
        if match is not None:
            return Sides(_bare(match["left"]), _bare(match["right"]), named)
    return None


def _bare(side: str) -> str:
    while (shorter := _ARTICLE.sub("", side)) != side:
        side = shorter
    return side.strip()


def part(text: str) -> str | None:
    """The part of a topic that a text asks for: a field of `Topic`, or `sources`."""
    said = {_POLITE.sub("", begun.lower().strip(" ?!.,:;-…")) for begun in (text, _begun(text))}
    return next((name for name, pattern in _PART_PATTERNS.items() if any(map(pattern.fullmatch, said))), None)


def leans(text: str) -> bool:
    """Whether a short text leans on what was said before."""
    return len(text.split()) <= _LEANING_WORDS and _LEANING.search(text) is not None


def vague(text: str) -> bool:
    """Whether a few words point at something instead of naming it."""
    return len(text.split()) <= _FEW_WORDS and points(text)


def measures(text: str) -> bool:
    """Whether a text measures one thing by another."""
    return re.search(r"\b(?:than|as)\b", text.lower()) is not None


def turned_to(text: str) -> str:
    """What a text such as "and for tuning?" turns to; nothing when it asks in full."""
    about = _ABOUT.match(text.lower())
    return _bare(about["what"]) if about is not None and not ASKS.match(about["what"]) else ""


def completed(text: str, subject: str) -> str:
    """A text that leans on something, with this subject put in."""
    low = text.lower()
    about = _ABOUT.match(low)
    if about is not None and not ASKS.match(about["what"]):
        return f"{subject} {about['what']}"
    full = PRONOUN.sub(subject, low, count=1)
    return full if full != low else f"{low.rstrip(' ?')} {subject}"


def _begun(text: str) -> str:
    """The text without what only leads up to it."""
    return LEAD_IN.sub("", text.strip())
