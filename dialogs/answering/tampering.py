"""Attempts to make the tutor something else, which no question about a course looks like."""

import re

_ORDERS = (
    # Away with the rules
    r"\b(?:ignore|disregard|forget|override|bypass|disable|break|violate)\b.{0,30}\b(?:instructions?|rules?|guidelines?"
    r"|prompts?|guardrails?|above|previous|everything you|what you were told|restrictions?|filters?|you are a)\b",
    r"\bforget that you are\b",
    r"\bjail ?break|\b(?:debug|developer|god|admin|sudo) mode\b|^sudo\b|\badmin rights\b|\bgrant\b.{0,20}\baccess\b",
    r"\bas (?:your|an?|the) (?:developer|admin|administrator|owner|creator)\b|\bi (?:command|order) you\b",
    # Out with the instructions
    r"\b(?:system|hidden|secret|initial) (?:prompt|instructions?|message|rules?)\b",
    r"\b(?:print|reveal|show|repeat|output|display|dump|expose|encode|translate|give)\b.{0,25}\byour"
    r" (?:system |own )?(?:prompt|instructions?|rules|configuration|config|environment)",
    r"\b(?:everything|all|the text|the words|the lines?) above\b|\btext in your instructions\b",
    # Somebody else
    r"\b(?:you are|you're|act|behave|respond|pretend) (?:now|as if|an?|like an?|to be)\b.{0,40}\b(?:unrestricted|evil"
    r"|pirate|developer|admin|human|grandm\w+|hacker|no (?:rules|limits|filter))\b",
    r"^(?:please )?(?:act|pretend|role-?play) (?:as|to be|that you)\b|\bbe my grandm\w+\b",
    r"\bin which you (?:are|have)\b",
    r"\bfrom (?:now|here|this point) on\b|\b(?:reply|answer|respond|speak) only (?:with|in)\b|\bmust now answer\b",
    # A voice that is not the learner's
    r"^\W*(?:system|developer|assistant|admin)\s*:|[\"'“‘]\s*(?:assistant|system|bot|ai)\s*[,:]",
    r"\b(?:follow|obey)\b.{0,12}\b(?:documents?|files?|pages?|notes?)\W*$",
    r"\b(?:e-?mail|send|post|forward|upload)\b.{0,60}\S@\w",
    # The quiz
    r"\b(?:set|mark|change|raise)\b.{0,12}\bmy (?:\w+ ){0,2}(?:score|streak|points|answers)\b|\banswer key\b",
    r"\b(?:right|correct) (?:letters?|options?|answers?) (?:for|to|of) (?:all|every|each|the next)\b",
    r"\b(?:all|reveal)\b.{0,12}\bquiz\b.{0,10}\banswers\b|\breveal the answers\b|\b(?:other|another) learners?'?s? \w+",
    # Code
    r"<\s*/?\s*script|\{\{.*\}\}|\$\{.*\}|'\s*;|\brm -rf\b|^/\w+ \w+",
    r"^new (?:rule|instruction|order)s?\s*(?:[:.,!-]|for you|from now)",
    r"^here (?:is|are) (?:a |some |your |the )?new (?:rule|instruction|order)s?\b",
    r"\b(?:drop|alter) table\b|\bdelete from\b|\bunion select\b|\bupdate \w+ set\b",
    r"\bphishing\b",
)
_PATTERN = re.compile("|".join(_ORDERS), re.IGNORECASE)


def tampers(text: str) -> bool:
    """Whether a text gives orders to the tutor, or to the machine behind it."""
    return _PATTERN.search(text) is not None
