"""Whether an answer grounds first, and tunes only if measuring shows that it must."""

import re
from collections.abc import Iterator, Sequence

from dialogs.grading.clauses import Sentence

_PUT_OFF = (
    r"later|afterwards|yet|not now|at this (?:point|stage)|park\w*|in reserve|on hold"
    r"|only (?:if|when|then|once|after|where)|if at all|unless|(?:can|could) wait"
    r"|hold\w* off|put\w* off"
    r"|postpon\w+|deferr?\w*|delay\w*|(?:as a )?last resort|down the (?:road|line)|revisit|reconsider"
    r"|(?:if|when|should) (?:\w+ ){0,3}(?:needed|necessary|required)"
    r"|(?:if|when|should|in case) (?:\w+ ){0,8}(?:not|no|short|struggl\w+|lack\w*|gaps?|poor|weak|fail\w*"
    r"|insufficient|still|bad\w*|off)"
)
_MEASURED = (
    r"see (?:if|whether|how|what|where)|measur\w+|then (?:decide|consider|think)|decide (?:about|on"
    r"|whether|if|later|then)"
    r"|until|once (?:tests?|we|the (?:tests?|pilot|data))|second (?:step|phase)|phase (?:two|2)"
    r"|might not|may not|tests? (?:show|say|prove)|(?:test|check|measure|try) (?:\w+ ){0,4}first"
)
_BEFORE_GROUNDING = re.compile(rf"(?<!\S)(?:{_PUT_OFF})(?!\S)")
_AFTER_GROUNDING = re.compile(rf"(?<!\S)(?:{_PUT_OFF}|{_MEASURED})(?!\S)")


def defers(words: Sequence[str], sentences: Sequence[Sentence]) -> bool:
    """Whether tuning waits for a reason while grounding does not; `words` are those of the whole answer."""
    named = [t for s in sentences for c in s.clauses for t in c.techniques]
    grounded = [t.at for t in named if t.name == "grounding" and t.stance in {"affirmed", "not only"}]
    if not grounded:
        return False
    for start, end, at in _tunings(sentences):
        before = max((g + 1 for g in grounded if start <= g < at), default=start)
        after = min((g for g in grounded if at < g < end), default=end)
        cue = _AFTER_GROUNDING if min(grounded) < at else _BEFORE_GROUNDING
        if cue.search(" ".join(words[before:at])) or cue.search(" ".join(words[at:after])):
            return True
    return False


def _tunings(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, int]]:
    """Each time tuning is named: where the sentence begins and ends, and where it is named in it."""
    for sentence in sentences:
        for clause in sentence.clauses:
            for technique in clause.techniques:
                if technique.name == "fine-tuning":
                    yield sentence.start, sentence.end, technique.at
