"""What learners think of the course and the tutor."""

from dialogs.intents.rules.rule import form

_THING = (
    r"(?:question|(?:\w+\ )?answer|explanation|example|quiz|button|link|bot|hint|scenario|item|feedback|course"
    r"|options?|message"
    r"|lesson|key|wording|text|typo|sources?|citation|tutor|app|tool|bot|table|scenario|case|\d+)s?"
)
_IS = (
    r"(?:is|was|were|are|seems?|looks?|feels?|does(?:\ not|n't)?|did(?:\ not|n't)?|has|had|isn't|wasn't|makes?"
    r"|contains?|could\ be)"
)
_JUDGED = (
    r"(?:wrong|confusing|unclear|outdated|broken|incorrect|misleading|bad|terrible|typos?|nothing|not?\ work\w*|working"
    r"|helpful|unhelpful|useless|great|good|ambiguous|sense|mistakes?|errors?|vague|boring|annoying|unfair|off|stupid"
    r"|too\ (?:easy|hard|long|short|wordy|difficult)|rubbish|helped?|load|dead|excellent|amazing|awesome"
    r"|brilliant|lovely|nice|fun|perfect|poor|weak|awful|nonsense|old|stale|false|inaccurate|slow"
    r"|gave\ (?:it|that)\ away)"
)
FORMS = (
    form(
        "feedback",
        r"""^(?:bug|feedback|suggestion|complaint|idea|issue|typo|error|problem|report|comment|improvement)s?\b
        (?:\ (?:reports?|for\ you|about|on|in|with|to|is)\b|:|$|\ -)
        | ^(?:to\ )?(?:give(?!\ me)|leave|send|share|submit|report|have|pass)\ (?:you\ )?(?:it|this|some|a|an|the
        |on|my)?\b
          (?=.*\b(?:feedback|bug|problem|mistake|error|typo|it|issue|suggestion|idea)\b)
        | \b(?:tell|inform|let|report\ (?:it\ |this\ )?to|pass\ (?:it\ |this\ )?on\ to|contact|forward)\ (?:\w+\ )*
          (?:team|authors?|developers?|makers?|owners?|someone|admins?|creators?)\b
        | \bplease\ report\b""",
    ),
    form(
        "feedback",
        rf"""^(?:i\ think\ )?(?:(?:that|this|the|your|these|those|one\ of\ your|question|q)\ )
        (?:(?:last|previous|first|second|third|fourth|whole)\ )?(?:{_THING}\ )?
        (?:(?:in|about|on|for|to|of)\ [\w'-]+(?:\ [\w'-]+)?\ )?{_IS}\ (?:\w+\ ){{0,3}}{_JUDGED}\b(?!.*(?:\?$
          |\bthank))""",
    ),
    form(
        "feedback",
        r"""^(?:not|very|really|super|so)?\ ?(?:un)?(?:helpful|useful|clear)\b[\ \w]{0,8}$
        | ^(?:useless|(?:wrong|bad|good|great|nice)\ (?:answer|question|bot|course|quiz|explanation|example|job|work)
          |that's\ wrong|you(?:'re|\ are)\ wrong|rubbish|this\ sucks|it(?:'s|\ is)\ broken)\b[\ \w]{0,14}$
        | ^(?:i\ (?:found|spotted|noticed|have|see|saw)|there(?:'s|\ is|\ are))\ (?:a|an|some)\ (?:\w+\ )?
          (?:typo|mistake|error|bug|suggestion|feedback|idea|complaint|problem)s?\b
        | ^(?:it|this|that)\ is\ (?:out\ of\ date|outdated)$
        | \b(?:didn't|doesn't|did\ not|does\ not)\ (?:help|work)$
        | ^you\ (?:marked|graded|scored|counted|judged|made|said|got)\b.*\b(?:wrong|mistake|error|incorrect|right
        |correct)
        | ^(?:to\ )?complain\b | ^(?:something|a\ (?:button|link))\ is\ (?:broken|wrong|missing)
        | \b(?:question|quiz|item|one)\b.*\bhas\ (?:two|no|several|three|more\ than\ one|the\ wrong
        |a\ wrong)\b.*\b(?:answers?|options?|key)$
        | ^you\ should\ (?:add|have|fix|change)\b | ^(?:i\ )?disagree\b | ^i\ object\b | ^challenge\ this\b
        | ^(?:i\ )?(?:do\ not|don't)\ agree\b
        | ^(?:i\ )?(?:really\ )?(?:love|like|hate|enjoy)\ (?:this|the|your)\ (?:course|bot|quiz|tutor)
        | \b(?:gave|gives|give)\ (?:it|that|the\ answer)\ away\b | ^(?:make|have)\ the\ questions?\ (?:\w+er)\b
        | \bmake\ (?:them|the\ questions?|it)\ (?:harder|easier|shorter|longer|more\ \w+)$
        | ^(?:well|badly|nicely|poorly)\ (?:explained|done|put|written)\b
        | ^(?:add|fix|change)\ (?:more|the|this|that)\ (?:\w+\ )?(?:questions?|scenarios?|examples?|typo|answer)\b""",
    ),
)
