"""The Slack channel, driven by signed payloads through the real server."""
