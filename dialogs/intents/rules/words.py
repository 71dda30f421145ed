"""Rules by single words: bags."""

from dialogs.intents.rules.rule import Bag

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
    _bag("quiz", "another next", ""),
    _bag("feedback", "great good excellent", "course well done job work very really bot quiz"),
)
