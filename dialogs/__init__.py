"""The tutor: what is said and when. Knows no channel, no clock, no network, no disk, no database.

To add a dialog: a file here, and a line in `all_dialogs`.
"""

from content.model import Course
from content.search import Index
from dialogs.answering import Answerer, Gaps
from dialogs.ask import AskDialog
from dialogs.daily import DailyDialog
from dialogs.dialog import Dialog
from dialogs.excerpt import ExcerptDialog
from dialogs.explain import ExplainDialog
from dialogs.feedback import REASONS, FeedbackDialog
from dialogs.help import HelpDialog
from dialogs.home import HomeDialog
from dialogs.lookup import LookupDialog
from dialogs.naming import Names
from dialogs.poll import PollDialog
from dialogs.progress import ProgressDialog
from dialogs.quiz import QuizDialog
from dialogs.rights import RightsDialog
from dialogs.scenario import ScenarioDialog


def all_dialogs(course: Course, index: Index, *, worded: bool = False, keep_gaps: bool = False) -> tuple[Dialog, ...]:
    """Every dialog, in the order in which they are asked; the last one answers every message.

    `index` finds the course's topics.
    `worded`: answers may be put into other words when they are sent. `keep_gaps`: questions that the course could
    not answer are kept for its author, redacted.
    """
    names, answerer = Names(course), Answerer(course, index)
    dialogs: tuple[Dialog, ...] = (
        QuizDialog(course, names),
        PollDialog(course, names),
        ExplainDialog(course, names),
        ScenarioDialog(course),
        LookupDialog(course, names),
        DailyDialog(course),
        ProgressDialog(course),
        HomeDialog(course),
        FeedbackDialog(course),
        RightsDialog(course, REASONS),
        ExcerptDialog(course, names, answerer),
    )
    ask = AskDialog(course, answerer, worded=worded, gaps=Gaps(course) if keep_gaps else None)
    return (*dialogs, HelpDialog(course, dialogs), ask)
