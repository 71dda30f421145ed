"""Teams: signed activities over loopback into the real server, and a Bot Connector that takes the replies."""
