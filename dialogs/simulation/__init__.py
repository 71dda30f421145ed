"""The scheduler's own proof: whole populations learn the course on a fake clock, by it and by two simpler choices."""

from dialogs.simulation.choosers import CHOOSERS
from dialogs.simulation.population import Plan, Tally, simulate

__all__ = ["CHOOSERS", "Plan", "Tally", "simulate"]
