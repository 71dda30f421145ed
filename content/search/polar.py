"""Polar questions, those that want a yes or a no: what is asked, and whether it is denied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.search.sentences import ASKS, LEAD_IN, VERB, WH, points, sentences

_SAMPLE = (
    r"(?:an?|any|some|one|more)? ?(?:(?:good|quick|short|simple|real|concrete|other) )?examples?"
    r"(?: (?:of|for)\b|\W*$)"
)
_REQUEST = (
    r"(?:(?:you|u) (?:please )?(?:explain|tell|describe|give|show|help|say|list|name|share|define|summari[sz]e|remind"
    r"|elaborate|walk (?:me|us) through)\b"
    rf"|(?:you|u) (?:have|got) {_SAMPLE}|there {_SAMPLE}|(?:i|we) (?:please )?(?:get|have|see) {_SAMPLE})"
)
"""Puts a wish to the tutor as a question: to explain something, or to give an example of it."""
_MISTAKEN = re.compile(
    rf"^(?:{VERB})\b (?:[\w'-]+ ){{1,4}}?(?:(?:be )?(?:wrong|mistaken)|(?:be )?an? (?:mistake|trap|myth|error))"
    r" (?:to|if|that|when|in|for)\b"
    r"|^would (?:[\w'-]+ ){1,3}be wrong\W*$"
)
"""Asks whether something is not so: a bare yes or no to it would be taken either way."""
_INVERTED = re.compile(rf"^(?:{VERB})\b(?! {_REQUEST})")
_IT = "it|they|there|that|this|these|those|you|we|i|one|he|she"
_ASIDE = re.compile(
    rf"^[^,:;?]{{1,60}}[,:;]\s+(?:so\s+|then\s+)?(?=(?:{VERB})\b)"
    rf"(?!(?:{VERB})\s+(?:{_IT})(?:\s+(?:not|right|so|true|correct))?\W*$)"
)
_AFTER_CONDITION = re.compile(
    rf"^(?![a-z]+\s+(?:{WH})\b)"
    r"(?:(?:if|once|after|before|with|without|in|for|on|by|to|now that|since|suppose"
    r"|supposing|assuming|because)\b[^,?]*,?"
    rf"|(?:when|where)\s+(?!(?:{VERB})\b)[^,?]*,)\s+"
    r"(?P<rest>(?:can|does|do|will|is|are|am|should|would|could|must|may|might|shall)\b.*)$"
)
_SURE = (
    r"right|correct|true|yes|yeah|no|yes or no|is (?:that|this|it) (?:so|right|true|correct|possible|a thing)|or not"
    r"|or is it not|or am i wrong"
    r"|am i right|true or false|agree|agreed|guaranteed|innit"
    r"|ok(?:ay)?(?: so far)?|(?:would|do) you (?:say|agree|think)"
    r"(?: that is| that's| it is| it's| so)?(?: right| true| correct)?"
    r"|(?:is|was) (?:he|she|they) right"
    r"|are they right|(?:does|do) (?:he|she|they) have (?:it|that) right|that's right(?:,? isn't it)?"
    r"|(?:a )?(?:sound|good|wise|smart) (?:advice|idea|plan|reasoning|thinking|approach|move)"
    r"|(?:does that )?makes? sense|sensible|realistic|believable|plausible|fitting|possible|reasonable|fair"
    r"|wise|safe|really|i guess|full marks|or"
)
_TAG = re.compile(rf"(?:[,.;]|\s-)\s*(?:and )?(?:{_SURE})[\s?!.]*$")
_LOOSE_TAG = re.compile(r"\s+(?:right|correct|true|or not)\s*\?+$")
_BARE_TAG = re.compile(rf"(?:{_SURE})[\s?!.]*$", re.IGNORECASE)
_ASKING_TAG = re.compile(rf"[,.]\s*(?:{VERB})\s+(?:{_IT})(?:\s+not)?[\s?!.]*$")
_REPORT = re.compile(
    r"^(?:(?:my|our|the|a|an|some|one)\s+[\w'-]+(?:\s[\w'-]+)?|he|she|they|people|somebody|someone|everybody|everyone"
    r"|consultants?|vendors?|colleagues?|suppliers?)\s+(?:says?|said|claims?|thinks?|told (?:me|us)"
    r"|believes?|insists?"
    r"|reckons?|argues?)(?:\s+that\b)?[,:]?\s+[\"']?(?P<said>.+?)[\"']?$"
)
_OR_TOO_MUCH = re.compile(r",?\s+or (?:is|are|would) (?:that|this|it|they)\b[^,]*$")
_CHOICE = re.compile(
    r"(?<!sooner )(?<!more )(?<!true )(?<!right )\bor\b"
    r"(?!\s+(?:not|no|less|later|is it not|am i wrong|the other|anything)\b)"
    r"(?!\s*[?.!]*$)",
    re.IGNORECASE,
)
_NO_CHOICE = re.compile(
    r"\beither\b|\b(?:one|two|three|four|five|ten|\d+) or (?:two|three|four|five|six|\d+)\b|, [\w-]+ or [\w-]+,",
    re.IGNORECASE,
)
"""An "or" that offers nothing to choose: of numbers, or in passing."""
_ELLIPSIS = (
    (re.compile(r"^any\b(?= (?:way|chance|need|point|reason|risk|hope|use)\b)"), "is there any"),
    (re.compile(r"^(?=(?:pick|choose|take) [^?]*\?$)"), "should i "),
    (re.compile(r"\s+=+\s+"), " is "),
    (re.compile(r",\s+([\w-]+) then\s*\?*$"), r", is \1 right?"),
)
"""What is left out in a hurry, put back."""
_CLAUSE_FIRST = re.compile(rf"^(?:when|where)\s+(?!(?:{VERB})\b)[^,?]+,\s")
"""Begins with a clause that asks nothing."""
_NEGATIVE_VERB = re.compile(r"^(is|are|do|does|did|can|could|should|would|will|has|have|was)n'?t\b")
_NEVER = re.compile(
    rf"(?P<before>(?:{VERB})\s+(?:(?!(?:that|which|who|it|they|there|never)\b)[\w'-]+\s+){{1,5}})never\s+(?!again\b)"
)
_DENIALS = (
    (re.compile(r"\bcan(?:no|')?t\b|\bcan not\b"), "can"),
    (re.compile(r"\bwo(?:n'?t)\b"), "will"),
    (re.compile(r"\b(is|are|was|do|does|did|could|should|would|has|have|had|must|need)n'?t\b"), r"\1"),
    (re.compile(r"\b(?:not|never|no longer|hardly)\s+(?!only\b)"), ""),
)
_NOTHING = ((re.compile(r"\bnothing\b"), "anything"), (re.compile(r"\b(?:no|none of|neither of)\s+"), ""))
_CONCLUSION = re.compile(
    r"[\s,;](?:so|therefore|hence|thus|which means(?: that)?|that is why|that's why)\b,?\s+(?!that\b|much\b|far\b)"
)
"""What comes before it is taken as given, whatever it denies."""
_FINITE = re.compile(
    rf"\b(?:{VERB}|needs?|means?|knows?|gives?|makes?|gets?|costs?|takes?|works?|changes?|leaves?|keeps?|stays?|trains"
    r"|retrains|learns?|forgets?|remembers?|hallucinates?|invents?|cites?|quotes?|shows?|finds?|reads?|writes?|helps?"
    r"|hurts?|matters?|survives?|equals?|beats?|wins?|loses?|cuts?|lowers|reduces?|ends|stops?|fits?|suits?|pays?|saves?"
    r"|adds?|teaches|requires?|happens?|goes|becomes?|sounds?|searches|replaces?|improves?|stores?|leaks?|reveals?)\b"
)
_WHAT_FIRST = re.compile(rf"^(?:(?:so|and|but|ok)\b,?\s*)?(?:{WH})\b.*\?$", re.IGNORECASE)
"""A statement before it is no question of its own."""
_ASKS_WHAT = re.compile(rf"\b(?:{WH})\b")
_SHORTEST = 3
"""Words that a bare statement with a question mark has at least."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """A question that wants a yes or a no. `negated`: it states that something is not so, and wants that confirmed."""

    sentence: str
    negated: bool


def readings(text: str) -> tuple[YesNo, ...]:
    """How the last sentence that wants a yes or a no may be read.

    What denies by a word such as "no" can be read as it is, and as the denial of the opposite: "costs nothing".
    A sentence that points at something is read together with the one before it.
    """
    said = _sentences(text)
    asks_what = False
    for at in reversed(range(len(said))):
        sentence = _OR_TOO_MUCH.sub("", said[at])
        if asks_what and not sentence.endswith("?"):
            continue
        asks_what = asks_what or _WHAT_FIRST.match(sentence) is not None
        if _CHOICE.search(sentence) and not _NO_CHOICE.search(sentence):
            continue
        found = tuple(_read(sentence))
        if found and at and points(found[0].sentence) and not said[at - 1].endswith("?"):
            before = said[at - 1].lower().strip(" .!")
            return tuple(YesNo(f"{one.sentence} {before}", one.negated) for one in found)
        if found:
            return found
    return ()


def yes_no(text: str) -> YesNo | None:
    """The first of the readings of a text."""
    return next(iter(readings(text)), None)


def _sentences(text: str) -> list[str]:
    """The sentences of a text, one that only asks whether it is so put to the one before."""
    found = sentences(text)
    if len(found) > 1 and _BARE_TAG.fullmatch(found[-1]):
        return [*found[:-2], f"{found[-2].rstrip(' .!?')}, right?"]
    return found


def _read(sentence: str) -> Iterator[YesNo]:
    low = sentence.lower().strip()
    lead_in = LEAD_IN.match(low)
    states = lead_in is not None and lead_in["states"] is not None
    core = low[lead_in.end() :] if lead_in else low
    for pattern, instead in _ELLIPSIS:
        core = pattern.sub(instead, core)
    aside = _ASIDE.match(core) if not ASKS.match(core) else None
    if aside is not None and not _AFTER_CONDITION.match(core):
        context, core = core[: aside.end()].rstrip(" ,:;"), core[aside.end() :]
        core = f"{core.rstrip('? ')} {context}"
    if _MISTAKEN.match(core):
        return
    untagged = _TAG.sub("", core)
    if untagged == core and not _INVERTED.match(core):
        untagged = _LOOSE_TAG.sub("", core)
    if _INVERTED.match(core):
        yield _asked(untagged)
        return
    stated = _ASKING_TAG.sub("", untagged)
    condition = _AFTER_CONDITION.match(stated) if stated == untagged else None
    if (
        condition is None
        and ASKS.match(core)
        and not (_CLAUSE_FIRST.match(core) and (stated != core or low.startswith("so ")))
    ):
        return
    if condition is not None:
        rest = condition["rest"].rstrip("? ")
        yield YesNo(f"{rest} {stated[: condition.start('rest')].rstrip(', ')}", negated=False)
    elif states or stated != core or sum((core.endswith("?"), low.startswith("so "), _states(core))) > 1:
        report = _REPORT.match(stated)
        yield from _stated((report["said"] if report else stated).strip("\"' "))


def _states(core: str) -> bool:
    """Whether words with a question mark are a whole statement; "the two costs?" is none."""
    *before, _ = core.split() or [""]
    verb = _FINITE.search(" ".join(before))
    return len(before) + 1 >= _SHORTEST and verb is not None and not _ASKS_WHAT.search(core)


def _asked(question: str) -> YesNo:
    asked = _NEGATIVE_VERB.sub(r"\1", question)
    never = _NEVER.match(asked)
    return YesNo(f"{never['before']}{asked[never.end() :]}" if never else asked, negated=never is not None)


def _stated(statement: str) -> Iterator[YesNo]:
    """A statement as what it denies, where it does; where a word may belong to what is meant, both ways."""
    drawn = _CONCLUSION.search(statement)
    given, concluded = (statement[: drawn.end()], statement[drawn.end() :]) if drawn else ("", statement)
    affirmed = concluded
    for pattern, instead in _DENIALS:
        affirmed = pattern.sub(instead, affirmed)
    yield YesNo(given + affirmed, negated=affirmed != concluded)
    something = affirmed
    for pattern, instead in _NOTHING:
        something = pattern.sub(instead, something)
    if something != affirmed:
        yield YesNo(given + something, negated=affirmed == concluded)
