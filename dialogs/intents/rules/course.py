"""What is asked of the course in the form of a command: compare, define, explain, quiz on something."""

from dialogs.intents.rules.rule import form

_TERM = r"(?:the\ |a\ |an\ )?(?:[\w'-]+\ ){0,3}[\w'-]+"
_OURS = (
    r"(?:pre-?\ ?trained|fine-?\ ?tun\w+|finetun\w+|tun(?:ed|ing)|untuned|ground(?:ed|ing)|rag|retrieval|generalist"
    r"|prompt(?:s|ing)?(?:\ engineering)?|foundation(?:\ models?)?|base\ model|ready-made|off-the-shelf|customised"
    r"|customized|specialist|few-shot|training\ from\ scratch)"
)
_SIDE = rf"(?:(?:a|an|the|any|some)\ )?{_OURS}(?:\ (?:models?|ai|one|llms?))?"
_ON = r"(?:\ (?:on|by|for\ me|please|table|comparison|in\ \w+|\w+)(?:\ \w+)?)?"
_ASKED = r"(?:what|why|how|when|who|which|where|is|are|does|do|did|can|could|should|would|will|stop|end|quit|leave)\b"
_NO_CLAUSE = (
    r"(?!why|when|which|who|if|whether|more\ (?!about)|that|how\ many|what\ happens"
    r"|the\ (?:course|authors?|difference|term))"
)
FORMS = (
    form(
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
        | ^(?:put|show|list|set|place|see|display|lay|give)\ (?:me\ )?(?:[\w'-]+\ ){{0,5}}
          (?:next\ to\ (?:each\ other|one\ another)|side\ by\ side|side-by-side|in\ a\ table)\b
        | ^how\ (?:does|do)\ {_SIDE}\ and\ {_SIDE}\ (?:compare|differ)\??$
        | ^(?:show|give|see)\ (?:me\ )?the\ table\b(?:\ of\ .*)?
        | ^how\ (?:does|do)\ {_SIDE}\ compare\ (?:to|with|against)\ {_SIDE}\??$
        | ^(?:comparison|comparing)\ {_SIDE}\ (?:and\ )?{_SIDE}$ | ^{_SIDE}\ (?:or|and)\ {_SIDE}\ compar(?:e|ed|ison)$
        | ^(?:(?:show|give|get|see|display|open)\ (?:me\ )?)?(?:the\ |a\ |that\ )?
          (?:comparison|overview|summary|big|full)?\ ?table(?:\ (?:please|again|view))*$
        | ^(?:what(?:'s|\ is)\ the\ )?difference\ between\ (?:the\ two|them|both|these\ two)(?:\ models?)?\??$
        | ^(?:put|show|set|place|hold|see|lay)\ (?:me\ )?{_SIDE}\ (?:next\ to|beside|alongside|against|and)\ {_SIDE}\b
        | ^(?:see\ |show\ |view\ |open\ )?(?:me\ )?the\ comparison\b(?!\ (?:table\ )?(?:is|was|seems))
        | ^{_SIDE}\ .*\bside\ by\ side$ | ^(?:a\ )?table\ (?:of|with|about)\b
        | ^contrast\ (?:the\ )?(?:two|both)\b | \btable$
        | ^both\ models$""",
    ),
    form(
        "define",
        rf"""^(?:
          (?:defin(?:e|ition)|meaning)\b(?:\ (?:of|for|me))*[:\ ]+{_TERM}
        | (?:term|glossary|look\ ?up|dictionary|definition|abbreviation)[:\ ]+{_TERM} | glossary
        | what(?:'s|\ is|\ does|\ do|\ did)?\ (?!it\b|that\b|this\b|all\b|option|answer|choice|does|do|did
        |[a-f]\b)(?:is\ )?{_TERM}
          \ (?:mean(?:ing)?|stand\ for|short\ for|abbreviat\w+|an\ abbreviation|stands\ for)\b
          (?:\ (?:in|for|exactly).*)?
        | (?:what(?:'s|\ is)|give\ me|tell\ me)\ (?:the\ |a\ )?(?:meaning|definition|abbreviation)\ (?:of|for)\ {_TERM}
        | what(?:'s|\ is|\ are|\ do\ you|\ does\ one)\ mean(?:t)?\ by\ {_TERM}
        | {_TERM}\ (?:definition|meaning|defined|means\ what) | explain\ the\ term\ {_TERM}
        | how\ (?:do\ you|would\ you|is|are)\ (?:define\ )?{_TERM}\ defined?
        | what(?:'s|\ is)\ (?:the\ )?(?:short|long|full\ (?:form|name)|abbreviation)\ (?:form\ )?(?:for|of)\ {_TERM}
        | {_TERM}\ (?:stands\ for|is\ short\ for|means)\ what | {_TERM}\ in\ the\ glossary
        | (?:what(?:'s|\ is|\ are)|whats)\ (?:a\ |an\ |the\ )?{_OURS}(?:\ models?)?
        )\??$""",
    ),
    form(
        "explain",
        rf"""^(?!tell\ me\ (?:some\ )?more$)(?:(?:re-?)?explain|teach|walk|talk|describe|go\ over|go\ through|tell
          |break\ down|clarify|run|introduce
          |refresh|brief|elaborate|summari[sz]e|outline|recap|cover|review|illustrate|unpack)
          (?:\ (?:me|us|to|again|once\ more|through|about|on|up|out|in|with|more|everything|my\ memory))*
          \ (?:(?:what|how)\ )?{_NO_CLAUSE}{_TERM}
          (?:\ (?:in\ short|again|please|briefly|in\ simple\ terms|for\ (?:me|us)|to\ (?:me|us)|simply|in\ detail|works?
          |is|means|step\ by\ step|once\ more|like\ i'm\ five|a\ bit|in\ plain\ english|are|from\ the\ start))*$
        | ^(?:give\ me\ )?(?:(?:a|an|the|short|quick)\ )*(?:lesson|lecture|intro(?:duction)?|overview|summary
          |explanation|tutorial|crash\ course|primer)\b(?:\ (?:on|of|to|about|for))?\ ?(?:{_TERM})?$
        | ^(?:start|begin)\ (?:the|a|my)\ (?:lesson|course)
        | ^(?:i\ )?(?:still\ )?(?:don't|do\ not|dont|didn't|cannot|can't|never)\ (?:really\ |quite\ |yet\ )?
          (?:get|understand|follow|grasp|understood)\b(?!\ (?:why|when|if|how\ many)\b).*
        | ^(?:learn|know)\ (?:more\ )?(?:about|on)\ {_TERM}$ | ^(?:(?:help|make)\ me\ )?understand\ {_TERM}$
        | ^(?:what\ about\ )?(?:an?\ )?(?:\w+\ )?(?:introduction|overview|explanation|lesson)
          \ (?:of|to|on|about|for)\ {_TERM}\??$
        | ^what(?:'s|\ is|\ are)\ {_TERM}\ (?:all\ )?about(?:\ explain.*)?\??$ | \bexplain(?:\ (?:slowly|simply
        |please|again))?$
        | ^(?:(?:take|lead|guide|bring|carry|get)\ )?(?:me|us)\ through\ {_TERM} | ^explain\ like\b.{{0,30}}:?\ {_TERM}$
        | ^(?:give\ me\ |show\ me\ |learn\ )?the\ (?:basics|fundamentals|essentials|ins\ and\ outs)(?:\ of\ {_TERM})?$
        | ^(?:i'm|i\ am|im)\ lost\ (?:with|on|in|about|at)\b | \bstart\ over$
        | ^help\ (?:me\ )?(?:to\ )?understand(?:ing)?\ {_TERM}$ | ^{_TERM}\ explained$
        | ^explanation\ (?:of|for)\ {_TERM}$
        | ^(?:a\ |the\ )?(?:quick\ )?(?:recap|refresher)(?:\ (?:please|again|on|of|for)\b.*)?$
        | ^(?:show|give|open|take|see)\ (?:me\ )?(?:the\ |a\ )?(?:lesson|intro(?:duction)?|overview|explanation)\b.*
        | ^(?:start\ )?(?:over|again)?\ ?from\ the\ (?:beginning|start|top)$ | ^(?:bring|get)\ me\ up\ to\ speed\b
        | ^(?:i'm|i\ am)\ lost\ (?:with|on|about|in)\ {_TERM} | ^(?:teach|educate|enlighten|school)\ me\b.{{0,30}}$
        | ^(?:i'm|i\ am)\ (?:confused|unsure)\ (?:about|by|on|with)\ {_TERM}$""",
    ),
    form(
        "quiz",
        rf"""^(?:(?:a|an|some|any|few|more|another|one|two|three|four|five|ten|\d+|next|new|quick|short|little)\ )*
        (?:quiz|test|drill|examine|challenge|practi[sc]e|questions?|grill|probe|exercises?|mock\ exam|flash\ ?cards?
          |multiple\ choice|mcqs?|(?:practice|exam|test|quiz)\ (?:items?|questions?)
          |ask\ me\ (?:a\ |some\ )?(?:questions?|something))
        (?:\ me|\ my\ (?:knowledge|understanding|memory|skills?|grasp))?\ (?:on|about|with|of|for|in)\ {_TERM}\??$
        | ^(?:ask\ me\ (?:\w+\ )?|(?:(?:be|get)\ )?(?:tested|quizzed|examined|drilled)\ )(?:about|on|in)\ {_TERM}$""",
    ),
    form(
        "quiz",
        r"^(?:examine|quiz|test|drill|grill|probe|challenge|question)\ (?:me|us)\b(?!.*\b(?:daily|every)\b).{0,20}$",
    ),
    form(
        "quiz",
        rf"""^(?!{_ASKED})(?!.*\b(?:no|not|don't|without)\b).*\bquiz\b
        (?!\ (?:is|was|has|does|data|questions?\ (?:is|are|was)))""",
        "closed",
    ),
    form("scenario", rf"^(?!{_ASKED}).*\b(?:case\ stud(?:y|ies)|scenarios?)\b(?!\ (?:is|was|has))", "closed"),
)
