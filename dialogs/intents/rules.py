"""The rules, in the order in which they are tried."""

import re
from dataclasses import dataclass
from typing import Literal

When = Literal["always", "open", "closed"]
"""Whether a rule needs an open question, or needs that there is none."""


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


def _form(intent: str, pattern: str, when: When = "always") -> Form:
    return Form(intent, re.compile(pattern, re.VERBOSE), when)


# Answers

ANSWER = re.compile(
    r"""(?:(?:i\ (?:think|say|guess|choose|pick|take|go\ with|would\ (?:say|go\ with)|believe)|i'?d\ (?:say|go\ with)
      |i'll\ (?:take|go\ with)|it(?:'s|\ is)|is\ it|my\ answer(?:\ is)?|the\ answer\ is|answer(?:\ is)?|h?m+|probably
      |definitely|perhaps|option|choice|letter|number|no|think|guess|must\ be|gotta\ be|that(?:'s|\ is|'d\ be)
      |going\ with|its)[\ :]+)*
    (?:the\ )?(?:(?:option|letter|number|answer)\ )?
    \(?(?:[a-f]|[1-6]|first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|one|two|three|four|true|false|yes|no|both
      |neither|none|all)\)?:?
    (?:\ (?:one|option|answer|choice|of\ them|of\ these|of\ the\ above|is\ (?:right|correct|true)
      |i\ (?:think|guess|believe|suppose)))*\??""",
    re.VERBOSE,
)

# The daily quiz

_OFTEN = (
    r"(?:daily|every\ ?day|each\ day|(?:once\ )?(?:a|per)\ day|in\ the\ mornings?|on\ weekdays|mornings"
    r"|(?:every|each)\ (?:single\ )?(?:\w*day|morning|evening|afternoon|night|noon))"
)
_DAILY = rf"(?:{_OFTEN}|reminders?|notifications?|subscription|subscribe|sign(?:ed)?\ up|messages|pings?)"
_ASKING = r"(?:what|why|how|when|who|which|where|is|are|does|do\ (?!not)|can|could|should|would|will|has|have)\b"
_OFF = r"(?:turn|switch)(?:ing)?\ (?:(?:it|them|the\ \w+(?:\ \w+)?)\ )?off"
_NO_MORE = (
    rf"(?:don't|do\ not|dont|stop(?!\ by)|no\ more|no\ longer|{_OFF}|off\b|cancel|quit|paus\w+|snooz\w+|mute|enough"
    r"|end|disable|remove|hold|suspend|halt|opt\ out|without|any\ ?more|any\ longer|get\ rid"
    r"|skip\ (?:today|tomorrow|this\ week)|leave\ me\ alone)"
)
_WISHES = (
    r"(?:remind|ping|nudge|send|message|text|quiz|test|drill|give|ask|notify|start|set\ up|set|turn\ on|switch\ on"
    r"|enable|activate|schedule|deliver|change|move|put\ me|add\ me|begin|resume|get|one|a|an|some|\d+|two|three|five"
    r"|questions?|practice)"
)
_RESTART = r"(?:start|set\ up|turn\ on|enable|switch\ on|activate|resume|unpause)"
_DAILY_FORMS = (
    _form("daily_unsubscribe", r"^unsub\w* | ^opt\ out"),
    _form("daily_unsubscribe", rf"^(?!{_ASKING}).*(?:\b{_NO_MORE}\b.*\b{_DAILY}\b | \b{_DAILY}\b.*\b{_NO_MORE}\b)"),
    _form(
        "daily_unsubscribe",
        r"^(?:stop|quit|no\ more)\ (?:sending|pinging|messaging|bothering|bugging|nudging|with\ the)",
    ),
    _form("daily_subscribe", r"^(?:re)?subscrib\w* | ^sign\ me\ up | ^opt\ in"),
    _form(
        "daily_subscribe",
        rf"""^{_WISHES}\b(?!.*\b(?:costs?|models?|retrain\w*|tun(?:e|ing)|data)\b).*\b{_OFTEN}\b
        | ^{_OFTEN}(?:\ (?:quiz|question|questions|reminders?|practice|on|please|thing|at\ .+|me))*$
        | ^{_RESTART}\ (?:(?:my|the|a)\ )?{_DAILY}""",
    ),
)

