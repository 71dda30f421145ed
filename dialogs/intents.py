"""What a typed line wants of the tutor: rules over commands, question words, and whether a question is open.

Two kinds of rule. A *form* takes a line by how it is built. A *bag* takes a line that holds one of its keys and
beside them nothing but its companions and small words, so that a real question is never taken for a command.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

READ_LIMIT = 300
"""Characters that are read: what somebody wants stands at the beginning, and rules stay quick."""

When = Literal["always", "open", "closed"]
"""Whether a rule needs an open question, or needs that there is none."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a line wants, and the words that it names it with."""

    name: str
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A line of this form has this intent."""

    intent: str
    pattern: re.Pattern[str]
    when: When = "always"


@dataclass(frozen=True, slots=True)
class Bag:
    """A line of these words alone, at least one of them a key, has this intent."""

    intent: str
    keys: frozenset[str]
    companions: frozenset[str]


def read(text: str, open_question: bool) -> Intent:
    """The intent of a line; what no rule knows is a question to the course: `ask`."""
    said = _plain(text)
    core = _POLITE.sub("", said)
    state: When = "open" if open_question else "closed"
    for form in () if _CHORE.search(core) else _FORMS:
        if form.when in {"always", state} and form.pattern.search(core):
            return Intent(form.intent, _slot(core) if form.intent in _SLOTTED else None)
    words = said.replace("?", "").split()
    for bag in _BAGS:
        if not bag.keys.isdisjoint(words) and all(w in bag.companions or w.isdecimal() for w in words):
            return Intent(bag.intent)
    if _FOREIGN.search(said) and not open_question:
        return Intent("out_of_scope")
    if open_question and not _QUESTION.search(said):
        return Intent("answer")
    return Intent("ask" if _DOMAIN.search(said) and not _FOREIGN.search(said) else "out_of_scope")


# Plain text

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_MARKS = re.compile(r"[^\w\s'?:/()-]|\s+")
_POLITE = re.compile(
    r"^(?:(?:(?:hi|hey|hello|ok|okay|so|well|now|then|and|but|wait|alright|yes|sure|great"
    r"|tutor|bot|please|pls|plz"
    r"|kindly|just|maybe|also) +)"
    r"|(?:can|could|would|will|may|might) (?:you|u|i|we) (?:please )?(?:get |have |see |take )?"
    r"|(?:i|we)(?: would|'d| am)? (?:really )?(?:want|like|love|need|ready|up)(?: you)?(?: to"
    r"| for| a| an| some)? "
    r"|i wanna |i feel like |let(?:'s| us|s) (?:do |have |try |see |go )?|how about (?:a |an "
    r"|some )?|time for (?:a |an |some )?"
    r")+(?=\S)"
)


def _plain(text: str) -> str:
    """Lower case, one kind of quotes, no marks that carry no meaning, misspelt command words mended."""
    text = unicodedata.normalize("NFKC", text[:READ_LIMIT]).lower().translate(_QUOTES)
    words = _MARKS.sub(" ", text).split()
    return " ".join(_MISSPELT.get(word) or _mended(word) for word in words)


_LONG_WORDS = (
    "analogy compare comparison commands dashboard define definition describe example "
    "explain feedback glossary "
    "instructions meaning practice practise progress question questions reminder scenario streak subscribe "
    "unsubscribe summary"
).split()
_SHORT_WORDS = "help hint quiz skip stop daily score thanks table".split()


def _shortened(word: str) -> Iterator[str]:
    """The word with one letter left out; its first letter stays."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


def _swapped(word: str) -> Iterator[str]:
    """The word with two neighbours swapped, or a letter doubled."""
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    yield from (word[: at + 1] + word[at:] for at in range(len(word)))


_MISSPELT = {wrong: word for word in (*_SHORT_WORDS, *_LONG_WORDS) for wrong in _swapped(word)}
_WITHOUT_A_LETTER = {short: word for word in _LONG_WORDS for short in _shortened(word)} | {
    word: word for word in _LONG_WORDS
}


def _mended(word: str) -> str:
    """The command word that this is one letter away from; else the word itself."""
    if len(word) < 5:
        return word
    candidates = (_WITHOUT_A_LETTER.get(short) for short in (word, *_shortened(word)))
    return next((found for found in candidates if found), word)


