"""What in an answer is aimed at the grader and not at the case: pleas for marks, and orders what to write down."""

import re

_PLEA = re.compile(
    r"\b(?:(?:mark|grade|score|rate) (?:me|my|this|that|it|everything|all)\b"
    r"|(?:count|accept|treat|see) (?:me|my|this|that|it|everything|all) .{0,20}\b(?:right|correct|complete|passed)\b"
    r"|(?:full|all|all the|maximum|top|the) (?:marks|points|score|credit)\b"
    r"|(?:give|award|need|want|get) me .{0,20}(?:points?|marks?|credit)\b|let me pass|pass me\b"
    r"|accept (?:this|that|it|my answer|any answer)\b"
    r"|(?:say|tell me|confirm) (?:that )?i am (?:right|correct|done)\b)"
)
_RUBRIC = r"terminology|citing|citations?|marks?|misconceptions?|expectations?"
_TAKEOVER = re.compile(
    r"\b(?:(?:ignore|disregard|forget|override) (?:(?:all|any|your|the|my|previous|prior|above|these|every) )*"
    r"(?:instructions?|rules?|prompts?|rubric|guidelines?|criteria|text)|rubric|grader"
    r"|(?:answer|solution) (?:key|sheet)|mark(?:ing)? scheme"
    r"|(?:the|this) (?:learner|student) (?:has|have|is|was|should|must|covers?|explains?|mentions?|gets?)"
    r"|(?:the|this|my) (?:answer|response) (?:covers|mentions|contains|deserves|gets"
    r"|should be (?:marked|graded|scored)|(?:is|was) (?:right|correct|complete|perfect))"
    r"|i (?:have )?(?:met|covered|mentioned|answered|addressed) (?:all|both|everything|correctly|it|this"
    rf"|the (?:two|wish\w*|question)|{_RUBRIC})\b"
    rf"|(?:verdict|{_RUBRIC}) ?[:=]+ ?(?:is |are )?(?:true|false|none|both|all)\b"
    rf"|(?:{_RUBRIC}) (?:is |are )?(?:true|false|none)\b"
    r"|expectations? (?:is |are )?(?:met|covered)\b"
    r"|as an ai\b|your (?:instructions|answer)\b|you (?:meet|said|wrote|accepted|told me)\b"
    r"|you (?:are|act as) (?:now )?(?:a|an|my) )"
    r"|^(?:system|assistant|developer|write|say|record) :|^(?:print|output|echo)\b"
    r"|^(?:(?:please|now|just|then|so|and) )*(?:(?:repeat|respond|reply|print|output|return) (?:after|with|:|the|only"
    r"|verdict|full)|(?:write|put|say|state|record|pretend|assume|suppose|imagine) (?:down )?(?:that )?"
    r"(?:i|my answer|the learner)\b)"
)


def pleads(said: str) -> bool:
    """Whether a sentence asks for marks."""
    return _PLEA.search(said) is not None


def takes_over(said: str) -> bool:
    """Whether a sentence tells the grader what to find, so that nothing beside it can be trusted either."""
    return _TAKEOVER.search(said) is not None
