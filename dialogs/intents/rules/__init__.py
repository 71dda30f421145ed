"""The rules, in the order in which they are tried."""

from dialogs.intents.rules import course, daily, feedback, ways, while_open
from dialogs.intents.rules.rule import Bag, Form, When
from dialogs.intents.rules.while_open import ANSWER
from dialogs.intents.rules.words import BAGS

FORMS = (*daily.FORMS, *feedback.FORMS, *while_open.FORMS, *ways.FORMS, *course.FORMS)

__all__ = ["ANSWER", "BAGS", "FORMS", "Bag", "Form", "When"]