# Forms


def _form(intent: str, pattern: str, when: When = "always") -> Form:
    return Form(intent, re.compile(pattern), when)


_OFTEN = (
    r"(?:daily|every ?day|each day|(?:once )?(?:a|per) day|(?:every"
    r"|each) (?:single )?(?:\w*day|morning|evening|afternoon|night|noon)"
    r"|in the mornings?|on weekdays|mornings)"
)
_DAILY = rf"(?:{_OFTEN}|reminders?|notifications?|subscription|subscribe|sign(?:ed)? up|messages)"
_NO_MORE = (
    r"(?:don't|do not|dont|stop(?! by)|no more|no longer|turn(?:ing)? (?:it |them "
    r"|the \w+ (?:\w+ )?)?off|switch(?:ing)? (?:it |them |the \w+ (?:\w+ )?)?off|off\b|cancel"
    r"|quit|paus\w+|snooz\w+|mute"
    r"|enough|end|disable|remove|hold|suspend|halt|opt out|without|never|any ?more"
    r"|skip (?:today|tomorrow|this week)|leave me alone|resubscrib\w*|get rid)"
)
_TERM = r"(?:the |a |an )?(?:[\w'-]+ ){0,3}[\w'-]+"
_OURS = (
    r"(?:pre-? ?trained|fine-? ?tun\w+|finetun\w+|tun(?:ed|ing)|untuned|ground(?:ed|ing)|rag"
    r"|retrieval|prompt(?:s|ing)?(?: engineering)?|foundation(?: models?)?|base model|"
    r"ready-made|off-the-shelf|customised|customized|generalist|specialist|few-shot|training from scratch)"
)
_SIDE = rf"(?:(?:a|an|the|any|some) )?{_OURS}(?: (?:models?|ai|one|llms?))?"
_VERSUS = r"(?:vs?|versus|against|and|or|with|to|compared (?:to|with)|from|over)"

