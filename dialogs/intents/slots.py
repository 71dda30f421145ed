"""What is to be explained or defined, as a line names it."""

import re

_KNOWN = (
    ("overview", r"\b(?:this |the |whole )?(?:section|course|everything|overview|basics|it all|whole thing)\b"),
    ("exam-trap", r"\b(?:exam )?trap\b"),
    ("foundation-model", r"\bfoundation models?\b"),
    ("pretrained", r"\bpre-? ?tra?i?ned\b"),
    ("fine-tuning", r"\bfine-? ?tun\w*|\btun(?:ed|ing)\b"),
)
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _KNOWN)
_BEFORE = re.compile(
    r"""^(?:(?:re-?)?explain|teach|walk|describe|go\ over|go\ through|tell|break\ down|clarify|run|introduce|refresh
    |brief|summari[sz]e|outline|recap|show|cover|review|lesson|lecture|intro(?:duction)?|overview|summary|i|don't
    |do\ not|get|understand|learn|know|more|defin(?:e|ition)|meaning|term|glossary|look\ ?up
    |what(?:'s|\ is|\ are|\ does|\ do)?|whats|mean(?:t)?\ by|is|help|me|us|to|again|through|about|on|of|for|a|an|the|by
    |really|quite|how|give|start|begin)\b[\ :]*""",
    re.VERBOSE,
)
_AFTER = re.compile(
    r"""\ +(?:mean(?:s|ing)?|stands?\ for|short\ for|defined|definition|explain|again|please|for\ me|to\ me|in\ short
    |briefly|simply|works?|is|are|means|step\ by\ step)(?:\ .*)?\??$ | \?+$""",
    re.VERBOSE,
)


def slot(wish: str) -> str | None:
    """The subject of a wish, by its usual name where it has one."""
    for name, pattern in _PATTERNS:
        if pattern.search(wish):
            return name
    while (left := _AFTER.sub("", _BEFORE.sub("", wish)).strip()) != wish:
        wish = left
    return wish or None
