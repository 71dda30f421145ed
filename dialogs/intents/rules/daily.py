"""Wishes about the daily quiz."""

from dialogs.intents.rules.rule import form

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
    r"|skip\ (?:today|tomorrow|this\ week)|leave\ me\ alone|take\ a\ break\ from|a\ break\ from|no\b|not\b|too\ many)"
)
_WISHES = (
    r"(?:remind|ping|nudge|send|message|text|quiz|test|drill|give|ask|notify|start|set\ up|set|turn\ on|switch\ on"
    r"|enable|activate|schedule|deliver|change|move|put\ me|add\ me|begin|resume|get|one|a|an|some|\d+|two|three|five"
    r"|questions?|practice)"
)
_RESTART = r"(?:start|set\ up|turn\ on|enable|switch\ on|activate|resume|unpause)"
FORMS = (
    form(
        "daily_unsubscribe",
        r"^unsub\w* | ^opt\ (?:me\ )?out | ^(?:paus|snooz|hold)\w*\ (?:it|for|until|till|them|everything)\b",
    ),
    form("daily_unsubscribe", rf"^(?!{_ASKING}).*(?:\b{_NO_MORE}\b.*\b{_DAILY}\b | \b{_DAILY}\b.*\b{_NO_MORE}\b)"),
    form(
        "daily_unsubscribe",
        r"^(?:take|remove|drop|strike|cross)\ me\ (?:off|out|from)\b | ^(?:mute|snooze|silence)\b"
        r"|^(?:stop|quit|no\ more)\ (?:sending|pinging|messaging|bothering|bugging|nudging|with\ the)",
    ),
    form("daily_subscribe", r"^(?:re)?subscrib\w* | ^sign\ me\ up | ^opt\ in"),
    form(
        "daily_subscribe",
        rf"""^{_WISHES}\b(?!.*\b(?:costs?|models?|retrain\w*|tun(?:e|ing)|data)\b).*\b{_OFTEN}\b
        | ^(?:the\ |my\ )?(?:question|quiz)\ of\ the\ day\b | ^(?:{_WISHES}\ (?:me\ )?)?the\ question\ of\ the\ day\b
        | ^{_OFTEN}(?:\ (?:quiz|question|questions|reminders?|practice|on|please|thing|at\ .+|me))*$
        | \bsign(?:ed|ing)?\ (?:me\ )?up\ (?:for|to)\b.*\b{_OFTEN}\b
        | ^{_RESTART}\ (?:(?:my|the|a)\ )?{_DAILY}
        | ^(?:turn|switch|put)\ (?:the\ |my\ )?{_DAILY}\ (?:\w+\ )?(?:back\ )?on\b
        | ^(?:make\ it\ {_OFTEN}|{_OFTEN}|the\ {_DAILY})(?:\ (?:a|one|some|my|the))?
          \ ?(?:quiz|questions?|reminders?|practice|back|on
          |please)?(?:\ (?:back|on|please|again))*$""",
    ),
)