_FORMS = (
    _form(
        "answer",
        r"^(?:(?:i (?:think|say|guess|choose|pick|take|go with|would (?:say|go with)|believe)"
        r"|i'?d (?:say|go with)|i'll (?:take|go with)|it(?:'s| is)|is it|my answer(?: is)?"
        r"|the answer is|answer(?: is)?"
        r"|h?m+|probably|definitely|perhaps|option|choice|letter|number|no|think|guess|must be"
        r"|that(?:'s| is|'d be)|gotta be|going with|its)[ :]+)*(?:the )?"
        r"(?:option |letter |number |answer )?\(?(?:[a-f]|[1-6]|first|second|third|fourth|fifth"
        r"|last|1st|2nd|3rd|4th|one|two|three|four|true|false|yes|no|both|neither|none|all)\)?:?"
        r"(?: (?:one|option|answer|choice|of them|of these|of the above|is (?:right|correct|true)"
        r"|i (?:think|guess|believe|suppose)))*\??$",
        "open",
    ),
    _form("daily_unsubscribe", r"^unsub\w*|^opt out"),
    _form("daily_unsubscribe", rf"\b{_NO_MORE}\b.*\b{_DAILY}\b|\b{_DAILY}\b.*\b{_NO_MORE}\b"),
    _form(
        "daily_unsubscribe",
        r"^(?:stop|quit|no more) (?:sending|pinging|messaging|bothering|bugging|nudging|with the)",
    ),
    _form("daily_subscribe", r"^(?:re)?subscrib\w*|^sign me up|^opt in"),
    _form(
        "daily_subscribe",
        rf"^(?:remind|ping|nudge|send|message|text|quiz|test|drill|give|ask|notify|start|set up"
        rf"|set|turn on|switch on|enable|activate|schedule|deliver|change|move|put me|add me|begin"
        rf"|resume|get|one|a|an|some|\d+|two|three|five)\b(?!.*\b(?:cost|model"
        rf"|retrain\w*)).*\b{_OFTEN}\b"
        rf"|^{_OFTEN}(?: (?:quiz|question|questions|reminders?|practice|on|please|thing|at .+"
        rf"|me))*$|^(?:start|set up|turn on|enable|switch on|activate|resume|unpause"
        rf"|i want) (?:(?:my|the|a) )?{_DAILY}",
    ),
    _form(
        "feedback",
        r"^(?:bug|feedback|suggestion|complaint|idea|issue|typo|error|problem|report|comment"
        r"|improvement)s?\b(?: (?:report|for you|about|on|in|with|to|is)\b|:|$|-)"
        r"|\b(?:tell|inform|let|report (?:it |this )?to|pass (?:it |this )?on to|message|contact"
        r"|forward) (?:\w+ )*(?:team|authors?|developers?|makers?|owners?|someone|admins?"
        r"|creators?)\b"
        r"|^(?:that|this|the|your|these|those|question|q) ?(?:\w+ )?(?:question|answer"
        r"|explanation|example|quiz|button|link|bot|hint|scenario|item|feedback|course|option"
        r"|options|message|\d+)?s? ?(?:is|was|were|are|seems?|looks?|feels?|does(?: not|n't)?"
        r"|did(?: not|n't)?|has|had|could be|isn't|wasn't|makes?|contains?) (?:\w+ ){0,3}(?:wrong"
        r"|confusing|unclear|outdated|broken|incorrect|misleading|bad|terrible|typos?|nothing"
        r"|not? work\w*|working|helpful|unhelpful|useless|great|good|ambiguous|sense|mistakes?"
        r"|errors?|too (?:easy|hard|long|short|wordy)|vague|boring|annoying|unfair|off|stupid"
        r"|rubbish|helped?|load)\b"
        r"|^(?:not|un|very|really|super|so)? ?-?(?:helpful|useful|clear)\b[ \w]{0,8}$"
        r"|^(?:unhelpful|useless|wrong answer|bad answer|bad question|good bot|bad bot"
        r"|that's wrong|you(?:'re| are) wrong|rubbish|this sucks|it(?:'s| is) broken)\b[ \w]{0,12}$"
        r"|^i (?:found|spotted|noticed|have|see|saw) (?:a|an|some) (?:\w+ )?(?:typo|mistake|error"
        r"|bug|suggestion|feedback|idea|complaint|problem)\b|^(?:give|leave|send|share"
        r"|submit) (?:you )?(?:some )?feedback\b|\b(?:didn't|doesn't|did not|does not) help\b"
        r"|^you should (?:add|have|fix|change)\b|^(?:add|fix|change) (?:more|the|this"
        r"|that) (?:\w+ )?(?:questions?|scenarios?|examples?|typo|answer)\b|^(?:disagree"
        r"|i disagree|i object|challenge this)\b",
    ),
    _form(
        "hint",
        r"^(?:50[:/ -]?50|fifty[ -]fifty)|\bright direction\b|\b(?:eliminate|remove|take away"
        r"|cross out|rule out) (?:one|two|a|some|an|the)\b|^narrow (?:it|them) down|^lifeline",
    ),
    _form(
        "skip",
        r"^(?:no|not|dunno|idk|beats me|pass|skip)(?: (?:idea|clue|sure|that|this|it|one|please"
        r"|question|the|next|for now|on))*$|^(?:i )?(?:don't|do not|dont|can't|cannot"
        r"|really don't) (?:know|answer|have a clue)\b(?! (?:what|why|how|if|whether|which|when) )"
        r"|^no (?:idea|clue)\b|^(?:leave|drop) (?:this|it|that|the)\b|^(?:give me |show me "
        r"|try )?(?:(?:a|an|the|some) )?(?:different|another|other|new|next|easier) (?:one"
        r"|question)\b|^(?:move|go|carry) on\b|^next\b|^(?:i )?(?:have )?no (?:idea|clue)|^idk\b"
        r"|^dunno\b|^too (?:hard|difficult)|^i give up|^not this one|^skip\b|^pass\b",
        "open",
    ),
    _form("skip", r"^skip(?: (?:it|this|that|the question|question|one|this one|that one))*$"),
    _form(
        "stop",
        r"^(?:stop|quit|exit|abort|cancel|end|leave|close|terminate|finish)(?: (?:it|this|that"
        r"|here|now|please|the (?:quiz|lesson|scenario|session|test)|quiz|lesson|scenario|session"
        r"|for (?:today|now)|everything))*$"
        r"|^(?:that's|that is|this is|it's|i(?:'ve| have)? (?:had )?)? ?(?:enough|it for (?:today"
        r"|now)|all for (?:today|now))\b(?: (?:for (?:today|now)|already|thanks|please|questions"
        r"|of this|now))*$"
        r"|^(?:i'm|i am|im|we're|we are) (?:done|finished|out)\b(?! (?:with|of) (?!this|the quiz"
        r"|it\b|for))|^(?:no more|enough) (?:questions?|quiz\w*)\b[ \w]{0,16}$|^(?:stop|finish|end"
        r"|quit|leave|call it a day|wrap (?:it )?up|take a break|break)\b(?: (?:here|now|there"
        r"|this|it|for (?:today|now)|please|the quiz))*$|^(?:good)?bye\b(?: \w+)?$|^see (?:you"
        r"|ya)\b[ \w]{0,12}$|^call it a day",
    ),
    _form(
        "progress",
        r"^how far (?:am i|have i|did i|along)|^how (?:many|much) (?:\w+ ){0,3}(?:did|have"
        r"|do) i (?:\w+ )?(?:get|got|answer\w*|done?|finish\w*|complete\w*|have|left|right|wrong"
        r"|master\w*|score\w*|cover\w*|know|miss\w*)\b"
        r"|^how (?:am i|are we|have i been|did i|well (?:am|did|have) i|good am i)\b"
        r"|^where (?:did|do|am) (?:i|we)\b|^what(?:'s| is| are| were)? (?:my|left"
        r"|next for me)\b(?! (?:company|boss|data|question))|^(?:which"
        r"|what) (?:\w+ ){0,3}(?:am i (?:weak|good|bad|struggl\w+|strong|miss\w+|worst|best)"
        r"|did i (?:get|miss|fail)|have i (?:not )?(?:done|learn\w*|finish\w*|complet\w*|cover\w*"
        r"|miss\w*|left)|should i (?:review|revise|repeat|practi[sc]e|study))\b"
        r"|^(?:show|see|display|check|view|open|tell|give)?(?: me)? ?(?:my|the)? ?(?:current "
        r"|overall |total |learning |quiz )?(?:progress|score|scores|streak|stats|statistics"
        r"|results?|dashboard|status|level|points|scorecard|scoreboard|report card|weak (?:spots"
        r"|points|areas|topics)|weaknesses|strengths|history|record)(?: (?:please|so far|report"
        r"|overview|now|today|bar))*$"
        r"|\bmy (?:progress|score|streak|stats|statistics|results|weak\w*|scores|performance"
        r"|level)\b|^am i (?:ready|good|making|doing|on track|improving|getting)\b|^what (?:have"
        r"|did) i (?:\w+ )?(?:learn|miss|done|get|cover|finish)\w*",
    ),
    _form(
        "scenario",
        r"^(?:(?:give|show|tell|get|ask|try|do|start|have|run|begin|play|open"
        r"|see)(?: me)? )?(?:(?:a|an|the|another|one|some|next|new|more|law firm|this|real"
        r"|real-life|realistic|different) )*"
        r"(?:business |use |client |law firm |lawyers?'? |legal )?(?:scenarios?|case(?: stud(?:y"
        r"|ies)| to (?:think|solve|work)\w*)?|reflection(?: (?:question|exercise|case|task))?"
        r"|open(?:-ended)? question|role-? ?play|simulation|case question|real-life situation"
        r"|real case|thinking exercise)"
        r"(?: (?:please|to think(?: about| through)?|to solve|to work (?:on|through)|question"
        r"|exercise|now|again|for me|to practi[sc]e|time|mode|about a law firm|i can (?:work"
        r"|think) (?:on|through|about)))*$|^(?:something|anything) to (?:think|reflect)\b",
    ),
    _form(
        "help",
        r"^(?:help|menu|commands?|instructions?|options|manual|guide|\?+|what now|usage|features"
        r"|tutorial)(?: (?:me|please|menu|page|list|out|i'm lost|with this(?: bot)?))*\??$"
        r"|^i'm lost\b|^im lost\b|^i am lost\b"
        r"|^what (?:can|could|do|else can|things can|commands|should|are) (?:you|i|we|your|the"
        r"|there|are)(?: you| i| there)? ?(?:do|type|ask|help|say|offer|know|for|here|commands"
        r"|options|features|able|supposed|write|use|enter)?\b(?: (?:me|with|you|here|in here|do"
        r"|to do|to|now|next|about|are there|there|for|this bot|say|type|write|available|this"
        r"|exactly|the bot))*\??$"
        r"|^how (?:does|do|can|should) (?:this|it|i|you|we|the bot|this bot|this thing"
        r"|that)(?: (?:bot|thing|tutor|chat|tool))? ?(?:work|use|operate|start|begin|get started"
        r"|interact|go|talk)?\b(?: (?:this|the|with|to|you|it|here|bot|thing|tutor|chat|tool"
        r"|exactly|in here|a lesson))*\??$"
        r"|^(?:show|tell|give|list)(?: me)? (?:\w+ ){0,2}(?:what (?:i|you) can|commands|options"
        r"|menu|instructions|features|help)\b|^(?:who|what) are you\??$|^help me (?:use"
        r"|with) (?:this|the|it)|^get started|^where do i (?:start|begin)\??$",
    ),
    _form(
        "compare",
        rf"^(?:compar(?:e|ison)|table|side by side)\b(?: (?:of|the|cost|costs|accuracy|knowledge"
        rf"|set-?up|time|use|them|both|two|models?|table|please|all|kinds|types|these|those|between"
        rf"|it|view|on|by|in terms of|for|me|overview|\w+(?: \w+)?))*$|^(?:{_SIDE}) (?:vs?|versus"
        rf"|against|compared (?:to|with)) (?:{_SIDE})(?: (?:on|by|table|please|comparison|in \w+"
        rf"|\w+))?\??$"
        rf"|^(?:compar\w+|contrast|(?:the |a )?comparison (?:of|between)|(?:what(?:'s| is) the "
        rf"|(?:the|key|main|explain the|show (?:me )?the|tell me the) )?difference?s? between"
        rf"|diff(?:erence)?s? between)(?: the)? {_SIDE} {_VERSUS} {_SIDE}(?: (?:on|by|for me|please"
        rf"|in \w+|\w+)(?: \w+)?)?\??$"
        r"|^(?:how|where) (?:do|does|would) (?:the two|they|these two|both|these|the models"
        r"|the two models)(?: models?)? (?:stack up|compare|differ|measure up)|^(?:put|show|list"
        r"|set|place|see|display|lay)(?: me)? (?:\w+ ){0,4}(?:next to each other|side by side"
        r"|side-by-side|in a table|next to one another|together)\b"
        r"|^(?:(?:show|give|get|see|display|open)(?: me)? )?(?:the |a |that )?(?:comparison"
        r"|overview|summary|big|full)? ?table(?: (?:please|again|view))*$|^(?:what(?:'s"
        r"| is) the )?difference between (?:the two|them|both|these two)(?: models?)?\??$"
        r"|^(?:which is which|both models)\??$",
    ),
    _form(
        "define",
        rf"^(?:(?:defin(?:e|ition)|meaning)\b(?: (?:of|for|me))*[: ]+{_TERM}|(?:term|glossary"
        rf"|look ?up|dictionary|definition|abbreviation)[: ]+{_TERM}|glossary|what(?:'s| is| does"
        rf"| do| did)? (?:is )?{_TERM} (?:mean(?:ing)?|stand for|short for|abbreviat\w+"
        rf"|an abbreviation|defined as|stands for)\b.*"
        rf"|(?:what(?:'s| is)|give me|tell me) (?:the |a )?(?:meaning|definition"
        rf"|abbreviation) (?:of|for) {_TERM}|what (?:is|are|do you|does one) mean(?:t)? by {_TERM}"
        rf"|{_TERM} (?:definition|meaning|defined|mean(?:s)? what)|how (?:do you|would you|is"
        rf"|are) (?:define )?{_TERM} defined?|(?:what(?:'s| is| are)|whats) (?:a |an "
        rf"|the )?{_OURS}(?: models?)?)\??$",
    ),
    _form(
        "explain",
        rf"^(?:(?:re-?)?explain|teach|walk|describe|go over|go through|tell|break down|clarify|run"
        rf"|introduce|refresh|brief|elaborate|summari[sz]e|outline|recap|show|cover|review"
        rf"|illustrate|unpack)(?: (?:me|us|to|again|once more|through|about|on|up|out|in"
        rf"|with))* (?:(?:what|how) )?(?!why|when|which|who|if|whether|more|that|how many"
        rf"|the (?:course|authors?)){_TERM}(?: (?:in short|again|please|briefly|in simple terms"
        rf"|for me|to me|simply|in detail|works?|is|means|step by step|once more|like i'm five"
        rf"|a bit|in plain english|are|from the start))*$"
        rf"|^(?:lesson|lecture|intro(?:duction)?|overview|summary|explanation|tutorial"
        rf"|crash course|primer)\b(?: (?:on|of|to|about|for))? ?(?:{_TERM})?$|^(?:start"
        rf"|begin) (?:the|a|my) (?:lesson|course)|^(?:i )?(?:don't|do not|dont|didn't|still don't"
        rf"|cannot|can't|never) (?:really |quite |yet )?(?:get|understand|follow|grasp"
        rf"|understood)\b.*|^learn (?:more )?(?:about|on) {_TERM}$|^know more about {_TERM}$"
        rf"|^(?:help me )?understand {_TERM}$|^(?:i'm|i am) (?:confused|lost|unsure) (?:about|by|on"
        rf"|with) {_TERM}$",
    ),
)
_SLOTTED = frozenset({"define", "explain"})

