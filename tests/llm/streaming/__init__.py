"""Answers that grow in Slack while a language model words them."""
