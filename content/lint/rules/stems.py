"""The stem: whether it asks one thing, plainly, that can be answered before the options are read."""

import re
from collections.abc import Iterator

from content.lint.bank import Bank
from content.lint.registry import Problem, rule

STEM_LIMIT = 3000
"""Characters of one text block in Slack."""

LONG = 90
"""Words of a stem that still fits a phone's screen beside its options."""

TOPICS = 4

_NEGATIVE = re.compile(r"\b(?:not|never|except|least(?!.*\bmost\b)|\w+n[’']t|cannot|incorrect|untrue)\b")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_UNFOCUSED = re.compile(
    r"^(?:which|what)(?: one)?(?: of (?:the following|these|those|the options))?"
    r"(?: (?:statements?|sentences?|options?|answers?|claims?))? (?:is|are|holds?)"
    r"(?: the)?(?: most)?(?: (?:true|right|correct|false|wrong|best|accurate))?(?: (?:one|answer|option))?\?$",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"^(?:it|they|he|she|them|these|those|this|that)\b(?! (?:\w+ )?(?:is|are) (?:true|why|how))", re.IGNORECASE
)
_TRIVIA = re.compile(
    r"\b(?:(?:in|since) (?:which|what) year|what year|on which date|which version"
    r"|who (?:invented|coined|founded|first))\b",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(r"^(?:put|order|match|sort|choose|pick|mark|complete|say|decide|name|rank)\b", re.IGNORECASE)
_FOCUS = 6
"""Telling words of a stem with a case or a subject, whatever its last sentence is."""


@rule("error", "shorten the case")
def stem_length(bank: Bank) -> Iterator[Problem]:
    """A stem has at most 3,000 characters, which is what one text block of a channel holds."""
    for asked in bank.questions:
        if len(asked.stem.raw) > STEM_LIMIT:
            yield (*asked.place, "stem"), f"the stem has {len(asked.stem.raw)} characters"


@rule("warning", "drop what the answer does not need")
def stem_long(bank: Bank) -> Iterator[Problem]:
    """A stem has at most 90 words: it is read on a phone, with its options below."""
    for asked in bank.questions:
        if len(asked.stem.words) > LONG:
            yield (*asked.place, "stem"), f"the stem has {len(asked.stem.words)} words"


@rule("warning", "end the stem with the question, and its question mark")
def lead_in(bank: Bank) -> Iterator[Problem]:
    """A stem ends with a question (a matching or an ordering question may end with what to do)."""
    for asked in bank.questions:
        told = asked.question.kind in {"match", "order"} and _INSTRUCTION.match(asked.stem.lead_in)
        if not asked.stem.plain.endswith("?") and not told:
            yield (*asked.place, "stem"), f"the stem ends with {asked.stem.lead_in[-40:]!r}"


@rule("warning", "ask one thing, and make a second question of the other")
def two_questions(bank: Bank) -> Iterator[Problem]:
    """A stem asks one question; what somebody in the case asks, in quotation marks, does not count."""
    for asked in bank.questions:
        if (count := _QUOTED.sub("", asked.stem.plain).count("?")) > 1:
            yield (*asked.place, "stem"), f"the stem asks {count} questions"


@rule("warning", "ask for what holds; or write NOT in capitals, so that nobody overlooks it")
def negative_stem(bank: Bank) -> Iterator[Problem]:
    """What a stem asks has no small not, never, except or least, which readers in a hurry overlook."""
    for asked in bank.questions:
        if match := _NEGATIVE.search(_QUOTED.sub("", asked.stem.lead_in)):
            yield (*asked.place, "stem"), f"{match[0]!r} in the question is easily overlooked"


@rule("warning", "name in the stem what is asked about, so that it can be answered with the options covered")
def cover_options(bank: Bank) -> Iterator[Problem]:
    """A stem can be answered with its options covered: "Which of these is true?" alone asks nothing."""
    for choosing in bank.choosings:
        if _UNFOCUSED.match(choosing.stem.lead_in) and len(choosing.stem.telling) < _FOCUS:
            yield (*choosing.place, "stem"), f"{choosing.stem.lead_in!r} asks nothing by itself"


@rule("warning", "say what it stands for")
def pronoun_first(bank: Bank) -> Iterator[Problem]:
    """No text that is shown by itself begins with a pronoun that nothing before it explains."""
    alone = {"stem", "one_line", "short", "definition", "statement", "belief"}
    for passage in bank.passages:
        if passage.field in alone and (match := _REFERS.match(passage.text.plain)):
            yield passage.place, f"{match[0]!r} has nothing to refer to"


@rule("warning", "ask for something that a learner will use")
def trivia(bank: Bank) -> Iterator[Problem]:
    """No question asks for years, inventors or versions: they measure memory for trifles."""
    for asked in bank.questions:
        if match := _TRIVIA.search(asked.stem.plain):
            yield (*asked.place, "stem"), f"{match[0]!r} asks for a trifle"


@rule("warning", "say how many to pick, or `all that apply`")
def several_unsaid(bank: Bank) -> Iterator[Problem]:
    """A question with several keys says how many options to pick."""
    for choosing in bank.scored:
        told = re.search(r"\b(?:two|three|four|all that)\b", choosing.stem.plain, re.IGNORECASE)
        if choosing.kind == "several" and not told:
            yield (*choosing.place, "stem"), "the stem does not say how many options to pick"


@rule("warning", "change the case, or mark one with `variant_of`")
def stem_twice(bank: Bank) -> Iterator[Problem]:
    """No two stems use nearly the same words, unless one is marked as a variant of the other."""
    for n, asked in enumerate(bank.questions):
        for other in bank.questions[:n]:
            shared = len(asked.stem.telling & other.stem.telling)
            every = len(asked.stem.telling | other.stem.telling)
            if every >= 5 and shared > 0.75 * every and not bank.are_variants(asked.id, other.id):
                yield (*asked.place, "stem"), f"the stem repeats that of {other.id!r}"


@rule("warning", "keep the topics that the key turns on; ask about the others elsewhere")
def concepts_many(bank: Bank) -> Iterator[Problem]:
    """A question turns on one idea: it names four topics at most."""
    for asked in bank.questions:
        if len(asked.question.topics) > TOPICS:
            yield (*asked.place, "topics"), f"the question names {len(asked.question.topics)} topics"