# Bags

_SMALL = frozenset(
    "a an the me my to for of on in at it i you your one some any more another again now "
    "please pls plz here just another new next "
    "give get show send ask do have start begin try go let's with and so quick short little "
    "small few couple couple time round"
    " want need can could could set out us ready up first two three four five ten".split()
)


def _bag(intent: str, keys: str, companions: str = "") -> Bag:
    return Bag(intent, frozenset(keys.split()), _SMALL | frozenset(f"{keys} {companions}".split()))


_BAGS = (
    _bag(
        "thanks",
        "thanks thank thx ty tysm thnx tnx danke merci gracias cheers appreciate appreciated "
        "grazie obrigado bedankt takk tack thankyou",
        "so much very lot lots many tons million really that's that this was helpful perfect "
        "great awesome nice cool super ok bot tutor all "
        "help helped good brilliant lovely mate everyone your answer explanation schön viel vielen dank",
    ),
    _bag("thanks", "obliged", "much"),
    _bag(
        "greeting",
        "hi hello hey hiya howdy yo moin hallo hola bonjour servus ciao greetings morning "
        "evening afternoon heya hej salut namaste sup g'day gday aloha hullo ahoy salam",
        "there good everyone all bot tutor what's up team guys folks again day guten tag morgen "
        "abend buenos días dias bonsoir mate how are is anybody anyone home",
    ),
    _bag("greeting", "day tag dias", "good guten buenos nice"),
    _bag(
        "hint",
        "hint hints clue clues tip tips nudge pointer help",
        "stuck bit i'm im with question this tiny",
    ),
    _bag(
        "quiz",
        "quiz test question questions practice practise exam drill challenge trivia exercise "
        "exercises flashcards mock quizzes",
        "knowledge what know number easy hard harder tricky multiple choice session run about "
        "section topic sample prep warm "
        "preparation check training myself mode random daily-free",
    ),
    _bag("quiz", "ask", "something anything"),
    _bag("quiz", "something anything", "check what know challenge harder"),
)