# Feedback

_THING = (
    r"(?:question|answer|explanation|example|quiz|button|link|bot|hint|scenario|item|feedback|course|options?|message"
    r"|lesson|key|wording|text|typo|\d+)s?"
)
_IS = (
    r"(?:is|was|were|are|seems?|looks?|feels?|does(?:\ not|n't)?|did(?:\ not|n't)?|has|had|isn't|wasn't|makes?"
    r"|contains?|could\ be)"
)
_JUDGED = (
    r"(?:wrong|confusing|unclear|outdated|broken|incorrect|misleading|bad|terrible|typos?|nothing|not?\ work\w*|working"
    r"|helpful|unhelpful|useless|great|good|ambiguous|sense|mistakes?|errors?|vague|boring|annoying|unfair|off|stupid"
    r"|too\ (?:easy|hard|long|short|wordy|difficult)|rubbish|helped?|load|dead|excellent)"
)
_FEEDBACK_FORMS = (
    _form(
        "feedback",
        r"""^(?:bug|feedback|suggestion|complaint|idea|issue|typo|error|problem|report|comment|improvement)s?\b
        (?:\ (?:reports?|for\ you|about|on|in|with|to|is)\b|:|$|\ -)
        | ^(?:to\ )?(?:give|leave|send|share|submit|report)\ (?:you\ )?(?:it|this|some|a|an|feedback|my)\b
          (?=.*\b(?:feedback|bug|problem|mistake|error|typo|it|issue|suggestion|idea)\b)
        | \b(?:tell|inform|let|report\ (?:it\ |this\ )?to|pass\ (?:it\ |this\ )?on\ to|contact|forward)\ (?:\w+\ )*
          (?:team|authors?|developers?|makers?|owners?|someone|admins?|creators?)\b
        | \bplease\ report\b""",
    ),
    _form(
        "feedback",
        rf"""^(?:i\ think\ )?(?:that|this|the|your|these|those|question|q)\ (?:last\ |previous\ )?(?:{_THING}\ )?
        (?:in\ \w+\ \w+\ )?{_IS}\ (?:\w+\ ){{0,3}}{_JUDGED}\b(?!.*\?$)""",
    ),
    _form(
        "feedback",
        r"""^(?:not|very|really|super|so)?\ ?(?:un)?(?:helpful|useful|clear)\b[\ \w]{0,8}$
        | ^(?:useless|(?:wrong|bad|good|great|nice)\ (?:answer|question|bot|course|quiz|explanation|example|job|work)
          |that's\ wrong|you(?:'re|\ are)\ wrong|rubbish|this\ sucks|it(?:'s|\ is)\ broken)\b[\ \w]{0,14}$
        | ^(?:i\ (?:found|spotted|noticed|have|see|saw)|there(?:'s|\ is|\ are))\ (?:a|an|some)\ (?:\w+\ )?
          (?:typo|mistake|error|bug|suggestion|feedback|idea|complaint|problem)s?\b
        | \b(?:didn't|doesn't|did\ not|does\ not)\ (?:help|work)$
        | ^you\ should\ (?:add|have|fix|change)\b | ^(?:i\ )?disagree\b | ^i\ object\b | ^challenge\ this\b
        | ^(?:add|fix|change)\ (?:more|the|this|that)\ (?:\w+\ )?(?:questions?|scenarios?|examples?|typo|answer)\b""",
    ),
)

# While a question is open

