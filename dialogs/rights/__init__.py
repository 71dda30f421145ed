"""What a learner may see and have deleted of what is kept of them."""

from dialogs.rights.dialog import RightsDialog

__all__ = ["RightsDialog"]
