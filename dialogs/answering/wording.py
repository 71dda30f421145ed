"""What is said around what was found, in words that every channel and the command line share."""

from collections.abc import Mapping

from content.model import Topic
from dialogs.answering.found import Answer, Found, Offer, Refusal

WHICH = "Which of these do you mean?"
OUTSIDE = "That is outside this section, so I have no answer that I could back up. The nearest that I have:"
ASIDE = {
    "chit-chat": "I am at my best when you ask me about this section. Shall we?",
    "injection": "I stay with this section and what its course says, so I leave that aside.",
}
"""What is said to a line that is no question, by its kind."""

_ENGLISH = {
    "German": "Ich antworte auf Englisch.",
    "French": "Je réponds en anglais.",
    "Spanish": "Respondo en inglés.",
    "Italian": "Rispondo in inglese.",
    "Portuguese": "Respondo em inglês.",
    "Dutch": "Ik antwoord in het Engels.",
    "Chinese": "我用英语回答。",
    "Japanese": "英語でお答えします。",
    "Korean": "영어로 답변드립니다.",
    "Russian": "Я отвечаю по-английски.",
}
LANGUAGES = tuple(_ENGLISH)
"""Languages in which much of what is asked is understood."""


def note(language: str) -> str:
    """How a learner who writes in another language is told that the answer is English, in theirs where we know how."""
    return _ENGLISH.get(language, "I answer in English.") if language else ""


def said(found: Found, topics: Mapping[str, Topic]) -> str:
    """What is said of a question, in course text, where there are no buttons to list the topics."""
    if isinstance(found, Answer):
        text = found.text
    elif isinstance(found, Refusal) and found.kind in ASIDE:
        text = ASIDE[found.kind]
    else:
        offered = found.topics if isinstance(found, Offer) else found.nearest
        listed = "\n".join(f"- {topics[name].title}" for name in offered)
        text = f"{WHICH if isinstance(found, Offer) else OUTSIDE}\n\n{listed}"
    return "\n\n".join(filter(None, (note(found.language), text)))