_OPEN_FORMS = (
    _form(
        "hint",
        r"""^50[:/\ -]?50 | ^fifty[\ -]fifty | \bright\ direction\b | ^narrow\ (?:it|them)\ down | ^lifeline
        | ^(?:eliminate|remove|take\ away|cross\ out|rule\ out)\ (?:one|two|a|some|an|the)\b
        | ^(?:give\ me\ )?(?:(?:a|an|any|another|one|some|small|little|tiny|short|first|next)\ )*(?:hints?|clues?|nudge)
          (?:\ (?:for|on|about|please)\b.*)?\??$""",
    ),
    _form(
        "skip",
        r"""^(?:no|not|dunno|idk|beats\ me|pass|skip)
          (?:\ (?:idea|clue|sure|that|this|it|one|please|question|the|next|for\ now|on))*$
        | ^(?:i\ )?(?:really\ )?(?:don't|do\ not|dont|can't|cannot)\ (?:know|answer|have\ a\ clue)\b
          (?!\ (?:what|why|how|if|whether|which|when)\b)
        | ^(?:i\ )?(?:have\ )?no\ (?:idea|clue)\b | ^(?:leave|drop)\ (?:this|it|that|the)\b
        | ^(?:give\ me\ |show\ me\ |try\ )?(?:(?:a|an|the|some)\ )?(?:different|another|other|new|next|easier)
          \ (?:one|question)\b
        | ^(?:move|go|carry)\ on\b | ^next\b | ^idk\b | ^dunno\b | ^too\ (?:hard|difficult) | ^i\ give\ up
        | ^not\ this\ one | ^skip\b | ^pass\b""",
        "open",
    ),
    _form("skip", r"^skip(?:\ (?:it|this|that|the\ question|question|one|this\ one|that\ one))*$"),
)

# Ways around

