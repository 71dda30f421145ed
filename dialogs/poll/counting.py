"""An answer to a closed poll counts like one in a quiz of one's own."""

from content.model.questions import Choice as Question
from dialogs.dialog import Outcome
from dialogs.learner import Attempt, Learner
from dialogs.poll.showing import graded_answer
from dialogs.review import remembered
from dialogs.room import Poll
from dialogs.rounds import ticked_off
from dialogs.turn import Turn


def counted(question: Question, poll: Poll, turn: Turn, learner: Learner) -> Outcome:
    """The learner's own answer as an attempt, at `turn.at`, when they gave it, and in their memory.

    Somebody may have answered the same question alone since: time does not go backwards for them.
    """
    graded = graded_answer(question, poll)
    former = learner.reviews.get(question.id)
    attempt = Attempt(
        presentation=poll.presentation,
        question=question.id,
        revision=question.revision,
        objective=question.objective,
        first=former is None,
        choice=poll.mine,
        score=graded.score,
        hints=0,
        at=turn.at if former is None else max(turn.at, former.last),
    )
    learner = remembered(learner, question, attempt, right=graded.right)
    return Outcome((), ticked_off(learner, question.id, graded.score), records=(attempt,))
