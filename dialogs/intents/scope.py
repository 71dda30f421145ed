"""Whether a line asks something, and whether what it asks can be about the course."""

import re

_ASKS = re.compile(
    r"""^(?:(?:wait|ok|okay|so|but|and|hmm+|hang\ on|sorry|hi|hey|hello|please)\ )*
    (?:what|why|how|when|who|whom|whose|which|where|is|are|am|was|were|does|do|did|can|could|should|would|will|may
      |isn't|aren't|doesn't|don't|can't|what's|who's|where's|how's|whats)\b | \?$""",
    re.VERBOSE,
)
_COURSE = re.compile(
    r"""\b(?:
        fine-?|tun(?:e|ed|es|ing)\b|pre-?train|train|retrain|ground|rag\b|retriev|prompt|models?\b|llms?\b|ai\b|gpt
      | chat\ ?bot|bots?\b|assistant|cit(?:e|es|ed|ing|ation)|sources?\b|hallucinat|invent|made\ up
      | makes?\ (?:things|stuff)\ up|document|files?\b|sharepoint|knowledge|data\b|examples?\b|foundation|specialis
      | specialt|generalis|behaviou?r|tone\b|style|voice\b|accura|costs?\b|expensive|cheap|price|pay\b|budget|law
      | lawyer|legal|terminolog|both\b|neither\b|set-?up|off-the-shelf|ready-made|exam\b|trap\b|privacy|private|secur
      | safe\b|confidential|permission|forget|up\ to\ date|current|outdated|fresh|from\ scratch|analogy|polic|handbook
      | hr\b|jargon|vocabulary|custom|interchang|compan|business|firms?\b|industr|weights?\b|technique|approach|need
      | baseline|index|chunk|embed|context\b
      | the\ same\b|differen|better\b|wrong|right\b|them\b|they\b|this\b|that\b|one\b|these\b|ones\b|either\b|worth\b
      | option|answer|why|shorter|simpler|more\b|[a-d]\b
    )""",
    re.VERBOSE,
)
_SUBJECT = re.compile(
    r"""\b(?:
        fine-?\ ?tun|finetun|tun(?:e|ed|ing)\b|pre-?\ ?train|train(?:ing|ed)\b|retrain|ground(?:ing|ed)?\b|rag\b|retriev
      | prompt|models?\b|llms?\b|ai\b|gpt|cit(?:e|es|ed|ing|ation)|sources?\b|hallucinat|document|files?\b|facts?\b
      | data\b|foundation|behaviou?r|tone\b|accuracy|costs?\b|law\ firm|lawyers?|privacy|forgetting|index|weights?\b
    )""",
    re.VERBOSE,
)
_PRODUCT = r"(?:copilot|chatgpt|gemini|claude|openai|azure|microsoft|google|llama|mistral|midjourney)"
_ELSEWHERE = re.compile(
    rf"""\b(?:
        licen[cs]\w*|password|wi-?fi|weather|pizza|script|python|javascript|java|sql|code\b|translat\w+|inbox
      | calendar|meeting|flight|recipe|joke|poem|songs?\b|music|stocks?\b|bitcoin|crypto|football|soccer|match\b|film
      | movie|news\b|sentient|feelings|conscious|alive|lunch|dinner|restaurant|hotel|holiday|taxi|sports?\b|vacation
      | president|capital\ of|laptop|printer|vpn|invoice|homework|essay|wife|husband|my\ (?:dog|cat|mum|mom|dad|boss)
      | guitar|system\ prompt|alarm|time\ is\ it|love\ me|who\ won|\d+\s*[-+*x/]\s*\d+
    )\b
    | \b{_PRODUCT}\b.*\b(?:costs?|prices?|pricing|plus|pro\b|buy|subscri\w+|plan)\b
    | \b(?:costs?|prices?|pricing|buy|subscri\w+)\b.*\b{_PRODUCT}\b""",
    re.VERBOSE,
)
_CHORE = re.compile(
    r"""^(?:
        summari[sz]e\ (?:my|this\ (?:document|mail|email|text|page|article|report|file|pdf|meeting)
          |the\ (?:meeting|mail|news|document|report))\b
      | remind\ me\ (?:to|about|of)\b | tell\ me\ (?:a|another)\ (?:joke|story)\b
      | (?:make|cook|bring|fetch)\ me\ (?:a|an|some|the)\b
      | (?:write|order|translate|book|buy|draft|call(?!\ it)|play|sing|draw|generate|schedule|convert|calculate|cook
          |email|set\ an?\ alarm|recommend|send\ (?:an?\ )?(?:mail|email))\b
    )""",
    re.VERBOSE,
)


def asks(said: str) -> bool:
    """Whether a plain line is put as a question."""
    return _ASKS.search(said) is not None


def is_chore(wish: str) -> bool:
    """Whether a line wants work done that is not a tutor's."""
    return _CHORE.search(wish) is not None


def is_elsewhere(said: str) -> bool:
    """Whether something in a line is about something else than the course."""
    return _ELSEWHERE.search(said) is not None


def names_subject(said: str) -> bool:
    """Whether a line names something that the course teaches."""
    return _SUBJECT.search(said) is not None


def is_outside(said: str) -> bool:
    """Whether nothing in a line can be about the course, or something in it is about something else."""
    return is_elsewhere(said) or (said.isascii() and _COURSE.search(said) is None)
