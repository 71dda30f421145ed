"""What comes after an answer and before it: the reasons, the misconceptions named, the hints."""

from collections.abc import Iterator

from content.lint.bank import Bank
from content.lint.registry import Problem, rule
from content.lint.words import Text

THIN = 5
"""Words under which a reason can only repeat the verdict."""

HINTS = 3


@rule("warning", "say what is wrong with this very option, or what makes it right")
def why_thin(bank: Bank) -> Iterator[Problem]:
    """Each explanation gives a reason: five words or more, and not those of another option."""
    for asked in bank.questions:
        seen: dict[str, str] = {}
        for field in ("options", "needs", "steps"):
            for n, part in enumerate(getattr(asked.question, field, ())):
                text, place = Text(part.why), (*asked.place, field, n, "why")
                if len(text.words) < THIN:
                    yield place, f"{part.why!r} gives no reason"
                elif text.plain in seen:
                    yield place, f"this repeats the explanation of {seen[text.plain]!r}"
                seen[text.plain] = part.text


@rule("warning", "name with `misconception:` the belief that leads to a wrong option, or add it to the list")
def misconception_unnamed(bank: Bank) -> Iterator[Problem]:
    """At least one wrong option of a question with one key names the misconception behind it."""
    for asked in bank.scored:
        if asked.kind != "several" and not any(option.misconception for option in asked.options if not option.right):
            yield asked.place, "no wrong option names its misconception"


@rule("error", "take `misconception` away from the key")
def misconception_of_key(bank: Bank) -> Iterator[Problem]:
    """A right option names no misconception."""
    for asked in bank.choosings:
        for n, option in enumerate(asked.options):
            if option.right and option.misconception:
                yield (*asked.place, "options", n, "misconception"), f"the key is said to be {option.misconception!r}"


@rule("warning", "write three, from a nudge to nearly there")
def hints_few(bank: Bank) -> Iterator[Problem]:
    """A question has three hints."""
    for asked in bank.questions:
        if (count := len(asked.question.hints)) < HINTS:
            yield (*asked.place, "hints"), f"there {'is one hint' if count == 1 else f'are {count} hints'}"


@rule("warning", "write another, which goes a step further")
def hint_repeated(bank: Bank) -> Iterator[Problem]:
    """No hint says again what another hint of the question says."""
    for asked in bank.questions:
        hints = [Text(hint) for hint in asked.question.hints]
        for n, hint in enumerate(hints):
            if any(hint.telling and hint.telling == other.telling for other in hints[:n]):
                yield (*asked.place, "hints", n), "this hint says what one before it says"


@rule("warning", "stop one step short of the answer")
def hint_tells(bank: Bank) -> Iterator[Problem]:
    """No hint holds the words of the key: the answer comes after an attempt, or on request."""
    for asked in bank.scored:
        others = frozenset().union(*(wrong.telling for wrong in asked.wrongs))
        for n, hint in enumerate(map(Text, bank.course.questions[asked.id].hints)):
            for key in asked.rights:
                if _says(hint, key.reason, others):
                    yield (*asked.place, "hints", n), f"this hint says the key, {key.plain!r}"


def _says(hint: Text, key: Text, others: frozenset[str]) -> bool:
    """Whether a hint has the key word for word, or most of its words where the wrong options lack some of them."""
    if len(key.words) > 1 and key.plain.lower().rstrip(".") in hint.plain.lower():
        return True
    shared = len(key.telling & hint.telling)
    return len(key.telling) > 1 and shared >= 0.8 * len(key.telling) and not key.telling <= others
