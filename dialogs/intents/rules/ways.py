"""Ways around: stop, progress, a business case, help."""

from dialogs.intents.rules.rule import form

_FOR_NOW = (
    r"(?:\ (?:it|this|that|here|now|there|please|everything|for\ (?:today|now)"
    r"|(?:the\ )?(?:quiz|lesson|scenario|session|test)))*"
)
FORMS = (
    form(
        "stop",
        rf"""^(?:stop|quit|exit|abort|cancel|end|leave|close|terminate|finish|break|take\ a\ break|wrap\ (?:it\ )?up)
          {_FOR_NOW}$
        | ^(?:that's|that\ is|this\ is|it's|i(?:'ve|\ have)?\ (?:had\ )?)?\ ?(?:enough|it\ for\ (?:today|now)
          |all\ for\ (?:today|now))(?:\ (?:for\ (?:today|now)|already|thanks|please|questions|of\ this|now))*$
        | ^(?:i'm|i\ am|im|we're|we\ are)\ (?:done|finished|out)\b(?!\ (?:with|of)\ (?!this|the\ quiz|it\b|for))
        | ^(?:no\ more|enough)\ (?:questions?|quiz\w*)\b[\ \w]{{0,16}}$ | ^(?:good)?bye\b(?:\ \w+)?$
        | ^see\ (?:you|ya)\b[\ \w]{{0,12}}$ | ^call\ it\ a\ day | ^(?:let\ me\ )?out$
        | ^i\ (?:have|need|must)\ to\ (?:go|leave)\b
        | ^(?:no\ |thanks\ |thank\ you\ )?that(?:'s|s|\ is|\ was)\ (?:all|it)
          (?:\ (?:thanks|thank\ you|bye|for\ (?:now|today)|from\ me|then))*$
        | ^that(?:'ll|\ will)\ do\b | ^no\ more$ | ^bye(?:\ bye)?$""",
    ),
    form("next", r"^what(?:'s|s|\ is|\ comes)?\ next\??$", "open"),
    form("progress", r"^what(?:'s|s|\ is|\ comes)?\ next\??$", "closed"),
    form("progress", r"^how\ many\ (?:quiz\ )?questions\ (?:are\ there|do\ you\ have|does\ the\ course\ have)\b"),
    form(
        "progress",
        r"""^how\ far\ (?:am\ i|have\ i|did\ i|along)
        | ^how\ (?:many|much)\ (?:\w+\ ){0,3}(?:did|have|do)\ i\ (?:\w+\ )?(?:get|got|answer\w*|done?|finish\w*
          |complete\w*|have|left|right|wrong|master\w*|score\w*|cover\w*|know|miss\w*)\b
        | ^how\ (?:am\ i|are\ we|have\ i\ been|did\ i|well\ (?:am|did|have)\ i|good\ am\ i)\b
        | ^where\ (?:did|am)\ (?:i|we)\b | ^what\ (?:have|did)\ i\ (?:\w+\ )?(?:learn|miss|done|get|cover|finish|do)\w*
        | ^what(?:'s|\ is|\ are|\ were)?\ (?:left\ (?:for|to)|next\ for\ me)\b
        | ^(?:which|what)\ (?:\w+\ ){0,3}(?:am\ i\ (?:weak|good|bad|struggl\w+|strong|miss\w+|worst|best)
          |(?:do|should|must)\ i\ (?:still\ )?(?:need\ to\ |have\ to\ )?(?:work\ on|improve|practi[sc]e|revise
          |repeat|review|study)
          |did\ i\ (?:get|miss|fail)|have\ i\ (?:not\ )?(?:done|learn\w*|finish\w*|complet\w*|cover\w*|miss\w*|left)
          |should\ i\ (?:review|revise|repeat|practi[sc]e|study))\b
        | ^what\ (?:have|did)\ i\ (?:get|got|gotten|answer\w*|miss\w*|do|done|had)\b | ^what\ am\ i\ (?:still\
        |not\ )?(?:bad|good|weak|strong|worst|best|missing|struggling)\b
        | ^show\ (?:me\ )?how\ i(?:'m
        |\ am)\ doing
        | \bmy\ (?:current\ |overall\ |total\ |weak\ )?(?:progress|scores?|streak|stats|statistics|results?|weak\w*
          |performance|level|points|spots|history|record)\b
        | ^where\ do\ i\ stand\b | ^how\ many\ are\ left\b
        | ^(?:have|did)\ i\ (?:pass|finish|complete|improve|make\ (?:it|progress)|get\ better|do\ well)\w*
        | ^(?:show\ )?(?:me\ )?what\ i\ (?:got|did|have)\ (?:wrong|right|so\ far|done)
        | ^am\ i\ (?:ready|good|making|doing|on\ track|improving|getting)\b
        | ^(?:(?:show|see|display|check|view|open|give)\ )?(?:me\ )?(?:my\ |the\ )?(?:current\ |learning\ |quiz\ )?
          (?:progress|scores?|streak|stats|statistics|results|dashboard|status|scorecard|scoreboard|report\ card)
          (?:\ (?:please|so\ far|report|overview|now|today|bar))*$""",
    ),
    form(
        "scenario",
        r"""^(?:(?:give|show|tell|get|ask|try|do|start|have|run|begin|play|open|see)\ (?:me\ )?)?
        (?:(?:a|an|the|another|one|some|next|new|more|this|real|real-life|realistic|different)\ )*
        (?:business\ |use\ |client\ |law\ firm\ |lawyers?'?\ |legal\ )?
        (?:scenarios?|case(?:\ stud(?:y|ies)|\ to\ (?:think|solve|work)\w*)?|open(?:-ended)?\ question
          |reflection(?:\ (?:question|exercise|case|task))?|simulation|case\ question|real-life\ situation
          |thinking\ exercise)
        (?:\ (?:please|to\ think(?:\ about|\ through)?|to\ solve|to\ work\ (?:on|through)|question|exercise|now|again
          |for\ me|to\ practi[sc]e|time|mode|about\ a\ law\ firm|i\ can\ (?:work|think)\ (?:on|through|about)))*\??$
        | ^(?:give|show)\ (?:me\ )?(?:something|a\ case|an\ example)\ to\ (?:apply|practi[sc]e|work|think|solve
        |reflect)\b
        | \b(?:give|have|show|got|want|need)\ (?:me\ )?a\ (?:[\w-]+\ )?case$ | ^(?:the\ |do\ )*(?:law\ firm
        |lawyers?'?|legal|solicitors?'?)\ (?:case
        |scenario|exercise)$
        | ^(?:something|anything)\ (?:\w+\ )?to\ (?:think|reflect)\b | ^(?:let's\ )?role-?\ ?play\b""",
    ),
    form(
        "greeting",
        r"^what(?:'s|s|\ is)\ up\??$"
        r"| ^how(?:'s|\ is|\ are|'re)\ (?:you|it|things)(?:\ (?:doing|going|today|all))*\??$",
    ),
    form(
        "help",
        r"""^\?+$ | ^(?:help|menu|commands?|instructions?|options|manual|guide|what\ now|usage|features|tutorial)
          (?:\ (?:me|please|menu|page|list|out|i'm\ lost|with\ this(?:\ bot)?))*\??$
        | ^(?:i'm|im|i\ am)\ lost\b(?!\ (?:with|in|on|about|at)\b) | ^help\ me\ (?:use|with)\ (?:this|the|it)\b
        | ^(?:who|what)\ are\ you\??$
        | ^(?:are\ you|am\ i\ (?:talk|chatt|writ)ing\ (?:to|with)|is\ (?:this|it))\ (?:an?\ )?(?:real\ |chat\ ?)?
          (?:just\ |really\ )?
          (?:bot|robot|human|person|machine|ai|computer|program|chatgpt|gpt|llm|copilot)
          (?:\ (?:or|being)\b[\ \w]{0,20})?\??$
        | ^(?:do\ you\ )?(?:ever\ )?(?:be\ wrong|make\ mistakes|get\ (?:things|it)\ wrong)\??$
        | ^(?:(?:do|can|could)\ (?:you|i)\ |may\ i\ )?(?:speak|understand|talk|write|ask|answer)\ (?:in\ )?
          (?:german|french|spanish|italian|dutch|portuguese|polish|chinese|japanese|korean|russian|hindi
          |another\ language|other\ languages)\b
          (?:\ (?:too|here|please|as\ well|to\ you))*\??$
        | ^what\ (?:else\ |things\ )?(?:can|could|do|should|are)\ (?:you|i|we)\ (?:able\ to\ |supposed\ to\ )?
          (?:do|type|ask|help|say|offer|know|write|use|enter)\b
          (?:\ (?:me|with|you|here|in|do|to|now|next|about|for|this|bot|say|type|write|exactly|the))*\??$
        | ^(?:what|which)\ (?:(?:are|is)\ (?:the|your|all)\ (?:\w+\ )?)?(?:commands?|options|features)\b
        | ^what\ are\ (?:my\ options|you\ for)\b
        | ^what(?:'s|\ is|\ are)\ (?:this|you|the\ bot|the\ tutor)(?:\ (?:bot|tutor|thing|tool|app
        |chat))?(?:\ (?:for|about|good\ for))?\??$
        | ^what\ is\ this\??$
        | ^how\ (?:can|could|do|would)\ you\ help\b(?:\ (?:me|us))?\??$ | ^how\ to\ use\ (?:this|it|you|the\ bot)\??$
        | ^(?:i\ )?(?:don't|do\ not|dont)\ know\ (?:what|how)\ to\b
        | ^how\ (?:does|do|can|should)\ (?:this|it|i|you|we|the\ bot|this\ bot|this\ thing|that)
          (?:\ (?:bot|thing|tutor|chat|tool))?\ ?(?:work|use|operate|start|begin|get\ started|interact|go|talk)?\b
          (?:\ (?:this|the|with|to|you|it|here|bot|thing|tutor|chat|tool|exactly|in\ here|a\ lesson))*\??$
        | ^(?:show|tell|give|list)\ (?:me\ )?(?:\w+\ ){0,2}
          (?:what\ (?:i|you)\ can|commands|options|menu|instructions|features|help)\b
        | ^get\ started | ^where\ do\ i\ (?:start|begin)\??$""",
    ),
)
