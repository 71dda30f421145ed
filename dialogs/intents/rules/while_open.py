"""Answers, and what else is said while a question is open."""

import re

from dialogs.intents.rules.rule import form

ANSWER = re.compile(
    r"""(?:(?:i\ (?:think|say|guess|choose|pick|take|go\ with|would\ (?:say|go\ with)|believe)|i'?d\ (?:say|go\ with)
      |i'll\ (?:take|go\ with)|it(?:'s|\ is)|is\ it|my\ answer(?:\ is)?|the\ answer\ is|answer(?:\ is)?|h?m+|probably
      |definitely|perhaps|option|choice|letter|number|no|think|guess|must\ be|gotta\ be|that(?:'s|\ is|'d\ be)
      |going\ with|its|i\ mean|is)[\ :]+)*
    (?:the\ )?(?:(?:option|letter|number|answer)\ )?
    \(?(?:[a-f]|[1-6]|first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|one|two|three|four|true|false|yes|no|both
      |neither|none|all)\)?:?
    (?:\ (?:one|option|answer|choice|of\ them|of\ these|of\ the\ above|is\ (?:right|correct|true)
      |i\ (?:think|guess|believe|suppose)))*\??""",
    re.VERBOSE,
)

FORMS = (
    form(
        "hint",
        r"""^50[:/\ -]?50 | ^fifty[\ -]fifty | \bright\ direction\b | ^narrow\ (?:it|them)\ down
          | ^(?:a\ )?(?:little|bit\ of|some|small)\ help\??$ | ^(?:which
          |what)\ (?:\w+\ )?(?:can|could|should)\ i\ (?:rule\ out|exclude|eliminate|drop) | ^lifeline
        | ^(?:eliminate|remove|take\ away|cross\ out|rule\ out)\ (?:one|two|a|some|an|the)\b
        | ^(?:give\ me\ )?(?:(?:a|an|any|another|one|some|small|little|tiny|short|first|next)\ )*(?:hints?|clues?|nudge)
          (?:\ (?:for|on|about|please)\b.*)?\??$
        | ^i\ (?:really\ |still\ )?(?:don't|do\ not|dont|can't|cannot)\ (?:get|understand|follow)
          (?:\ (?:it|this|that|(?:this|that|the)\ question|what\ (?:it|this|that)\ means))?$
        | ^what\ (?:should|do)\ i\ (?:look\ at|watch|mind|consider)\b
        | ^what(?:'s|\ is)\ the\ (?:hint|clue|tip)\??$ | ^what\ would\ help\b | ^(?:i'm|i\ am|im)\ stuck\b""",
    ),
    form(
        "hint",
        r"^(?:don't|do\ not|dont)\ (?:tell|show|give)\ (?:me\ )?the\ (?:answer|solution)\b"
        r"|^(?:can\ you\ )?help\ me\b(?!\ (?:use|choose|decide|understand|get\ started|with\ (?:this\ bot|my)))",
        "open",
    ),
    form(
        "skip",
        r"""^(?:no|not|dunno|idk|beats\ me|pass|skip)
          (?:\ (?:idea|clue|sure|that|this|it|one|please|question|the|next|for\ now|on))*$
        | ^(?:i\ )?(?:really\ )?(?:don't|do\ not|dont|can't|cannot)\ (?:know|answer|have\ a\ clue)\b
          (?!\ (?:what|why|how|if|whether|which|when)\b)
        | ^(?:i\ )?(?:have\ )?no\ (?:idea|clue)\b | ^(?:leave|drop)\ (?:this|it|that|the)\b
        | ^(?:give\ me\ |show\ me\ |try\ )?(?:(?:a|an|the|some)\ )?(?:different|another|other|new|next|easier)
          \ (?:one|question)\b
        | ^(?:(?:what(?:'s|s|\ is)|(?:just\ )?(?:show|tell|give)(?:\ me)?|reveal)\ )+the\ (?:right\ |correct\ )?
          (?:answer|solution)\b(?:\ (?:please|then|now|here|i\ give\ up))*\??$
        | ^(?:move|go|carry)\ on\b | ^next\b | ^idk\b | ^dunno\b | ^too\ (?:hard|difficult) | ^i\ give\ up
        | ^not\ this\ one | ^(?:i\ )?(?:don't|do\ not)\ (?:feel\ like|want|like)\ (?:this|it|that)\b | ^skip\b
        | ^pass\b""",
        "open",
    ),
    form("skip", r"^skip(?:\ (?:it|this|that|the\ question|question|one|this\ one|that\ one))*$"),
)
