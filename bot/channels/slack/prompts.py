"""What somebody who opens the chat may say first, offered by Slack above the field to type in."""

PROMPTS = [
    {"title": "Quiz me", "message": "quiz 3"},
    {"title": "Explain it step by step", "message": "explain"},
    {"title": "Compare the models", "message": "compare"},
    {"title": "What can you do?", "message": "help"},
]
"""Slack shows four at the most."""
