"""Takes what learners tell the course's author."""

import re

from content.markup import literal
from content.model import Course
from dialogs.dialog import CommandSpec, Outcome
from dialogs.feedback.forms import (
    ANSWER_REASONS,
    CHALLENGE_REASONS,
    LIMIT,
    NAME,
    NOTE_REASONS,
    OPINIONS,
    answer_form,
    bare,
    challenge_form,
    challenges,
    labelled,
    note_form,
    speaks_of_answer,
    tidy,
    told_reason,
)
from dialogs.feedback.subject import GENERAL, Subject, Subjects
from dialogs.learner import Conversation, Feedback, Learner
from dialogs.parts import practise
from dialogs.reply import Button, Buttons, Element, Reply, Surface, Text
from dialogs.turn import Action, Command, Message, Submit, Turn


class FeedbackDialog:
    """Feedback by a form, by a button, or typed at once; what is sent is a `Feedback` record."""

    name = NAME
    commands = (
        CommandSpec("feedback", "feedback [words]", "Tell the course's author something", "feedback the link is dead"),
    )

    def __init__(self, course: Course) -> None:
        self._course = course
        self._subjects = Subjects(course)

    def handle(self, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome | None:
        """See `Dialog`."""
        match turn.event:
            case Command("feedback", text, meant):
                return self._told(tidy(text), turn, learner, conversation, meant=meant)
            case Message(text) if labelled(text):
                return self._told(tidy(text), turn, learner, conversation, meant=True)
            case Action(_, "form", _):
                return self._asked("", turn, learner, conversation)
            case Action(_, "challenge", args):
                return self._challenged(args, learner)
            case Action(_, "helpful" | "unhelpful" | "why" as verb, (topic, token)) if _TOKEN.fullmatch(token):
                if topic in self._course.topics:
                    return self._rated(verb, topic, token, turn, conversation)
                return _said(Text("That answer is no longer in the course. Ask again, and you get today's."))
            case Submit(form, values):
                sent = {name: given[0] for name, given in values.items() if given}
                return self._sent(Action.parse(form), sent, turn, learner, conversation)
        return None

    def remind(self, learner: Learner, conversation: Conversation) -> tuple[Element, ...]:
        """See `Dialog`: a form is never left open."""
        return ()

    # Asking

    def _told(self, words: str, turn: Turn, learner: Learner, conversation: Conversation, *, meant: bool) -> Outcome:
        """Words after the command are sent at once, and so is a form's reason; what only means it fills the form."""
        around = self._around(words, turn, learner, conversation)
        question = next((subject for subject in around if subject.question), None) if challenges(words) else None
        if question is not None:
            around = (question,)
            if meant or bare(words):
                return _form(challenge_form(question, words="" if bare(words) else words))
        label = labelled(words) if around and around[0].question else ""
        if (meant and not label) or not words or len(words) > LIMIT:
            return self._asked(words, turn, learner, conversation)
        subject = around[0] if around else GENERAL[1]
        reason = label or told_reason(words) or ("else" if question is not None else "")
        if subject.question and reason:
            record = Feedback("challenge", subject.wire, subject.id, subject.revision, reason, words, turn.at)
        else:
            record = Feedback("note", turn.id, subject.id, subject.revision, "else", words, turn.at)
        return _thanks(subject, record)

    def _asked(self, words: str, turn: Turn, learner: Learner, conversation: Conversation) -> Outcome:
        around = self._around(words, turn, learner, conversation)
        about = around[0].wire if around else ""
        return _form(note_form((*around, *GENERAL), about, words=words))

    def _around(self, words: str, turn: Turn, learner: Learner, conversation: Conversation) -> tuple[Subject, ...]:
        """What the words may be about, the likeliest first."""
        around = self._subjects.around(learner, conversation, turn.at)
        return tuple(sorted(around, key=lambda subject: subject.question)) if speaks_of_answer(words) else around

    def _challenged(self, args: tuple[str, ...], learner: Learner) -> Outcome | None:
        subject = self._subjects.named(args[0], learner) if args else ""
        if isinstance(subject, str):
            return _said(Text(subject), _TELL) if subject else None
        return _form(challenge_form(subject)) if subject.question else None

    def _rated(self, verb: str, topic: str, token: str, turn: Turn, conversation: Conversation) -> Outcome:
        if verb == "why":
            return _form(answer_form(topic, token))
        record = Feedback("answer", f"{topic}:{token}", topic, 0, verb, "", turn.at)
        if verb == "helpful":
            quiz = practise(self._course.topics[topic], conversation)
            return _said(Text("Good to know, thank you."), Buttons(quiz), records=(record,))
        ways = (
            Button("Simpler", Action("explain", "topic", (topic, "child"))),
            Button("Example", Action("explain", "topic", (topic, "example"))),
            Button("Tell the author why", Action(NAME, "why", (topic, token))),
        )
        told = Text("Sorry about that, and thank you for saying so. Ask it in other words, or try one of these.")
        return _said(told, Buttons(ways), records=(record,))

    # Taking what was sent

    def _sent(
        self, form: Action, sent: dict[str, str], turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome | None:
        reason, words = sent.get("reason", ""), tidy(sent.get("words", ""))
        match form:
            case Action(_, "send", _):
                about = sent.get("about", "")
                return self._noted(about, reason, words, turn, learner, conversation)
            case Action(_, "object", (wire,)):
                return self._objected(wire, reason, words, turn, learner)
            case Action(_, "because", (topic, token)) if topic in self._course.topics and _TOKEN.fullmatch(token):
                if reason not in ANSWER_REASONS or len(words) > LIMIT:
                    return _form(answer_form(topic, token, reason, words, sent=True), turn.clicked)
                record = Feedback("answer", f"{topic}:{token}", topic, 0, reason, words, turn.at)
                return _thanks(Subject(topic, "", self._course.topics[topic].title, topic), record, turn.clicked)
            case Action(_, "rated", (topic, token)) if reason in OPINIONS and _TOKEN.fullmatch(token):
                # The platform's own thumbs: it asked for the words and says thank you itself.
                known = topic if topic in self._course.topics else ""
                record = Feedback("answer", f"{known}:{token}", known, 0, reason, words[:LIMIT], turn.at)
                return Outcome((), records=(record,))
        return None

    def _noted(
        self, about: str, reason: str, words: str, turn: Turn, learner: Learner, conversation: Conversation
    ) -> Outcome:
        subject = self._subjects.named(about, learner)
        if isinstance(subject, str) or reason not in NOTE_REASONS or len(words) > LIMIT:
            around = self._subjects.around(learner, conversation, turn.at)
            named = (subject,) if isinstance(subject, Subject) and subject not in (*around, *GENERAL) else ()
            form = note_form((*named, *around, *GENERAL), about, reason, words, sent=True)
            return _form(form, turn.clicked)
        record = Feedback("note", turn.id, subject.id, subject.revision, reason, words, turn.at)
        return _thanks(subject, record, turn.clicked)

    def _objected(self, wire: str, reason: str, words: str, turn: Turn, learner: Learner) -> Outcome | None:
        subject = self._subjects.named(wire, learner)
        if isinstance(subject, str):
            return _said(Text(subject), _TELL, update=turn.clicked) if subject else None
        if not subject.question:
            return None
        if reason not in CHALLENGE_REASONS or len(words) > LIMIT:
            return _form(challenge_form(subject, reason, words, sent=True), turn.clicked)
        record = Feedback("challenge", subject.wire, subject.id, subject.revision, reason, words, turn.at)
        return _thanks(subject, record, turn.clicked)


def _said(
    *elements: Element, update: str = "", records: tuple[Feedback, ...] = (), surface: Surface = "private"
) -> Outcome:
    return Outcome((Reply(elements, surface, update),), records=records)


def _form(elements: tuple[Element, ...], update: str = "") -> Outcome:
    return _said(*elements, update=update, surface="modal")


def _thanks(subject: Subject, record: Feedback, update: str = "") -> Outcome:
    """Says what was passed on, to whom, and what becomes of a second one."""
    if record.kind == "challenge":
        told = (
            f"Thank you. The course's author reads your challenge to “{literal(subject.title)}”, without your name."
            " If you challenge it again, the new words replace these."
        )
    else:
        about = f" It goes with “{literal(subject.title)}”." if subject.title else ""
        told = f"Thank you. The course's author reads this, without your name.{about}"
    return _said(Text(told), update=update, records=(record,))


_TOKEN = re.compile("[0-9a-f]{8}")
_TELL = Buttons((Button("Tell the author something else", Action(NAME, "form")),))