_FOR_NOW = (
    r"(?:\ (?:it|this|that|here|now|there|please|everything|for\ (?:today|now)"
    r"|(?:the\ )?(?:quiz|lesson|scenario|session|test)))*"
)
_WAY_FORMS = (
    _form(
        "stop",
        rf"""^(?:stop|quit|exit|abort|cancel|end|leave|close|terminate|finish|break|take\ a\ break|wrap\ (?:it\ )?up)
          {_FOR_NOW}$
        | ^(?:that's|that\ is|this\ is|it's|i(?:'ve|\ have)?\ (?:had\ )?)?\ ?(?:enough|it\ for\ (?:today|now)
          |all\ for\ (?:today|now))(?:\ (?:for\ (?:today|now)|already|thanks|please|questions|of\ this|now))*$
        | ^(?:i'm|i\ am|im|we're|we\ are)\ (?:done|finished|out)\b(?!\ (?:with|of)\ (?!this|the\ quiz|it\b|for))
        | ^(?:no\ more|enough)\ (?:questions?|quiz\w*)\b[\ \w]{{0,16}}$ | ^(?:good)?bye\b(?:\ \w+)?$
        | ^see\ (?:you|ya)\b[\ \w]{{0,12}}$ | ^call\ it\ a\ day""",
    ),
    _form(
        "progress",
        r"""^how\ far\ (?:am\ i|have\ i|did\ i|along)
        | ^how\ (?:many|much)\ (?:\w+\ ){0,3}(?:did|have|do)\ i\ (?:\w+\ )?(?:get|got|answer\w*|done?|finish\w*
          |complete\w*|have|left|right|wrong|master\w*|score\w*|cover\w*|know|miss\w*)\b
        | ^how\ (?:am\ i|are\ we|have\ i\ been|did\ i|well\ (?:am|did|have)\ i|good\ am\ i)\b
        | ^where\ (?:did|am)\ (?:i|we)\b | ^what\ (?:have|did)\ i\ (?:\w+\ )?(?:learn|miss|done|get|cover|finish|do)\w*
        | ^what(?:'s|\ is|\ are|\ were)?\ (?:left\ (?:for|to)|next\ for\ me)\b
        | ^(?:which|what)\ (?:\w+\ ){0,3}(?:am\ i\ (?:weak|good|bad|struggl\w+|strong|miss\w+|worst|best)
          |did\ i\ (?:get|miss|fail)|have\ i\ (?:not\ )?(?:done|learn\w*|finish\w*|complet\w*|cover\w*|miss\w*|left)
          |should\ i\ (?:review|revise|repeat|practi[sc]e|study))\b
        | \bmy\ (?:current\ |overall\ |total\ |weak\ )?(?:progress|scores?|streak|stats|statistics|results?|weak\w*
          |performance|level|points|spots|history|record)\b
        | ^am\ i\ (?:ready|good|making|doing|on\ track|improving|getting)\b
        | ^(?:(?:show|see|display|check|view|open|give)\ )?(?:me\ )?(?:my\ |the\ )?(?:current\ |learning\ |quiz\ )?
          (?:progress|scores?|streak|stats|statistics|results|dashboard|status|scorecard|scoreboard|report\ card)
          (?:\ (?:please|so\ far|report|overview|now|today|bar))*$""",
    ),
    _form(
        "scenario",
        r"""^(?:(?:give|show|tell|get|ask|try|do|start|have|run|begin|play|open|see)\ (?:me\ )?)?
        (?:(?:a|an|the|another|one|some|next|new|more|this|real|real-life|realistic|different)\ )*
        (?:business\ |use\ |client\ |law\ firm\ |lawyers?'?\ |legal\ )?
        (?:scenarios?|case(?:\ stud(?:y|ies)|\ to\ (?:think|solve|work)\w*)?|open(?:-ended)?\ question
          |reflection(?:\ (?:question|exercise|case|task))?|simulation|case\ question|real-life\ situation
          |thinking\ exercise)
        (?:\ (?:please|to\ think(?:\ about|\ through)?|to\ solve|to\ work\ (?:on|through)|question|exercise|now|again
          |for\ me|to\ practi[sc]e|time|mode|about\ a\ law\ firm|i\ can\ (?:work|think)\ (?:on|through|about)))*$
        | ^(?:something|anything)\ to\ (?:think|reflect)\b | ^(?:let's\ )?role-?\ ?play\b""",
    ),
    _form(
        "help",
        r"""^(?:help|menu|commands?|instructions?|options|manual|guide|what\ now|usage|features|tutorial)
          (?:\ (?:me|please|menu|page|list|out|i'm\ lost|with\ this(?:\ bot)?))*\??$
        | ^(?:i'm|im|i\ am)\ lost\b | ^help\ me\ (?:use|with)\ (?:this|the|it)\b | ^(?:who|what)\ are\ you\??$
        | ^what\ (?:else\ |things\ )?(?:can|could|do|should|are)\ (?:you|i|we)\ (?:able\ to\ |supposed\ to\ )?
          (?:do|type|ask|help|say|offer|know|write|use|enter)\b
          (?:\ (?:me|with|you|here|in|do|to|now|next|about|for|this|bot|say|type|write|exactly|the))*\??$
        | ^what\ (?:commands|options|features)\b
        | ^how\ (?:does|do|can|should)\ (?:this|it|i|you|we|the\ bot|this\ bot|this\ thing|that)
          (?:\ (?:bot|thing|tutor|chat|tool))?\ ?(?:work|use|operate|start|begin|get\ started|interact|go|talk)?\b
          (?:\ (?:this|the|with|to|you|it|here|bot|thing|tutor|chat|tool|exactly|in\ here|a\ lesson))*\??$
        | ^(?:show|tell|give|list)\ (?:me\ )?(?:\w+\ ){0,2}
          (?:what\ (?:i|you)\ can|commands|options|menu|instructions|features|help)\b
        | ^get\ started | ^where\ do\ i\ (?:start|begin)\??$""",
    ),
)

# The course

