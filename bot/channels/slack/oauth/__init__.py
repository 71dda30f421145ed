"""Several workspaces: each installs the app by OAuth, and is written to with a token of its own.

`flow` leads people through an installation with Bolt's own OAuth flow, `pages` is what they see of it. `installed`
knows whose token is which, `rotation` renews tokens in time, `vault` seals them for the database.
"""

from bot.channels.slack.oauth.installed import Installed

__all__ = ["Installed"]
