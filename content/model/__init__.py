"""The course model: what an author may write, checked when it is loaded."""

from content.model.base import Misconception, Objective, Source
from content.model.course import Course, Section, broken_references
from content.model.questions import TECHNIQUES, Choice, Match, Option, Order, Question, Several, Technique
from content.model.scenarios import CaseMisconception, CaseNeed, Expectation, Scenario, Twist, Verdict
from content.model.topics import Aspect, Check, Claim, Comparison, Lesson, LessonStep, Term, Topic

__all__ = [
    "TECHNIQUES",
    "Aspect",
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
    "Objective",
    "Option",
    "Order",
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
    "broken_references",
]