_TERM = r"(?:the\ |a\ |an\ )?(?:[\w'-]+\ ){0,3}[\w'-]+"
_OURS = (
    r"(?:pre-?\ ?trained|fine-?\ ?tun\w+|finetun\w+|tun(?:ed|ing)|untuned|ground(?:ed|ing)|rag|retrieval|generalist"
    r"|prompt(?:s|ing)?(?:\ engineering)?|foundation(?:\ models?)?|base\ model|ready-made|off-the-shelf|customised"
    r"|customized|specialist|few-shot|training\ from\ scratch)"
)
_SIDE = rf"(?:(?:a|an|the|any|some)\ )?{_OURS}(?:\ (?:models?|ai|one|llms?))?"
_ON = r"(?:\ (?:on|by|for\ me|please|table|comparison|in\ \w+|\w+)(?:\ \w+)?)?"
_NO_CLAUSE = r"(?!why|when|which|who|if|whether|more|that|how\ many|what\ happens|the\ (?:course|authors?|difference))"
_COURSE_FORMS = (
    _form(
        "compare",
        rf"""^(?:compar(?:e|ison)|table|side\ by\ side)\b(?:\ (?:of|the|costs?|accuracy|knowledge|set-?up|time|use|them
          |both|two|models?|table|please|all|kinds|types|these|those|between|it|view|on|by|in\ terms\ of|for|me
          |overview))*(?:\ \w+(?:\ \w+)?)?$
        | ^{_SIDE}\ (?:vs?|versus|against|compared\ (?:to|with))\ {_SIDE}{_ON}\??$
        | ^(?:compar\w+|contrast|(?:the\ |a\ )?comparison\ (?:of|between)
          |(?:what(?:'s|\ is)\ )?(?:(?:explain|show|tell)\ (?:me\ )?)?(?:the\ |key\ |main\ )*diff(?:erence)?s?\ between)
          (?:\ the)?\ {_SIDE}\ (?:vs?|versus|against|and|or|with|to|from)\ {_SIDE}{_ON}\??$
        | ^(?:how|where)\ (?:do|does|would)\ (?:the\ two|they|these\ two|both|these|the\ models)(?:\ models?)?
          \ (?:stack\ up|compare|differ|measure\ up)
        | ^(?:put|show|list|set|place|see|display|lay)\ (?:me\ )?(?:\w+\ ){{0,4}}
          (?:next\ to\ (?:each\ other|one\ another)|side\ by\ side|side-by-side|in\ a\ table)\b
        | ^(?:(?:show|give|get|see|display|open)\ (?:me\ )?)?(?:the\ |a\ |that\ )?
          (?:comparison|overview|summary|big|full)?\ ?table(?:\ (?:please|again|view))*$
        | ^(?:what(?:'s|\ is)\ the\ )?difference\ between\ (?:the\ two|them|both|these\ two)(?:\ models?)?\??$
        | ^both\ models$""",
    ),
    _form(
        "define",
        rf"""^(?:
          (?:defin(?:e|ition)|meaning)\b(?:\ (?:of|for|me))*[:\ ]+{_TERM}
        | (?:term|glossary|look\ ?up|dictionary|definition|abbreviation)[:\ ]+{_TERM} | glossary
        | what(?:'s|\ is|\ does|\ do|\ did)?\ (?!it\b|that\b|this\b|all\b)(?:is\ )?{_TERM}
          \ (?:mean(?:ing)?|stand\ for|short\ for|abbreviat\w+|an\ abbreviation|stands\ for)\b
          (?:\ (?:in|for|exactly).*)?
        | (?:what(?:'s|\ is)|give\ me|tell\ me)\ (?:the\ |a\ )?(?:meaning|definition|abbreviation)\ (?:of|for)\ {_TERM}
        | what\ (?:is|are|do\ you|does\ one)\ mean(?:t)?\ by\ {_TERM}
        | {_TERM}\ (?:definition|meaning|defined|means\ what)
        | how\ (?:do\ you|would\ you|is|are)\ (?:define\ )?{_TERM}\ defined?
        | (?:what(?:'s|\ is|\ are)|whats)\ (?:a\ |an\ |the\ )?{_OURS}(?:\ models?)?
        )\??$""",
    ),
    _form(
        "explain",
        rf"""^(?:(?:re-?)?explain|teach|walk|describe|go\ over|go\ through|tell|break\ down|clarify|run|introduce
          |refresh|brief|elaborate|summari[sz]e|outline|recap|cover|review|illustrate|unpack)
          (?:\ (?:me|us|to|again|once\ more|through|about|on|up|out|in|with))*\ (?:(?:what|how)\ )?{_NO_CLAUSE}{_TERM}
          (?:\ (?:in\ short|again|please|briefly|in\ simple\ terms|for\ (?:me|us)|to\ (?:me|us)|simply|in\ detail|works?
          |is|means|step\ by\ step|once\ more|like\ i'm\ five|a\ bit|in\ plain\ english|are|from\ the\ start))*$
        | ^(?:give\ me\ )?(?:(?:a|an|the|short|quick)\ )*(?:lesson|lecture|intro(?:duction)?|overview|summary
          |explanation|tutorial|crash\ course|primer)\b(?:\ (?:on|of|to|about|for))?\ ?(?:{_TERM})?$
        | ^(?:start|begin)\ (?:the|a|my)\ (?:lesson|course)
        | ^(?:i\ )?(?:still\ )?(?:don't|do\ not|dont|didn't|cannot|can't|never)\ (?:really\ |quite\ |yet\ )?
          (?:get|understand|follow|grasp|understood)\b(?!\ (?:why|when|if|how\ many)\b).*
        | ^(?:learn|know)\ (?:more\ )?(?:about|on)\ {_TERM}$ | ^(?:help\ me\ )?understand\ {_TERM}$
        | ^(?:i'm|i\ am)\ (?:confused|unsure)\ (?:about|by|on|with)\ {_TERM}$""",
    ),
    _form(
        "quiz",
        rf"^(?:quiz|test|drill|examine|challenge|practi[sc]e|question)(?:\ me)?\ (?:on|about|with)\ {_TERM}\??$",
    ),
)

