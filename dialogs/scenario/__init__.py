"""The reflection scenario: a case that the learner answers in words, and is helped to a fuller answer."""

from dialogs.scenario.dialog import ScenarioDialog

__all__ = ["ScenarioDialog"]
