"""A lesson: short steps, each with a need to sort; what is missed comes again in another dress before it goes on."""

from dataclasses import replace

from content.model import TECHNIQUES, Check, Course
from dialogs.choosing import words
from dialogs.dialog import Outcome
from dialogs.explain.place import NAME, Place
from dialogs.grading import decision
from dialogs.intents import acted_on
from dialogs.learner import Conversation
from dialogs.naming import normal
from dialogs.presenting import LETTERS, source_note
from dialogs.reply import Button, Buttons, Choice, Choices, Element, Text, say
from dialogs.turn import Action, Turn

STOP = Button("Leave the lesson", Action(NAME, "stop"))
_GOES_ON = frozenset(
    {"ok", "okay", "yes", "yep", "sure", "ready", "continue", "go on", "carry on", "got it", "i see", "fine", "good"}
)
GUESS = 5
"""Words of a question that may still be a shy answer ("would that be grounding?"); a longer one wants an answer."""

LOOKS = 4
"""Steps that are offered at the end for another look."""

_BETWEEN = frozenset("and or vs versus between difference from with compared to v".split())
_AGAIN = "**The same kind of need in another dress.**"


class Lessons:
    """The lessons of a course."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._lessons = course.lessons

    @property
    def buttons(self) -> tuple[Button, ...]:
        """A way into each lesson."""
        return tuple(Button(lesson.title, step_action(Place(lesson, 0))) for lesson in self._lessons.values())

    def about(self, topic: str) -> Place | None:
        """The beginning of the lesson on a topic; without a topic, of the first lesson."""
        lessons = [lesson for lesson in self._lessons.values() if topic in ("", lesson.topic)]
        return Place(lessons[0], 0) if lessons else None

    def titled(self, text: str) -> Place | None:
        """The beginning of the lesson whose title has all words of the text, of which there are two or more."""
        said = set(normal(text).split()) - _BETWEEN
        lessons = [lesson for lesson in self._lessons.values() if said <= set(normal(lesson.title).split())]
        return Place(lessons[0], 0) if len(said) > 1 and lessons else None

    def open(self, conversation: Conversation) -> Place | None:
        """The step that is open."""
        return Place.of(conversation, self._lessons)

    def named(self, args: tuple[str, ...], conversation: Conversation) -> Place | None:
        """The step, and the check in it, that a button names; with what the open lesson knows of the way there."""
        lesson = self._lessons.get(args[0])
        numbers = [int(number) for number in args[1:] if number.isdecimal()]
        if lesson is None or not numbers or numbers[0] >= len(lesson.steps):
            return None
        place = self.open(conversation)
        start = place if place is not None and place.lesson.id == lesson.id else Place(lesson, 0)
        return start.at(*numbers[:2])

    def show(self, place: Place, conversation: Conversation) -> Outcome:
        """A step, with its check or the way on."""
        step, lesson = place.step, place.lesson
        if place.n == 0 and place.dress == 0:
            place = replace(place, missed=())
        head = (
            Text(f"{lesson.title}: {place.n + 1} of {len(lesson.steps)}", "note"),
            Text(step.title, "title"),
            Text(step.text),
        )
        conversation = conversation.turned_to(lesson.topic)
        if place.check is not None:
            reply = say(*head, *_asking(place, place.check))
            return Outcome((reply,), conversation=place.kept_in(conversation))
        kept = conversation.closed(NAME) if place.last else place.kept_in(conversation)
        return Outcome((say(*head, *self._onward(place)),), conversation=kept)

    def heard(self, text: str, place: Place, turn: Turn, conversation: Conversation) -> Outcome | None:
        """A check answered in words: by a technique, however it is called, or by not knowing."""
        check = place.check
        said = words(text)
        if place.told and " ".join(said) in _GOES_ON:
            return self.moved_on(conversation)
        if text.rstrip().endswith("?") and len(said) > GUESS:
            return None
        if check is None or place.told:
            return None
        technique = decision(text)
        for at, option in enumerate(check.options):
            if option.text.lower() == technique:
                return self.checked(place, at, turn, conversation)
        wanted = acted_on(text, True).name
        if wanted in {"skip", "hint"}:
            return self.hint(place, conversation) if wanted == "hint" else self.unknown(place, conversation)
        if technique in TECHNIQUES:
            told = "None of these says just that. Which one comes nearest? Its letter is enough."
            return Outcome((say(told, *_asking(place, check)),))
        return None

    def checked(self, place: Place, chosen: int, turn: Turn, conversation: Conversation) -> Outcome | None:
        """What follows from a choice: why, and the next step or the same kind once more."""
        check = place.check
        if check is None or not 0 <= chosen < len(check.options):
            return None
        option = check.options[chosen]
        again = (Text(check.stem), _choices(place, check, chosen)) if turn.clicked else ()
        remarks = f"**Right.** {option.why}" if option.right else f"**Not quite.** {option.why}\n\n{_key(check)}"
        place = place.answered(right=option.right)
        return self._went_on(place, (*again, Text(remarks)), option.right, turn.clicked, conversation)

    def hint(self, place: Place, conversation: Conversation) -> Outcome | None:
        """One wrong option ruled out, and why; the answer, once one more would leave it alone."""
        check = place.check
        if check is None:
            return None
        wrong = [(LETTERS[at], option) for at, option in enumerate(check.options) if not option.right]
        if place.hints + 1 >= len(wrong):
            return self.unknown(place, conversation)
        letter, option = wrong[place.hints]
        told = f"It is not **{letter}**, *{option.text}*. {option.why}"
        place = replace(place, hints=place.hints + 1)
        return Outcome((say(told, *_asking(place, check)),), conversation=place.kept_in(conversation))

    def unknown(self, place: Place, conversation: Conversation) -> Outcome | None:
        """What follows when somebody does not know: the answer and why, and the same kind once more."""
        if place.check is None:
            return None
        told = Text(f"No harm in that. {_key(place.check)}")
        return self._went_on(place.answered(right=False), (told,), False, "", conversation)

    def moved_on(self, conversation: Conversation) -> Outcome | None:
        """The next step, when a lesson is open."""
        place = self.open(conversation)
        if place is None:
            return None
        if place.last:
            return self.left(conversation)
        return self.show(place.at(place.n + 1), conversation)

    def left(self, conversation: Conversation) -> Outcome:
        """Out of the lesson."""
        told = say("Left the lesson. You can start it again at any time.", Buttons(self.buttons))
        return Outcome((told,), conversation=conversation.closed(NAME))

    def remind(self, conversation: Conversation) -> tuple[Element, ...]:
        """The way back after an aside: the check that is open, or the next step."""
        place = self.open(conversation)
        if place is None:
            return ()
        if place.told or place.check is None:
            return (Buttons((_next(place), STOP)),) if not place.last else (Buttons((STOP,)),)
        active = conversation.find(NAME)
        if active is None or not active.asides:
            back = Text(f"Back to step {place.n + 1} of {len(place.lesson.steps)}:", "note")
            return (back, *_asking(place, place.check))
        letters = LETTERS[: len(place.check.options)]
        where = f"Back to step {place.n + 1} of {len(place.lesson.steps)}"
        back = Text(f"{where}, which is still open: *{letters[0]}* to *{letters[-1]}*, or *show it again*.", "note")
        again = Button("Show it again", Action(NAME, "step", (place.lesson.id, str(place.n), str(place.dress))))
        return (back, replace(_choices(place, place.check), brief=True), Buttons((again, STOP)))

    def _went_on(
        self, place: Place, said: tuple[Element, ...], right: bool, clicked: str, conversation: Conversation
    ) -> Outcome:
        if not right and place.another:
            place = place.at(place.n, place.dress + 1)
            check = place.check
            asking = _asking(place, check) if check is not None else ()
            return Outcome((say(*said, update=clicked), say(_AGAIN, *asking)), conversation=place.kept_in(conversation))
        reply = say(*said, *self._onward(place), update=clicked)
        return Outcome((reply,), conversation=conversation.closed(NAME) if place.last else place.kept_in(conversation))

    def _onward(self, place: Place) -> tuple[Element, ...]:
        """The way to the next step, or out of the lesson after the last one."""
        lesson = place.lesson
        if not place.last:
            return (Buttons((_next(place), STOP)),)
        looks = tuple(Button(lesson.steps[n].title, step_action(place.at(n))) for n in place.missed[:LOOKS])
        return (
            Text(_ending(place)),
            source_note(self._course.sources, lesson.sources[:2]),
            *((Buttons(looks),) if looks else ()),
            Buttons(
                (
                    Button("Quiz me on this", Action("quiz", "topic", (lesson.topic,)), primary=True),
                    Button("Try a business case", Action("scenario", "start")),
                )
            ),
        )


def step_action(place: Place) -> Action:
    """The button that shows a step."""
    return Action(NAME, "step", (place.lesson.id, str(place.n)))


def _next(place: Place) -> Button:
    return Button("Next step", step_action(place.at(place.n + 1)), primary=True)


def _ending(place: Place) -> str:
    """The lesson in a line: how much was right at first, and what was not."""
    checks = sum(step.check is not None for step in place.lesson.steps)
    told = f"That was “{place.lesson.title}”: {checks - len(place.missed)} of {checks} right at first."
    looks = " Below is what to look at again." if place.missed else ""
    return f"{told}{looks} The best way to keep it is to use it."


def _key(check: Check) -> str:
    letter, right = next((LETTERS[at], option) for at, option in enumerate(check.options) if option.right)
    return f"**{letter}**, *{right.text}*: {right.why}"


def _asking(place: Place, check: Check) -> tuple[Element, ...]:
    return (Text(f"**Your turn.** {check.stem}"), _choices(place, check), Buttons((STOP,)))


def _choices(place: Place, check: Check, chosen: int | None = None) -> Choices:
    """The options of a check; settled, with marks in words, once one was chosen."""
    settled = chosen is not None
    options = []
    for at, (letter, option) in enumerate(zip(LETTERS, check.options, strict=False)):
        mark = ""
        if settled and (option.right or at == chosen):
            mark = "right answer" if option.right else "your answer, not right"
        action = Action(NAME, "check", (place.lesson.id, str(place.n), str(place.dress), letter.lower()))
        options.append(Choice(letter, option.text, action, mark, right=settled and option.right))
    return Choices(tuple(options), settled)