# What is left

_QUESTION = re.compile(
    r"^(?:(?:wait|ok|so|but|and|hmm|hang on|sorry) )*(?:what|why|how|when|who|whom|whose"
    r"|which|where|is|are|am|was|were|does|do|did|can|could|should|would|will|may|isn't|aren't"
    r"|doesn't|don't|can't|what's|who's|where's|how's|whats)\b|\?$"
)
_DOMAIN = re.compile(
    r"\b(?:fine-?|tun(?:e|ed|ing)\b|pre-?train|train|retrain|ground|rag\b|retriev|prompt"
    r"|models?\b|llms?\b|ai\b|gpt|chat ?bot|assistant|cit(?:e|es|ing|ation)|sources?\b"
    r"|hallucinat|invent|made up|makes? (?:things|stuff) up|document|files?\b|knowledge|data\b"
    r"|examples?\b|foundation|specialis|specialt|generalis|behaviou?r|tone\b|style|accura"
    r"|costs?\b|expensive|cheap|price|pay\b|law|lawyer|legal|terminolog|both\b|set-?up"
    r"|off-the-shelf|ready-made|exam\b|trap\b|privacy|private|secur|confidential|permission"
    r"|forget|up to date|current|outdated|fresh|from scratch|analogy|polic|handbook|hr\b"
    r"|jargon|vocabulary|custom|interchang|the same\b|difference|better\b|wrong|right\b|it\b"
    r"|them\b|they\b|this\b|that\b|one\b|these\b|ones\b|either\b|option|answer|why|example"
    r"|shorter|simpler|more\b|[a-d]\b)"
)
_FOREIGN = re.compile(
    r"\b(?:licen[cs]\w*|subscription (?:price|plan)|password|wi-?fi|weather|pizza|script"
    r"|python|javascript|java|sql|code\b|translat\w+|inbox|e-?mails? (?:for|to)|calendar"
    r"|meeting|flight|recipe|joke|poem|song|stocks?\b|bitcoin|crypto|football|match\b|soccer"
    r"|film|movie|news|sentient|feelings|conscious|alive|girlfriend|lunch|dinner|restaurant"
    r"|hotel|holiday|taxi|sports?|vacation|president|capital of|laptop|printer|vpn|invoice"
    r"|homework|essay|letter to|wife|husband|my (?:dog|cat|mum|mom|dad)|guitar|system prompt"
    r"|instructions above)\b"
    r"|^(?:write|order|translate|summari[sz]e|book|buy|draft|call|play|sing|draw|generate"
    r"|schedule|convert|calculate|cook|remind me to)\b(?! (?:of|the (?:comparison|section"
    r"|difference|table)))"
)
_CHORE = re.compile(
    r"^summari[sz]e (?:my|the (?:meeting|mail|news|document|report))\b|^remind me to\b"
    r"|^tell me (?:a|another) (?:joke|story)\b"
)


