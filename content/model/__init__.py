"""The course model: what an author may write, checked when it is loaded."""

from content.model.base import Misconception, Model, Objective, Source, Waivable
from content.model.course import Course, Place, Section, broken_references, walk
from content.model.questions import (
    OPTION_LIMIT,
    TECHNIQUES,
    BaseQuestion,
    Choice,
    Match,
    Option,
    Order,
    Question,
    Several,
    Technique,
)
from content.model.scenarios import CaseMisconception, CaseNeed, Expectation, Scenario, Twist, Verdict
from content.model.topics import Aspect, Check, Claim, Comparison, Lesson, LessonStep, Term, Topic, YesNoQuestions

__all__ = [
    "OPTION_LIMIT",
    "TECHNIQUES",
    "Aspect",
    "BaseQuestion",
    "CaseMisconception",
    "CaseNeed",
    "Check",
    "Choice",
    "Claim",
    "Comparison",
    "Course",
    "Expectation",
    "Lesson",
    "LessonStep",
    "Match",
    "Misconception",
    "Model",
    "Objective",
    "Option",
    "Order",
    "Place",
    "Question",
    "Scenario",
    "Section",
    "Several",
    "Source",
    "Technique",
    "Term",
    "Topic",
    "Twist",
    "Verdict",
    "Waivable",
    "YesNoQuestions",
    "broken_references",
    "walk",
]
