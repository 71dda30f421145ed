"""Claims known by their parts: what is spoken of, and what is asked of it, whatever the sentence around them.

`<tuning> (examples|collecting)`: a question asks for the claim when it speaks of tuning and of nothing else that claims
are about, and says one of these words or of their synonyms. Several subjects stand in the order in which they are said.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from content.model import Claim
from content.search.concepts import NAME, Concepts, Token

_GROUP = re.compile(r"\((?P<one>[^)]*)\)|(?P<word>[^\s()]+)")


@dataclass(frozen=True, slots=True)
class _Entry:
    claim: Claim
    about: tuple[Token, ...]
    groups: tuple[tuple[frozenset[Token], ...], ...]
    """Of each group, the tokens of its alternatives."""
    tokens: frozenset[Token]


class Parts:
    """The claims of a course by their parts."""

    def __init__(self, concepts: Concepts, claims: Iterable[Claim], turning: Set[str], always: Set[str]) -> None:
        """`turning`: words that may turn a claim into its opposite; `always`: those that ask if it is always so."""
        self._concepts = concepts
        self._turning = frozenset(concepts.read(" . ".join(turning))[2])
        self._always = frozenset(concepts.read(" . ".join(always))[2])
        self._entries: dict[tuple[Token, ...], list[_Entry]] = {}
        for entry in (self._entry(claim, form) for claim in claims for form in claim.parts):
            self._entries.setdefault(entry.about, []).append(entry)

    def claim(self, question: str) -> Claim | None:
        """The claim whose parts a question says most of; nothing where claims that say as much disagree.

        A word that may turn the claim, or that asks whether it is always so, has to be one of its parts.
        """
        _, _, tokens = self._concepts.read(question)
        said = frozenset(tokens)
        matching = [entry for entry in self._entries.get(self._about(tokens), ()) if self._matches(entry, said)]
        most = max((len(entry.groups) for entry in matching), default=0)
        claims = [entry.claim for entry in matching if len(entry.groups) == most]
        return claims[0] if len({claim.holds for claim in claims}) == 1 else None

    def _matches(self, entry: _Entry, said: frozenset[Token]) -> bool:
        if (said & self._turning) - entry.tokens:
            return False
        if entry.claim.holds and (said & self._always) - entry.tokens:
            return False
        return all(any(option <= said for option in group) for group in entry.groups)

    def _entry(self, claim: Claim, form: str) -> _Entry:
        groups = tuple(tuple(self._options(part)) for part in _GROUP.finditer(form))
        tokens = frozenset().union(*(option for group in groups for option in group))
        return _Entry(claim, self._about(f"={name}" for name in NAME.findall(form)), groups, tokens)

    def _options(self, part: re.Match[str]) -> Iterator[frozenset[Token]]:
        for option in (part["one"] or part["word"]).split("|"):
            name = NAME.fullmatch(option.strip())
            yield frozenset((f"={name[1]}",) if name else self._concepts.read(option)[2])

    def _about(self, tokens: Iterable[Token]) -> tuple[Token, ...]:
        return tuple(dict.fromkeys(token for token in tokens if token in self._concepts.subjects))