FORMS = (*_DAILY_FORMS, *_FEEDBACK_FORMS, *_OPEN_FORMS, *_WAY_FORMS, *_COURSE_FORMS)

# Bags

_SMALL = frozenset(
    "a an the me my to for of on in at it i you your one some any more another again now please pls plz here just new"
    " next give get show send ask do have start begin try go let's with and so quick short little small few couple time"
    " round want need can could set out us ready up first two three four five ten hit be would nice use see may".split()
)


def _bag(intent: str, keys: str, companions: str = "") -> Bag:
    return Bag(intent, frozenset(keys.split()), _SMALL | frozenset(f"{keys} {companions}".split()))


BAGS = (
    _bag(
        "thanks",
        "thanks thank thx ty tysm thnx tnx danke merci gracias cheers appreciate appreciated grazie obrigado bedankt"
        " takk tack thankyou obliged",
        "so much very lot lots many tons million really that's that this was helpful perfect great awesome nice cool"
        " super ok bot tutor all help helped good brilliant lovely mate everyone your answer explanation schön viel"
        " vielen dank",
    ),
    _bag(
        "greeting",
        "hi hello hey hiya howdy yo moin hallo hola bonjour servus ciao greetings morning evening afternoon heya hej"
        " salut namaste sup g'day gday aloha hullo ahoy salam",
        "there good everyone all bot tutor what's up team guys folks day guten tag morgen abend buenos días dias"
        " bonsoir mate how are is anybody anyone home",
    ),
    _bag("greeting", "day tag dias", "good guten buenos nice"),
    _bag(
        "hint",
        "hint hints clue clues tip tips nudge pointer",
        "stuck bit i'm im question this tiny help",
    ),
    _bag("skip", "skip", "can we this question that it"),
    _bag(
        "quiz",
        "quiz test tested question questions practice practise exam drill trivia exercise exercises flashcards mock"
        " quizzes quizzed",
        "knowledge what know number easy hard harder tricky multiple choice session run about section topic sample prep"
        " warm preparation check training myself mode random shall we good",
    ),
    _bag("quiz", "ask", "something anything"),
    _bag("quiz", "challenge knowledge choice", "test check what know something harder multiple this"),
    _bag("quiz", "more another next", ""),
    _bag("feedback", "great good excellent", "course well done job work very really bot quiz"),
)
