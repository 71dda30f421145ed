"""What to ask next, and when again: spacing by FSRS (Ye, Su, Cao 2022, doi 10.1145/3534678.3539081)."""

from dialogs.review.memory import recall, reviewed
from dialogs.review.picking import brought_forward, by_objective, by_topic, due_count, pick
from dialogs.review.remembering import remembered

__all__ = ["brought_forward", "by_objective", "by_topic", "due_count", "pick", "recall", "remembered", "reviewed"]
