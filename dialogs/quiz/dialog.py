"""The dialog: rounds are begun, moved along and left; answers go to `answers`."""

import re
from dataclasses import replace

from content.markup import literal
from content.model import Course, Question
from content.model.questions import Choice
from dialogs.dialog import CommandSpec, Outcome
from dialogs.intents import picks
from dialogs.learner import Conversation, Learner
from dialogs.naming import Names
from dialogs.presenting import LETTERS, Presentation, texts, typed
from dialogs.quiz.answers import START, Answers, own_view
from dialogs.reply import Button, Buttons, Element, Reply, Text, say
from dialogs.review import pick
from dialogs.rounds import ASIDE, DIALOG, Round, answering, asking, begin, leading_back, onward, summary
from dialogs.turn import Action, Command, Message, Submit, Turn

DEFAULT_COUNT = 5
MOST = 20
_NUMBERS = "one two three four five six seven eight nine ten".split()


class QuizDialog:
    """Rounds of questions, and single ones from buttons that have aged."""

    name = DIALOG
    commands = (
        CommandSpec(
            "quiz",
            "quiz [n] [topic or objective]",
            "Practise with questions",
            "quiz 3 grounding",
            aliases=("practise", "practice", "test"),
        ),
    )

    def __init__(self, course: Course, names: Names) -> None:
        self._course = course
        self._names = names
        self._answers = Answers(course, self.remind)

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        round_ = Round.of(conversation, learner)
        turn = _apart(turn)
        match turn.event:
            case Command("next" | "hint" | "skip" | "stop" as verb, text, meant):
                verb = _unsure(text) if verb == "skip" else verb
                puzzled = verb in {"unsure", "reveal"} or (verb == "hint" and meant)
                if round_ is None or (round_.told and puzzled):  # by the reason of an answer, which others explain
                    return None
                return self._move(verb, turn, learner, conversation, round_)
            case Command(_, text):
                return self._start(text, turn, learner, conversation)
            case Action(_, "answer" | "aside", args):
                return self._answers.pressed(args, turn, learner, conversation)
            case Action(_, "reveal", args):
                return self._answers.given_up(args, turn, learner, conversation)
            case Action(_, "view", args):
                return self._answers.viewed(args, turn, learner, conversation)
            case Action(_, "sure", args):
                return self._answers.sure(args, turn, learner, conversation)
            case Action(_, "next" | "hint" | "skip" | "stop" | "show" as verb, _):
                if round_ is None:
                    return Outcome((say("That round is over.", START),))
                return self._move(verb, turn, learner, conversation, round_)
            case Action(_, verb, args):
                return self._begin_from(verb, args, turn, learner, conversation)
            case Submit() as submit:
                return self._answers.sent(submit, turn, learner, conversation)
            case Message(text) if round_ is not None and not round_.told:
                return self._typed(text, turn, learner, conversation, round_)
            case Message(text) if round_ is not None and (question := self._current(round_)) is not None:
                return self._asked_why(text, question, learner, conversation)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`."""
        round_ = Round.of(conversation, learner)
        question = self._current(round_)
        if round_ is None or question is None:
            return ()
        if round_.told:
            return (Buttons((Button("Next question", Action(DIALOG, "next"), primary=True),)),)
        active = conversation.find(DIALOG)
        return leading_back(round_, question, learner, whole=active is None or not active.asides)

    def _current(self, round_: Round | None) -> Question | None:
        return self._course.questions.get(round_.current or "") if round_ is not None else None

    # Beginning

    def _start(self, text: str, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        number = re.search(r"\d+", text)
        worded = re.search(rf"\b({'|'.join(_NUMBERS)})\s+(?:\w+\s+)?questions?\b", text, re.IGNORECASE)
        spelled = _NUMBERS.index(worded[1].lower()) + 1 if worded else DEFAULT_COUNT
        count = max(1, min(MOST, int(number[0][:4]))) if number else spelled
        asked = re.sub(r"\d+|\b(?:questions?|me|on|about|pls|please|of|some|the)\b", " ", text).strip()
        objective = self._names.objective(asked) or ""
        topic = "" if objective else (self._names.topic(asked) or self._names.mentioned(asked) or "")
        return self._begin(turn, learner, conversation, count, objective=objective, topic=topic)

    def _begin_from(
        self, verb: str, args: tuple[str, ...], turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome | None:
        """A round from a button: `start [n]`, `topic ID`, `objective ID`, `practise ID…`."""
        first = args[0] if args else ""
        match verb:
            case "start":
                return self._start(first, turn, learner, conversation)
            case "topic" if first in self._course.topics:
                return self._begin(turn, learner, conversation, 3, topic=first)
            case "objective" if first in self._course.objectives:
                return self._begin(turn, learner, conversation, 3, objective=first)
            case "practise" if ids := [name for name in args if name in self._course.questions]:
                elements, conversation = begin(self._course, learner, conversation, "practice", ids)
                return Outcome((say(*elements),), conversation=conversation)
            case "topic" | "objective" | "practise":
                return Outcome((say("The course has changed since that button, and no longer has this.", START),))
        return None

    def _begin(
        self,
        turn: Turn,
        learner: Learner,
        conversation: Conversation,
        count: int,
        *,
        objective: str = "",
        topic: str = "",
    ) -> Outcome:
        ids = pick(self._course, learner, turn.at, count, objective=objective, topic=topic)
        note = ""
        if not ids:
            note = "There is no question on just that yet, so here are some from the whole section."
            ids = pick(self._course, learner, turn.at, count)
        elements, conversation = begin(self._course, learner, conversation, "quiz", ids)
        reply = say(*([note] if note else []), *elements)
        return Outcome((_own(reply, self._course.questions[ids[0]], learner),), conversation=conversation)

    # Moving

    def _move(self, verb: str, turn: Turn, learner: Learner, conversation: Conversation, round_: Round) -> Outcome:
        question = self._current(round_)
        if verb == "stop":
            return self._end(round_, turn, learner, conversation)
        if question is not None and round_.moved_on(conversation):
            return self._catch_up(round_, question, turn, learner, conversation)
        if verb == "unsure":
            verb = "hint" if question is not None and round_.hints < len(question.hints) else "reveal"
        if verb == "reveal" and question is not None:
            return self._answers.given_up((Presentation.of(question, learner).id,), turn, learner, conversation)
        if verb == "skip" or (verb == "next" and (round_.told or question is None)):
            return self._next(round_.advanced(), turn, learner, conversation)
        if question is None or round_.told:
            return Outcome((say("This one is answered. Ready for the next?", *self.remind(learner, conversation)),))
        if verb == "show":
            return self._show(round_, question, learner, conversation)
        if verb == "next":
            open_still = Text("This one is still open: answer it, or skip it.")
            return Outcome((say(open_still, *answering(round_, question, learner)),))
        return self._hint(turn, learner, conversation, round_, question)

    def _hint(
        self, turn: Turn, learner: Learner, conversation: Conversation, round_: Round, question: Question
    ) -> Outcome:
        if round_.hints >= len(question.hints):
            all_out = Text("Those were all the hints. Have a guess: a wrong one teaches too.")
            return Outcome((say(all_out, *answering(round_, question, learner)),))
        round_ = replace(round_, hints=round_.hints + 1, pending="")
        shown = asking if turn.clicked else answering
        reply = _own(say(*shown(round_, question, learner), update=turn.clicked), question, learner)
        conversation, learner = round_.kept(conversation, learner)
        return Outcome((reply,), learner, conversation)

    def _show(self, round_: Round, question: Question, learner: Learner, conversation: Conversation) -> Outcome:
        """The open question once more, as it stands."""
        conversation, learner = round_.kept(conversation, learner)
        reply = _own(say(*asking(round_, question, learner)), question, learner)
        return Outcome((reply,), learner, conversation)

    def _next(self, round_: Round, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        round_ = onward(self._course, learner, round_)
        question = self._current(round_)
        if question is None:
            return self._end(round_, turn, learner, conversation)
        return self._show(round_, question, learner, conversation)

    def _catch_up(
        self, round_: Round, question: Question, turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome:
        """Show the question at which a day's set has arrived in another conversation."""
        if round_.told:
            return self._next(round_.advanced(), turn, learner, conversation)
        conversation, learner = round_.kept(conversation, learner)
        elsewhere = Text("You went on with today's set elsewhere. Here is where you are.", "note")
        return Outcome((say(elsewhere, *asking(round_, question, learner)),), learner, conversation)

    def _end(self, round_: Round, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        conversation, learner = round_.ended(conversation, learner)
        return Outcome((say(*summary(self._course, round_, learner, turn.at)),), learner, conversation)

    def _typed(
        self, text: str, turn: Turn, learner: Learner, conversation: Conversation, round_: Round
    ) -> Outcome | None:
        question = self._current(round_)
        if question is None or round_.pending:
            return None
        shown = Presentation.of(question, learner)
        response = typed(question, shown, text)
        if response is None and _AGAIN.search(text):
            return self._move("show", turn, learner, conversation, round_)
        if response is None:
            return self._unclear(text, round_, question, learner) if picks(text) else None
        if round_.moved_on(conversation):
            return self._catch_up(round_, question, turn, learner, conversation)
        return self._answers.take(question, shown, response, turn, learner, conversation)

    def _asked_why(self, text: str, question: Question, learner: Learner, conversation: Conversation) -> Outcome | None:
        """Why an option of the question that was answered is right or wrong, to who asks that."""
        asked = _WHY.match(" ".join(text.lower().translate(_QUOTES).split()))
        told = self._answers.why(question, learner, asked["letter"] or "") if asked is not None else ()
        return Outcome((say(*told, *self.remind(learner, conversation)),)) if told else None

    def _unclear(self, text: str, round_: Round, question: Question, learner: Learner) -> Outcome:
        """What to say to an answer that is none of those here."""
        letters = (
            f" Take a letter, *A* to *{LETTERS[len(texts(question)) - 1]}*." if isinstance(question, Choice) else ""
        )
        told = Text(f"I cannot tell which answer “{literal(text[:30])}” means.{letters}")
        return Outcome((say(told, *answering(round_, question, learner)),))


def _own(reply: Reply, question: Question, learner: Learner) -> Reply:
    """The reply, shown to the learner as the question stands for them, wherever others see it too."""
    return replace(reply, refresh=own_view(Presentation.of(question, learner).id, learner))


def _apart(turn: Turn) -> Turn:
    """A turn by a control below something else, as if it was typed: it takes the place of no message."""
    match turn.event:
        case Action(_, verb, args):
            aside = verb == ASIDE or args[-1:] == (ASIDE,)
        case Submit(form):
            aside = Action.parse(form).verb == ASIDE
        case _:
            aside = False
    return replace(turn, clicked="") if aside else turn


_AGAIN = re.compile(
    r"""^\W*(?:(?:can|could|would|will|may)\ (?:you|i|we)\ |please\ |sorry,?\ )*(?:
        (?:show|repeat|read|see|say|ask|give)(?:\ me|\ us)?
            \ (?:it|this|that|them|(?:the|my|your|that)\ (?:(?:quiz|last|open)\ )?(?:question|options|choices))
            (?:\ (?:again|once\ more))?
      | (?:show|repeat|ask|say)(?:\ me|\ us)?(?:\ (?:again|once\ more))?
      | what(?:'s|\ was|\ is|\ were|\ are)\ (?:the|my|your)\ (?:(?:quiz|last|open)\ )?(?:question|options|choices)
            (?:\ (?:again|once\ more))?
      | (?:again|once\ more|come\ again)
    )(?:\ please)?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Ways of wanting to read the open question once more."""

_QUOTES = str.maketrans({"’": "'"})
_WHY = re.compile(
    r"""(?:(?:and|but|so|ok|okay|wait|sorry)[,\ ]+)*(?:why|how\ come|what(?:'s|\ is|\ was|\ about)|explain\ why)\ +
        (?:(?:is|was|isn't|wasn't|are|it's|its|it\ is|it\ was|that's|not|wrong|right|with|about|so|my|the|option|answer
          |choice|it|this|that)\ +)*
        (?: (?P<letter>[a-f])(?:\ +(?:is|was|not|isn't|wasn't|wrong|right|correct|incorrect|false|true|the|answer|so))*
          | (?:wrong|incorrect|not\ right|false)(?:\ answer)? )\W*$""",
    re.VERBOSE,
)
"""Asks for the reason of an option by its letter, or of the own answer."""

_UNSURE = re.compile(r"\b(?:know|idea|clue|idk|dunno|sure|beats|hard|difficult)\b", re.IGNORECASE)
_GIVES_UP = re.compile(
    r"\bgiv(?:e|ing) (?:it )?up\b|(?<!know )\b(?:what|tell|show|give|reveal)\b.*\b(?:answer|solution)\b", re.IGNORECASE
)
_NOT_YET = re.compile(r"\b(?:do not|don'?t|without) (?:yet )?(?:tell|show|giv|reveal)", re.IGNORECASE)
_ONWARD = re.compile(r"\b(?:skip|next|pass|move on|another)\b", re.IGNORECASE)


def _unsure(text: str) -> str:
    """What to do for who seems to want past a question: tell the answer, help who does not know it, or skip."""
    if _ONWARD.search(text) is not None:
        return "skip"
    if _NOT_YET.search(text) is not None:
        return "hint"
    return "reveal" if _GIVES_UP.search(text) else "unsure" if _UNSURE.search(text) else "skip"
