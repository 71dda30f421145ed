"""Reads an answer for one scenario: its sentences, without what the learner only asks, takes back or begs for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from content.model import CaseNeed
from dialogs.grading.clauses import CONTRASTS, ENDS, Clause, Sentence, sentences
from dialogs.grading.text import Found, Phrases, Token, fold, tokens
from dialogs.grading.vocabulary import FILLERS, Meaning, phrases

_PLEA = re.compile(
    r"\b(?:(?:mark|grade|score|rate) (?:me|my|this|that|it|everything|all)\b"
    r"|(?:count|accept|treat|see) (?:me|my|this|that|it|everything|all) .{0,20}\b(?:right|correct|complete|passed)\b"
    r"|(?:full|all|all the|maximum|top|the) (?:marks|points|score|credit)\b"
    r"|(?:give|award|need|want|get) me .{0,20}(?:points?|marks?|credit)\b|let me pass|pass me\b)"
)
_TAKEOVER = re.compile(
    r"\b(?:(?:ignore|disregard|forget|override) (?:(?:all|any|your|the|my|previous|prior|above|these|every) )*"
    r"(?:instructions?|rules?|prompts?|rubric|guidelines?|criteria|text)|rubric|grader"
    r"|(?:the|this) (?:learner|student) (?:has|have|is|was|should|must|covers?|explains?|mentions?|gets?)"
    r"|(?:the|this|my) (?:answer|response) (?:covers|mentions|contains|deserves|gets"
    r"|should be (?:marked|graded|scored))"
    r"|(?:terminology|citing|citations?|marks?|misconceptions?|expectations?) ?[:=]? ?"
    r"(?:is |are )?(?:true|false|none)\b"
    r"|expectations? (?:is|are) (?:met|covered)\b"
    r"|as an ai\b|you (?:are|act as) (?:now )?(?:a|an|my) )|^(?:system|assistant|developer) :"
)
_QUESTION = re.compile(
    r"(?:what|how|which|who|when|where|why) (?:is|are|does|do|did|would|will|can|could|should)\b"
    r"(?! (?:needed|required|missing|important|more|clear))|(?:can|could|would|will) you\b|(?:tell me|explain|define)\b"
)
_ASKED = re.compile(
    r"(?:what|how|which|who|when|where|why(?! not)|can|could|do|does|did|has|have|are|is there)\b(?! about)"
)
_TAKEN_BACK = re.compile(
    r"no wait|wait no|\bscratch that|on second thoughts?|changed? my mind|take (?:it|that) back"
    r"|\bcorrection\b|^wait\b|actually no\b"
)
_NOT_MINE = re.compile(
    r"\b(?:i (?:was|am) going to say|i first (?:said|wrote|thought|wanted|meant|took|chose)"
    r"|at first(?: sight| glance)?|first i thought|i (?:first |initially |originally )?thought"
    r"|used to think"
    r"|initially|originally|tempt\w+"
    r"|(?:my|our|a|the|some) (?:\w+ )?(?:colleague|boss|manager|partner|vendor|supplier|consultant"
    r"|friend|team|wife|husband|cto|it) "
    r"(?:would |will |might )?(?:say|think|claim|want|suggest|prefer|argue)\w*"
    r"|(?:some|many|most|people|others|you|one|everyone)(?: people)? (?:would |might |could |may "
    r"|will )?(?:say|think|argue|expect|believe)\w*)"
)
_MINE = re.compile(r"^(?:i|we) (?!was|thought|first)")
_ASKING = frozenset("is are do does should would could can will was".split())
_OVER = frozenset({"on", "with", "using"})
"""What leads from training to its material."""

_ORDINALS = {"first": 0, "second": 1, "third": 2}
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
        words = _negative_questions(tokens(folded))
        found = list(self._resolved(words, self._phrases.find(words)))
        kept, pleads = [], False
        for sentence in sentences(words, found):
            said = sentence.said(words)
            if _TAKEOVER.search(said):
                return Reading(folded, tuple(words), tuple(found), (), pleads=True)
            if _PLEA.search(said):
                pleads = True
            elif not _is_question(said, sentence):
                kept += [sentence]
        return Reading(folded, tuple(words), tuple(found), tuple(_standing(kept, words)), pleads)

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
        for at, token in enumerate(text):
            if token.word in {"former", "latter"}:
                yield Found(self._former_or_latter(token.word == "latter", found, at), at, at + 1)
            elif (place := self._ordinal(text, at)) is not None:
                yield Found(Meaning("need", self._needs[place].id), at, at + 1)

    def _former_or_latter(self, latter: bool, found: Sequence[Found], at: int) -> Meaning:
        tools = [f.meaning for f in found if f.start < at and f.meaning.value in {"fine-tuning", "grounding"}]
        pair = list(dict.fromkeys(tools))
        if len(pair) == 2 and all(tool.kind == "technique" for tool in pair):
            return pair[latter]
        return Meaning("need", self._needs[-1 if latter else 0].id)

    def _ordinal(self, text: Sequence[Token], at: int) -> int | None:
        place = _ORDINALS.get(text[at].word)
        if place is None or place >= len(self._needs) or at == 0 or text[at - 1].word != "the":
            return None
        following = text[at + 1].word if at + 1 < len(text) else ""
        prepositional = at > 1 and text[at - 2].word in {"for", "meets", "solves", "covers", "handles", "is"}
        ends = not following or not following[0].isalnum() or following in {"and", "but"}
        return place if following in _NEED_NOUNS or (prepositional and ends) else None


def _negative_questions(text: list[Token]) -> list[Token]:
    """The tokens, with "isn't it …?" read as "is it …?"."""
    asks, read = False, []
    for n in range(len(text) - 1, -1, -1):
        token = text[n]
        if token.word in ENDS:
            asks = token.word == "?"
        opens = n == 1 or (n > 1 and text[n - 2].word in ENDS)
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
    return len(between) - at <= 4 and (directly or nearest[0] == "on")


def _is_question(said: str, sentence: Sentence) -> bool:
    return bool(_QUESTION.match(said)) or (sentence.asks and bool(_ASKED.match(said)))


def _standing(kept: Sequence[Sentence], text: Sequence[Token]) -> Iterator[Sentence]:
    """What is left of sentences when what was taken back, or is somebody else's opinion, is left out."""
    last = max((n for n, s in enumerate(kept) if _TAKEN_BACK.search(s.said(text))), default=0)
    later = any(c.techniques for s in kept[last:] for c in s.clauses)
    for sentence in kept[last:] if later else kept:
        yield replace(sentence, clauses=tuple(_own(sentence.clauses)))


def _own(clauses: Sequence[Clause]) -> Iterator[Clause]:
    foreign = False
    for clause in clauses:
        said = " ".join(clause.words)
        if foreign and (not clause.links.isdisjoint(CONTRASTS) or _MINE.search(said)):
            foreign = False
        foreign = foreign or _NOT_MINE.search(said) is not None
        yield replace(clause, techniques=(), wants=()) if foreign else clause
