"""Reads an answer for one scenario: its sentences, without what the learner only asks, takes back or begs for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.model import CaseNeed
from dialogs.grading.clauses import ENDS, Sentence, sentences
from dialogs.grading.opinions import marked, standing
from dialogs.grading.pleas import pleads, takes_over
from dialogs.grading.text import Found, Phrases, Token, fold, tokens
from dialogs.grading.vocabulary import FILLERS, Meaning, phrases

_QUESTION = re.compile(
    r"(?:what|how|which|who|when|where|why) (?:is|are|does|do|did|would|will|can|could|should)\b"
    r"(?! (?:needed|required|missing|important|more|clear))"
    r"|(?:can|could|will) you\b|would you (?:please|tell|say|explain|help|give|show|mark)\b"
    r"|(?:tell me|explain|define)\b"
)
_ASKED = re.compile(
    r"(?:what|how|which|who|when|where|why(?! not)|(?:can|could)(?! (?:it|that|this) be)|do|does|did|has|have|are"
    r"|is there|(?:is|would) (?:it|that|this) (?:be )?(?:really |even )?(?:possible|true|allowed))\b(?! about)"
)
_BEFORE_QUESTIONS = ENDS | {",", "but", "and", "so", "or"}
_ASKING = frozenset("is are do does should would could can will was".split())
_OVER = frozenset({"on", "upon", "with", "using"})
"""What leads from training to its material."""

_ORDINALS = {"first": 0, "second": 1, "third": 2}
_NUMBERS = {"one": 0, "1": 0, "two": 1, "2": 1, "three": 2, "3": 2}
_LEADS_TO = frozenset("for under to meets solves covers handles is with".split())
_NOTHING = frozenset({"nothing", "none", "neither", "leave", "nope"})
_ANSWERED_BY = frozenset({":", "=", "-", "("})
_NEEDING = frozenset("takes needs calls requires wants".split())
_BRIEF = 4
"""Words of a question that only names a need: "And the cases?"."""

_NEED_NOUNS = frozenset("wish need problem requirement part goal point task ask want job one thing".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer says. `text` is as its tokens count it; `pleads`: it asks for marks."""

    text: str
    tokens: tuple[Token, ...]
    found: tuple[Found, ...]
    sentences: tuple[Sentence, ...]
    pleads: bool

    def quoted(self, start: int, end: int) -> str:
        """The learner's own words from one token to before another."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


class Reader:
    """Reads answers to one scenario."""

    def __init__(self, needs: tuple[CaseNeed, ...]) -> None:
        self._needs = needs
        self._facts = {need.id for need in needs if need.kind == "facts"} | {"facts"}
        self._phrases = Phrases(phrases(needs))

    def read(self, text: str) -> Reading:
        """The reading of a text, whatever it is."""
        folded = fold(text)
        words = _negative_questions(marked(tokens(folded)))
        found = list(self._resolved(words, self._phrases.find(words)))
        words = _answered(words, found)
        kept, begs = [], False
        for sentence in sentences(words, found):
            said = sentence.said(words)
            if takes_over(said):
                return Reading(folded, tuple(words), tuple(found), (), pleads=True)
            if pleads(said):
                begs = True
            elif not _is_question(said, sentence):
                kept += [sentence]
        return Reading(folded, tuple(words), tuple(found), tuple(standing(kept, words)), begs)

    def _resolved(self, text: Sequence[Token], found: Sequence[Found]) -> Iterator[Found]:
        """The phrases, with those settled that mean one thing or another by what is around them."""
        pointed = {f.start: f for f in self._pointed_at(text, found)}
        for n, f in enumerate(found):
            before, after = found[n - 1] if n else None, found[n + 1] if n + 1 < len(found) else None
            yield from (pointed.pop(at) for at in sorted(pointed) if at < f.start)
            if f.meaning.kind == "all":
                yield from self._all(text, f, before)
            elif (f.meaning == Meaning("technique", "both") and _only_joins(text, f, after)) or (
                f.meaning.value in self._facts and _is_material(text, f, found[:n])
            ):
                continue
            elif f.meaning.kind != "idiom":
                yield f
        yield from pointed.values()

    def _all(self, text: Sequence[Token], f: Found, before: Found | None) -> Iterator[Found]:
        """Every need, where a technique is said to meet them; else, of "do both", the word both."""
        between = text[before.end : f.start] if before is not None else []
        subject = before is not None and before.meaning.kind == "technique" and len(between) <= 3
        if subject and all(token.is_word and token.word != "and" for token in between):
            yield from (Found(Meaning("need", need.id), f.start, f.end) for need in self._needs)
        elif text[f.end - 1].word == "both" and text[f.start].word != "for":
            yield Found(Meaning("technique", "both"), f.end - 1, f.end)

    def _pointed_at(self, text: Sequence[Token], found: Sequence[Found]) -> Iterator[Found]:
        """What "the first wish" and "the latter" point at: needs of the case, or techniques just named."""
        pair = _pair_before(text, found)
        for at, token in enumerate(text):
            if token.word in {"former", "latter"} and (pair or self._needs):
                latter = token.word == "latter"
                meaning = pair[latter] if pair else Meaning("need", self._needs[-1 if latter else 0].id)
                yield Found(meaning, at, at + 1)
            elif (place := self._place(text, at)) is not None:
                yield Found(Meaning("need", self._needs[place].id), at, at + 1)
            elif token.word in _NOTHING and at and text[at - 1].word in _ANSWERED_BY:
                yield Found(Meaning("technique", "neither"), at, at + 1)

    def _place(self, text: Sequence[Token], at: int) -> int | None:
        """Which need "the first wish" or "wish two" is."""
        if at and text[at - 1].word in _NEED_NOUNS - {"one"} and text[at].word in _NUMBERS:
            place = _NUMBERS[text[at].word]
            return place if place < len(self._needs) else None
        ordinal = _ORDINALS.get(text[at].word)
        if ordinal is None or ordinal >= len(self._needs) or at == 0 or text[at - 1].word != "the":
            return None
        following = text[at + 1].word if at + 1 < len(text) else ""
        prepositional = at > 1 and text[at - 2].word in _LEADS_TO
        ends = not following or not following[0].isalnum() or following in {"and", "but"}
        return ordinal if following in _NEED_NOUNS | _NEEDING or (prepositional and ends) else None


def _pair_before(text: Sequence[Token], found: Sequence[Found]) -> list[Meaning]:
    """The two techniques that "the former" and "the latter" stand for, when both were named before such a word."""
    at = next((n for n, token in enumerate(text) if token.word in {"former", "latter"}), -1)
    tools = [f.meaning for f in found if f.start < at and f.meaning.value in {"fine-tuning", "grounding"}]
    pair = list(dict.fromkeys(tools))
    return pair if len(pair) == 2 and all(tool.kind == "technique" for tool in pair) else []


def _answered(text: list[Token], found: Sequence[Found]) -> list[Token]:
    """The tokens, with "The cases? Grounding." read as "The cases: grounding."."""
    read = list(text)
    ends = [-1, *(at for at, token in enumerate(text) if token.word in ENDS), len(text)]
    for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
        asked = {f.meaning.kind for f in found if before < f.start < at}
        answers = [f.meaning.kind for f in found if at < f.start < after]
        brief = at - before - 1 <= _BRIEF and text[at].word == "?"
        if brief and asked and asked <= {"need", "weak"} and answers[:1] == ["technique"]:
            read[at] = text[at]._replace(word=":")
    return read


def _negative_questions(text: list[Token]) -> list[Token]:
    """The tokens, with "isn't it …?" read as "is it …?"."""
    asks, read = False, []
    for n in range(len(text) - 1, -1, -1):
        token = text[n]
        if token.word in ENDS:
            asks = token.word == "?"
        opens = n == 1 or (n > 1 and text[n - 2].word in _BEFORE_QUESTIONS)
        denies = asks and opens and token.word == "not" and text[n - 1].word in _ASKING
        read.append(token._replace(word="_") if denies else token)
    return read[::-1]


def _only_joins(text: Sequence[Token], both: Found, after: Found | None) -> bool:
    """Whether "both" only leads into a list of needs: "both the terms and the cases"."""
    if after is None or after.meaning.kind not in {"need", "weak", "general"}:
        return False
    between = [token.word for token in text[both.end : after.start]]
    return set(between) <= FILLERS and any(token.word == "and" for token in text[after.end : after.end + 5])


def _is_material(text: Sequence[Token], f: Found, earlier: Sequence[Found]) -> bool:
    """Whether documents are only what a model is trained on: "tune it on the cases", "tune with old memos"."""
    trained = [g for g in earlier if g.meaning.kind in {"technique", "builder"}][-1:]
    if not trained or trained[0].meaning.value != "fine-tuning":
        return False
    between = [token.word for token in text[trained[0].start : f.start]]
    nearest = [word for word in between if word in _OVER or not word[0].isalnum()][-1:]
    if not nearest or nearest[0] not in _OVER:
        return False
    at = len(between) - between[::-1].index(nearest[0]) - 1
    directly = set(between[trained[0].end - trained[0].start : at]) <= FILLERS
    return len(between) - at <= 4 and (directly or nearest[0] in {"on", "upon"})


def _is_question(said: str, sentence: Sentence) -> bool:
    return bool(_QUESTION.match(said)) or (sentence.asks and bool(_ASKED.match(said)))
