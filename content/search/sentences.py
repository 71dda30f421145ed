"""How a text is put: its sentences, and what they begin with."""

import re

_SENTENCE_END = re.compile(r"(?<=[?!])\s+|(?<=[.])\s+(?=[a-zA-Z])|\n+")
WH = "what|how|why|when|who|whose|which|where"
VERB = (
    "is|are|am|was|were|does|do|did|can|could|should|would|will|has|have|had|may|might|must"
    "|shall|ought|need(?= (?:we|i|they)\\b)|isn'?t|aren'?t|wasn'?t|weren'?t"
    "|doesn'?t|don'?t|didn't|can'?t|couldn't|shouldn't|wouldn't|won't|hasn't|haven't"
)
ASKS = re.compile(rf"^(?:{WH}|{VERB}|explain|tell|describe|compare)\b", re.IGNORECASE)
LEAD_IN = re.compile(
    r"""^(?:
        (?:hi|hello|hey|ok|okay|so|and|but|well|now|wait|hmm+|um|oh|thanks|also|then|please|sorry
          |quick\ question|question|just\ (?:to\ check|checking)|one\ more|in\ other\ words|basically)[,:;.!]*\s+
      | (?:yes|no)[,:;.!]+\s+
      | (?:(?:very\ )?(?:quick|short|shy|silly|stupid|small|honest)\ (?:question|check|one))[,:;.!]*\s+
      | (?:i\ wonder|i'm\ wondering|i\ was\ wondering|do\ you\ know|(?:can\ you\ |could\ you\ )?tell\ me
          |i(?:'d\ like|\ want)\ to\ know|(?:i'm\ )?not\ sure|any\ idea)\s+(?:if|whether)\s+
      | (?P<states>
          (?:would|do)\ you\ (?:say|agree)\ (?:that\ )?
        | (?:this|that|it)\ (?:holds|is\ (?:true|right|correct|so))[,:]\s+
        | (?:is\ it|is\ that|isn't\ it|would\ it\ be)\s+(?:true|right|correct|fair\ to\ say|so)\s*
          (?:that|to\ say\ that)?[,:]?\s+
        | (?:am\ i\ right|are\ you\ sure|true\ or\ false|right\ or\ wrong|correct\ me\ if\ i'm\ wrong)[,:?]?\s*
          (?:that|in\ (?:thinking|saying)\ that|to\ (?:think|say)\ that)?\s*
        | (?:i|we)\ (?:think|thought|guess|assume|suppose|believe|understand|heard|read)\ (?:that\ )?)
    )+""",
    re.IGNORECASE | re.VERBOSE,
)
PRONOUN = re.compile(r"\b(?:it|that|this|they|them|those|these)\b")


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in _SENTENCE_END.split(text) if part.strip()]


def points(text: str) -> bool:
    """Whether a text points at something instead of naming it."""
    return PRONOUN.search(text.lower()) is not None
