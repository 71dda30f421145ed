"""Which parts of an answer the learner stands by: not what others think, what is called wrong, what is taken back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dialogs.grading.clauses import CONTRASTS, Clause, Sentence
from dialogs.grading.text import Token

BACK = "<back>"
"""The token that stands where an answer begins anew."""

_CORRECTS = re.compile(
    r"(?<!\S)(?:(?:no|wait|sorry|oh|hm+|well) [,.…!-]* ?)*"
    r"(?:(?:no|actually)[ ,]+(?:wait|actually|no|rather|sorry)|wait[ ,]+no|scratch that|strike that|correction"
    r"|(?:just )?kidding"
    r"|on second thoughts?|(?:i )?(?:have |just )?changed? my mind|(?:i )?take (?:it|that) back|or rather"
    r"|(?:sorry|no)[ ,]+(?:i )?mean(?:t)?|i meant|sorry[ ,]+(?:the )?other way (?:a?round)|(?:hm+|oh|sorry|wait)[ ,]+no"
    r"|no (?=[,.!] (?:just|only|it|that|this|i|we|they|you|rather|ground|tune|both|neither)))(?!\S)"
)
_PLAIN_NO = re.compile(r"(?<=[?.…] )(?:no|nope|wrong) (?=[.,!](?: |$))")
_ONLY_WORDS = re.compile(r"^(?:wait|correction)(?!\S)")
_MISTAKES = r"(?:wrong|mistaken?|myth|false|untrue|not (?:true|right|so)|nonsense|fallacy|errors?|misconception|trap)"
_REPORTS = (
    r"(?:said|says|told|tells|claims|claimed|answered|argued|argues|suggested|suggests|thinks|thought|believes|insists"
    r"|recommends|recommended)\b"
)
_NOT_MINE = re.compile(
    r"\b(?:i (?:was|am) going to say|i first (?:said|wrote|thought|wanted|meant|took|chose)"
    r"|at first(?: sight| glance)?|first i (?:thought|wrote|said|wanted)"
    r"|(?:my|our) first (?:thought|idea|guess|instinct|reaction|answer)"
    r"|i (?:first |initially |originally )?thought|used to (?:think|believe|say)"
    r"|initially|originally|tempt\w+"
    r"|(?:my|our|a|the|some) (?:\w+ )?(?:colleague|boss|manager|partner|vendor|supplier|consultant"
    r"|friend|team|wife|husband|cto|it) "
    r"(?:would |will |might )?(?:say|think|claim|want|suggest|prefer|argue|believe|insist)\w*"
    r"|(?:some|many|most|people|others|you|one|everyone)(?: people)? (?:would |might |could |may "
    r"|will )?(?:say|think|argue|expect|believe|claim|assume)\w*"
    rf"|{_MISTAKES} (?:is )?(?:to (?:think|say|believe|assume|claim|hope|expect)|that)"
    r"|(?:the|that) (?:idea|claim|belief|view|notion) that"
    r"|(?:not|never) (?:believe|assume|buy|trust|fall for)"
    r"|(?:doubt|disagree|deny|refuse)\b|according to (?!me\b|my\b)|(?:nobody|no one) (?:should|would|can|must)"
    rf"|(?:they|he|she|somebody|someone|everybody) {_REPORTS}|(?:they|people) (?:say|claim|think|tell)"
    rf"|(?:the|my|our|a|an|this|that|some) (?!assistant|model|ai)\w+ (?:has |have )?{_REPORTS})"
    r"|^(?:suppose|imagine|assume) "
)
_CALLED_WRONG = re.compile(
    rf"(?<!\S)(?:is|was|are|would be) (?:just |plain |simply |only )?(?:the |a |an |)(?:\w+ )?{_MISTAKES}(?!\S)"
)
_LOOKS_RIGHT = re.compile(
    r"(?<!\S)(?:sound|look|seem)s? (?:good|right|nice|tempting|fine|easy|attractive|plausible|clever|simple)(?!\S)"
)
_DISMISSES_LAST = re.compile(
    r"^(?:but )?(?:that|this|it|which) (?:is|was|would be) (?:just |plain |simply )?"
    rf"(?:the |a |an |)(?:\w+ )?{_MISTAKES}"
    r"|^(?:but )?not(?: (?:true|so|right|really|at all))?(?: |$)(?!\S)|^(?:just )?kidding|^(?:only )?joking"
)
_OTHER_WAY = re.compile(
    r"^(?:<back>|or|no|sorry|wait|hm+)(?!\w).*(?:other way (?:a)?round|the (?:reverse|opposite)|vice versa)"
    r"|(?<!\S)or (?:is it |maybe |perhaps )?(?:the )?(?:other way (?:a)?round|reverse|opposite|vice versa)(?!\S)"
    r"|(?<!\S)or so (?:they|people|i) (?:say|said|think|am told|was told)(?!\S)"
)
"""What leaves open which way round an answer is meant."""

_ADDS = re.compile(r"(?<!\S)(?:add|also|too|as well|plus|on top|keep|stays?|remains?|still)(?!\S)")
"""Words by which an afterthought goes on from what was said before, and takes nothing back."""

_ASKING = frozenset("does do did can will how what why which".split())
"""Words that make a question of the last part of a sentence: "grounding cites, but does it write well?"."""

_MINE = re.compile(r"^(?:i|we) (?!was|thought|first)")


def marked(text: Sequence[Token]) -> list[Token]:
    """The tokens, with the word and a full stop put in where what was said before is taken back."""
    said = " ".join(token.word for token in text)
    ends = [match for pattern in (_CORRECTS, _PLAIN_NO) for match in pattern.finditer(said) if match.start()]
    at = {said[: match.start()].count(" "): said[: match.end()].rstrip().count(" ") for match in ends}
    read: list[Token] = []
    skip = -1
    for n, token in enumerate(text):
        if n in at and n > skip:
            skip = at[n]
            read += [Token("\n", token.start, token.start), Token(BACK, token.start, text[skip].end)]
        elif n > skip:
            read.append(token)
    return read


def standing(kept: Sequence[Sentence], text: Sequence[Token]) -> Iterator[Sentence]:
    """The sentences from where the learner last began anew; techniques that others give to needs are left out."""
    said = [sentence.said(text) for sentence in kept]
    anew = (n for n, s in enumerate(said) if (BACK in s.split() or _ONLY_WORDS.search(s)) and not _ADDS.search(s))
    last = max(anew, default=0)
    later = any(c.techniques for s in kept[last:] for c in s.clauses)
    turned = max((n for n, s in enumerate(said) if _OTHER_WAY.search(s)), default=-1)
    unsettled = turned >= 0 and not any(c.techniques for s in kept[turned + 1 :] for c in s.clauses)
    for n in range(last if later else 0, len(kept)):
        dismissed = unsettled or (n < last and not later) or _denied_next(n, said)
        clauses = (_foreign(c) for c in kept[n].clauses) if dismissed else _own(kept[n])
        yield replace(kept[n], clauses=tuple(clauses))


def _denied_next(n: int, said: Sequence[str]) -> bool:
    """Whether the next sentence says that this one is wrong."""
    return n + 1 < len(said) and _DISMISSES_LAST.search(said[n + 1]) is not None


def _own(sentence: Sentence) -> Iterator[Clause]:
    foreign_until = _dismissed(sentence.clauses)
    foreign = False
    for n, clause in enumerate(sentence.clauses):
        said = " ".join(clause.words)
        if foreign and (not clause.links.isdisjoint(CONTRASTS) or _MINE.search(said)):
            foreign = False
        asks = sentence.asks and n > 0 and clause.words[0] in _ASKING
        foreign = foreign or asks or _NOT_MINE.search(said) is not None
        yield _foreign(clause) if foreign or n < foreign_until else clause


def _dismissed(clauses: Sequence[Clause]) -> int:
    """How many of the first clauses are called wrong by what follows them: "tune it to cite" is the trap."""
    until = 0
    for n, clause in enumerate(clauses):
        said = " ".join(clause.words)
        turned = n + 1 < len(clauses) and not clauses[n + 1].links.isdisjoint(CONTRASTS)
        if _CALLED_WRONG.search(said) or (turned and _LOOKS_RIGHT.search(said)):
            until = n + 1
    return until


def _foreign(clause: Clause) -> Clause:
    """The clause as somebody else's: what it is about is known, what it says of that does not count."""
    return replace(clause, techniques=(), met=(), foreign=True)