# Slots

_CANONICAL = (
    (
        re.compile(
            r"\b(?:this |the |whole )?(?:section|course|everything|overview|basics|it all"
            r"|whole thing)\b"
        ),
        "overview",
    ),
    (re.compile(r"\bexam trap\b|\btrap\b"), "exam-trap"),
    (re.compile(r"\bfoundation models?\b"), "foundation-model"),
    (re.compile(r"\bpre-? ?tra?i?ned\b|\bpretraned\b"), "pretrained"),
    (re.compile(r"\bfine-? ?tun\w*|\bfinetun\w*|\btun(?:ed|ing)\b"), "fine-tuning"),
)
_SLOT_NOISE = re.compile(
    r"^(?:(?:re-?)?explain|teach|walk|describe|go over|go through|tell|break down|clarify|run"
    r"|introduce|refresh|brief|summari[sz]e|outline|recap|show|cover|review"
    r"|lesson|lecture|intro(?:duction)?|overview|summary|i|don't|do not|get|understand|learn"
    r"|know|more|defin(?:e|ition)|meaning|term|glossary|look ?up|what(?:'s| is| are| does"
    r"| do)?|whats|mean(?:t)? by|is"
    r"|me|us|to|again|through|about|on|of|for|a|an|the|by|really|quite|how|give)\b[ :]*"
    r"|[ ]+(?:mean(?:s|ing)?|stands? for|short for|defined|definition|explain|again|please"
    r"|for me|to me|in short|briefly|simply|works?|is|are|means|step by step)(?: .*)?\??$|\?+$"
)


def _slot(core: str) -> str | None:
    """What is to be explained or defined."""
    for pattern, name in _CANONICAL:
        if pattern.search(core):
            return name
    while (left := _SLOT_NOISE.sub("", core).strip()) != core:
        core = left
    return core or None
