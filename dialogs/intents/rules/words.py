"""Rules by single words: bags, and keywords."""

from dialogs.intents.rules.rule import Bag, form

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
        "thanks thank thx ty ta tysm thnx tnx danke merci gracias cheers appreciate appreciated grazie obrigado bedankt"
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
    _bag("quiz", "ask", "something anything stuff things whatever"),
    _bag("quiz", "challenge knowledge choice", "test check what know something harder multiple this"),
    _bag("quiz", "more another next", ""),
    _bag("feedback", "great good excellent", "course well done job work very really bot quiz"),
)

KEYWORD_WORDS = {"always": 12, "open": 7, "closed": 12}
"""Words of a line that a keyword may take: while a question is open, a long line is an answer."""

KEYWORDS = (
    form("thanks", r"\b(?:thanks|thank\ you|thx|merci|danke|gracias)\b(?!.*\b(?:but|what|how|why|and)\b)"),
    form("quiz", r"^(?:(?:let's\ |to\ )?see\ )?what\ i\ (?:know|remember|learned|learnt|recall|can)\b", "closed"),
    form("quiz", r"\b(?:anything|something)\ to\ practi[sc]e(?:\ (?:with|on))?\??$", "closed"),
    form("quiz", r"^(?:do\ |try\ )?(?:\d+|two|three|four|five|six|ten|twenty|another|one\ more)$", "closed"),
    form("greeting", r"^(?:hi|hello|hey|good\ \w+)\b,?\ (?:i'm|i\ am|my\ name\ is|this\ is)\ \w+$"),
    form("greeting", r"^(?:hi|hello|hey|hallo|salut|guten|what's\ up|whats\ up|sup)\b(?:\ [\w']+){0,3}$", "closed"),
    form("daily_unsubscribe", r"\bno\ (?:more\ )?(?:quiz|questions?|reminders?|messages)\b", "closed"),
    form(
        "feedback",
        r"""\b(?:feedback|typo|mistakes?|bugs?|suggestions?|complain\w*|broken|outdated|incorrect|unhelpful|misleading
        |confusing|ambiguous|errors?|gave\ away)\b
        | \b(?:not|wasn't|isn't)\ (?:useful|helpful|clear|right|correct)\b""",
        "closed",
    ),
    form("hint", r"\b(?:hints?|clues?|tips?|nudge)\b | \bhelp\ me\b(?!\ (?:use|with\ this\ bot))", "open"),
    form("skip", r"\b(?:skip|pass\ on|another\ (?:one|question)|different\ one|next\ one)\b", "open"),
    form("stop", r"^(?:stop|quit|exit|end|leave|enough)\b | \b(?:stop|quit)\ (?:now|here|it|this)\b"),
    form("progress", r"\b(?:progress|scores?|streak|stats|statistics|results?|dashboard|weak\w*)\b", "closed"),
    form("scenario", r"\b(?:scenarios?|case\ stud\w+|cases?|reflection|role-?\ ?play)\b", "closed"),
    form("compare", r"\b(?:compar\w+|side\ by\ side|table)\b", "closed"),
    form(
        "quiz",
        r"""\b(?:quiz\w*|questions?|tests?|exam|practi[sc]e|practi[sc]ing|exercises?|drill|challenge)\b
        | ^(?:start|begin|restart|go|try\ me|bring\ it\ on|hit\ me|fire\ away|train\ me|shoot|ready)\b
        | \b(?:hard|harder|easy|easier|tricky)\ one\b""",
        "closed",
    ),
    form("hint", r"\b(?:hints?|clues?|nudge)\b", "closed"),
    form("help", r"\b(?:help|commands?|menu|instructions?|options)\b"),
    form("explain", r"\b(?:lessons?|explain|teach|introduction|overview|summary|section)\b", "closed"),
)
"""The rules for lines that are about the tutor; nothing here is tried on a question or on a line with a subject."""
