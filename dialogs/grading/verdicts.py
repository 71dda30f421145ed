"""What an answer decides for: fine-tuning, grounding, both, neither, or nothing that can be made out."""

import re
from collections.abc import Collection, Mapping
from typing import Literal

from dialogs.grading.claims import Claim
from dialogs.grading.clauses import Clause
from dialogs.grading.reading import Reading

Verdict = Literal["both", "fine-tuning", "grounding", "neither", "unclear"]
TELLING = 0.2
"""The share of other words that makes names of techniques and needs more than a list of them."""

_MUTE = frozenset("a an the law legal model models ai firm firms answer correct".split())

_TOOLS: tuple[Literal["fine-tuning", "grounding"], ...] = ("fine-tuning", "grounding")
_NONE = re.compile(
    r"(?<!\S)(?:neither|none|nothing)(?!\S)(?!.*(?<!\S)(?:alone|itself|own|enough|replace\w*|other)(?!\S))"
)
_NOT_ALONE = re.compile(
    r"(?<!\S)(?:neither|none|no one)(?!\S).*(?<!\S)(?:alone|itself|its own|on their own|enough|suffic\w+)(?!\S)"
)
"""What says that each technique falls short by itself."""
_EITHER_WAY = re.compile(r"(?<!\S)(could be|might be|may be|maybe|perhaps|either)(?!\S).*(?<!\S)\1(?!\S)")
_ONLY = ("just", "only", "solely", "purely", "alone", "enough")
_DEFINES = re.compile(
    r"(?<!\S)(?:chang|alter|adjust|modif|leav|giv|add|provid|mean|suppl|hand|look|feed|learn|teach|updat|retriev)\w*"
)
_COMMITS = re.compile(
    r"(?<!\S)(?:needs?|needed|should|must|ha(?:s|ve) to|both|use|would|will|choose|take|pick"
    r"|recommend|go|because|since|so|not|firm"
    r"|lawyers?|hence|therefore|they|you|we|i)(?!\S)"
)


def verdict(reading: Reading, claims: Collection[Claim], tools: Mapping[str, str]) -> Verdict:
    """The decision; who only lists words, only defines them, or wavers has made none. `tools`: by need."""
    if is_list(reading) or _only_defines(reading, claims):
        return "unclear"
    named = [(c, t) for s in reading.sentences for c in s.clauses for t in c.techniques]
    if any(t.name == "both" and t.stance == "affirmed" for _, t in named):
        return "both"
    chosen = {c.technique for c in claims if c.holds}
    wavering = {c for s in reading.sentences if _EITHER_WAY.search(s.said(reading.tokens)) for c in s.clauses}
    chosen |= {t.name for c, t in named if t.stance == "affirmed" and not _wavers(c) and c not in wavering}
    if chosen & {*_TOOLS}:
        chosen |= {t.name for _, t in named if t.stance in {"not only", "not alone"}}
    taken = [tool for tool in _TOOLS if tool in chosen]
    only = {c.techniques[0].name for c, _ in named if _is_exclusive(c)} & {*taken}
    given = {c.technique for c in claims if c.holds}
    if len(only) == 1:
        taken = [tool for tool in taken if tool in only | given]
    if len(taken) == 2:
        return "both"
    if taken:
        return taken[0]
    return "both" if _needs_each(claims, tools) else _by_exclusion(reading, chosen, claims, tools)


def _needs_each(claims: Collection[Claim], tools: Mapping[str, str]) -> bool:
    """Whether it says of each technique that it cannot do the other's part."""
    unable = {c.technique for c in claims if not c.holds and tools[c.want.name] not in {c.technique, ""}}
    return unable >= {*_TOOLS}


def _by_exclusion(
    reading: Reading, chosen: Collection[str], claims: Collection[Claim], tools: Mapping[str, str]
) -> Verdict:
    """The decision of who only says what is not needed."""
    clauses = [clause for sentence in reading.sentences for clause in sentence.clauses]
    rejected = {t.name for c in clauses for t in c.techniques if t.stance == "rejected"}
    needless = {c.technique for c in claims if not c.holds and tools[c.want.name] == c.technique}
    if rejected | needless >= {*_TOOLS} or "neither" in chosen:
        return "neither"
    if any(_NOT_ALONE.search(sentence.said(reading.tokens)) for sentence in reading.sentences):
        return "both"
    if any(_NONE.search(sentence.said(reading.tokens)) for sentence in reading.sentences):
        return "neither"
    for tool, other in (_TOOLS, _TOOLS[::-1]):
        if tool in rejected:
            return other
    return "unclear"


def is_list(reading: Reading) -> bool:
    """Whether the words stand in a row, without anything said with them."""
    named = sum(f.meaning.kind == "technique" for f in reading.found)
    covered = {at for f in reading.found for at in range(f.start, f.end)}
    words = [token.word for at, token in enumerate(reading.tokens) if token.is_word and at not in covered]
    telling = [word for word in words if word not in _MUTE]
    if named < 2 or len(reading.found) < 4 or len(telling) > (len(words) + len(covered)) * TELLING:
        return False
    clauses = [c for s in reading.sentences for c in s.clauses if c.techniques or c.wants]
    paired = sum(len(c.techniques) == 1 and bool(c.wants) and c.techniques[0].name != "both" for c in clauses)
    marked = any(token.word in {":", "=", "(", "-"} for token in reading.tokens)
    return not marked and (paired < 2 or any(len(c.techniques) > 1 and len(c.wants) > 1 for c in clauses))


def _only_defines(reading: Reading, claims: Collection[Claim]) -> bool:
    joined = any(t.name == "both" for s in reading.sentences for c in s.clauses for t in c.techniques)
    if joined or any(c.want.kind in {"need", "weak"} for c in claims):
        return False
    stating = [s for s in reading.sentences if any(c.techniques for c in s.clauses)]
    names = {at for f in reading.found if f.meaning.kind == "technique" for at in range(f.start, f.end)}
    said = " ".join(reading.tokens[at].word for s in stating for at in range(s.start, s.end) if at not in names)
    wrong = {"manner": "grounding", "facts": "fine-tuning"}
    swapped = any(c.holds and wrong.get(c.want.name) == c.technique for c in claims)
    return bool(_DEFINES.search(said)) and not _COMMITS.search(said) and not swapped


def _wavers(clause: Clause) -> bool:
    """Whether it leaves the choice open: "tuning or grounding"."""
    return len(clause.techniques) > 1 and clause.says("or", "/", "either", "versus", "vs") and not clause.wants


def _is_exclusive(clause: Clause) -> bool:
    named = {technique.name for technique in clause.techniques}
    return len(named) == 1 and not clause.wants and clause.techniques[0].stance == "affirmed" and clause.says(*_ONLY)
