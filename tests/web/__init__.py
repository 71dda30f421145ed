"""The web chat: its page in a browser, and its socket without one."""
