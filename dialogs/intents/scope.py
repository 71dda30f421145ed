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
      | chat\ ?bot|bots?\b|assistant|cit(?:e|es|ed|ing|ation)|sources?\b|hallucinat|(?<!who\ )invent|made\ up
      | makes?\ (?:things|stuff)\ up|document|files?\b|sharepoint|knowledge|data\b|examples?\b|foundation|specialis
      | specialt|generalis|behaviou?r|tone\b|style|voice\b|accura|costs?\b|expensive|cheap|price|pay\b|budget|law
      | lawyer|legal|terminolog|both\b|neither\b|set-?up|off-the-shelf|ready-made|exam\b|trap\b|privacy|private|secur
      | safe\b|confidential|permission|forget|up\ to\ date|current|outdated|fresh|from\ scratch|analogy|polic|handbook
      | hr\b|jargon|vocabulary|custom|interchang|compan|business|firms?\b|industr|weights?\b|technique|approach|need
      | baseline|index|chunk|embed|context\b|skills?\b|abilit|mistakes?\b|errors?\b
    )""",
    re.VERBOSE,
)
_GENERAL = frozenset(
    "a an the of to in on at for with by from as and or but not no nor if so than then too also just only even"
    " still is are am was were be been do does did done can could will would shall should may might must have has"
    " had i me my we us our you your it its they them their he she this that these those there here what which who"
    " whose when where why how what's that's it's there's how's don't doesn't isn't aren't can't won't didn't wasn't"
    " cannot one ones two three first second third last other another both either neither none all any some every"
    " each more most less least much many few bit lot same different difference differ better best worse worst good"
    " bad right wrong true false correct incorrect sure really very quite enough again now later always never often"
    " sometimes usually mean means meant say says said tell explain example examples shorter simpler longer detail"
    " details option options answer answers question questions choice choose pick take use uses used using need"
    " needs get gets give work works happen happens happened help helps matter matters point case cases make makes"
    " made know think understand see show look want try start come go b c d e f worth way ways kind kinds thing"
    " things something anything nothing someone people somebody anybody everybody cheaper cheapest faster fastest"
    " slower quicker safer easier harder broader deeper between about instead rather without because else yes ok"
    " okay wait hmm well please exactly part reason reasons sense idea hold holds apply applies count counts called"
    " name named stand stands depends short simple plain".split()
)
"""Words that may be about the course as about anything, and follow on what was said before."""
_PRODUCT = r"(?:copilot|chatgpt|gemini|claude|openai|azure|microsoft|google|llama|mistral|midjourney)"
_ELSEWHERE = re.compile(
    rf"""\b(?:
        licen[cs]\w*|password|wi-?fi|weather|pizza|script|python|javascript|java|sql|code\b|translat\w+|inbox
      | calendar|meeting|flight|recipe|joke|poem|songs?\b|music|stocks?\b|bitcoin|crypto|football|soccer|match\b|film
      | movie|news\b|sentient|feelings|conscious|alive|lunch|dinner|restaurant|hotel|holiday|taxi|sports?\b|vacation
      | president|capital\ of|laptop|printer|vpn|invoice|homework|essay|wife|husband|my\ (?:dog|cat|mum|mom|dad|tax
      |taxes|car|bike|kids?|garden|landlord|bank)|tax\ return
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
      | remind\ me\ (?:to|about|of)\b(?!.*\b(?:practi[sc]e|quiz|daily|question|learn|study)) | tell\ me\ (?:a
      |another)\ (?:joke|story)\b
      | (?:make|cook|bring|fetch)\ me\ (?:a|an|some|the)\b(?!\ (?:[\w-]+\ )?(?:quiz|test|table|summary|comparison))
      | (?:write|order|translate|book|buy|draft|call(?!\ it)|play|sing|draw|generate|schedule|convert|calculate|cook
          |email|set\ an?\ (?:alarm|timer)|recommend|send\ (?:an?\ )?(?:mail|email))\b
    )""",
    re.VERBOSE,
)


_TAUGHT = re.compile(r"\b(?:fine-?\ ?tun|tun(?:ed|ing)\b|pre-?\ ?train|ground(?:ed|ing)\b|rag\b|hallucinat)")
"""What is taught beyond doubt, whatever else a line holds."""

_WHICH_FOR = re.compile(
    r"^(?:what|which)(?:\ one)?\ (?:is|would\ be)\ (?:the\ )?(?:better|best|right|cheaper)(?:\ one)?\ for\b"
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


def is_taught(said: str) -> bool:
    """Whether something in a line is beyond doubt about what is taught."""
    return _TAUGHT.search(said) is not None


def is_outside(said: str) -> bool:
    """Whether nothing in a line can be about the course, or something in it is about something else."""
    if is_elsewhere(said):
        return not is_taught(said)
    return said.isascii() and _COURSE.search(said) is None and not _is_general(said)


def _is_general(said: str) -> bool:
    """Whether a line may lean on what the course was last about."""
    return _GENERAL.issuperset(re.findall(r"[\w']+", said)) or _WHICH_FOR.search(said) is not None
