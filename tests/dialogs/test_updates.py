"""A message that takes the place of another never takes a question's words away."""

import pytest

from bot.render import plaintext
from content.markup import plain
from dialogs.presenting import LETTERS, key, texts
from dialogs.reply import Choices, Inputs, Reply
from dialogs.turn import Action, Event, Submit
from tests.talk import Talk, shipped


def flat(text: str) -> str:
    return " ".join(text.split())


def check(replies: tuple[Reply, ...], stem: str) -> int:
    """Every update among these says the question; how many there were."""
    updates = [reply for reply in replies if reply.update]
    for reply in updates:
        assert flat(plain(stem)) in flat(plaintext.render(reply, width=0))
    return len(updates)


def answer(talk: Talk, *, right: bool) -> Event:
    """An answer by the control that is shown."""
    question, shown = talk.question, talk.shown
    for element in talk.replies[-1].elements:
        if isinstance(element, Choices):
            at = talk.letters(right=right)
            return next(option.action for option in element.options if option.key == at)
        if isinstance(element, Inputs):
            if question.kind == "several":
                return Submit(str(element.action), {"answer": tuple(talk.letters(right=right).lower().split(", "))})
            if question.kind == "match":
                given = talk.letters(right=right).split(", ")
                return Submit(str(element.action), {str(n): (name,) for n, name in enumerate(given)})
            order = shown.order(len(texts(question)))
            letters = [LETTERS[order.index(n)].lower() for n in (key(question) if right else key(question)[::-1])]
            return Submit(str(element.action), {str(n): (letter,) for n, letter in enumerate(letters)})
    raise AssertionError(question.id)


@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
@pytest.mark.parametrize("sure", [False, True], ids=["at once", "asked how sure"])
def test_answers_and_hints(right: bool, sure: bool) -> None:
    """Each question of the course, hinted at and answered by its control, still stands in its message."""
    for question in shipped().questions.values():
        talk = Talk()
        if sure:
            talk.say("daily confidence on")
        talk.happen(Action("quiz", "practise", (question.id,)))
        updates = 0
        for _ in question.hints:
            updates += check(talk.happen(Action("quiz", "hint"), clicked="m1"), question.stem)
        updates += check(talk.happen(answer(talk, right=right), clicked="m1"), question.stem)
        assert updates == len(question.hints) + 1, question.id


def test_how_sure() -> None:
    """The question of the day stays above the question how sure somebody is, and above what comes after it."""
    talk = Talk()
    talk.say("daily confidence on")
    talk.say("daily now")
    stem = talk.question.stem
    assert check(talk.happen(answer(talk, right=False), clicked="m1"), stem) == 1
    assert check(talk.press("Sure"), stem) == 1


@pytest.mark.parametrize("asides", [1, 2])
def test_what_was_asked_in_between_stays(asides: int) -> None:
    """Each kind of question, hinted at and answered from below something else, takes the place of no message."""
    kinds = {question.kind: question for question in shipped().questions.values()}
    for question in kinds.values():
        talk = Talk()
        talk.happen(Action("quiz", "practise", (question.id,)))
        for _ in range(asides):
            talk.say("define RAG")
        assert check(talk.press("Hint"), "") == 0
        for _ in range(asides):
            talk.say("define RAG")
        if asides > 1 and not any(isinstance(element, Choices) for element in talk.replies[-1].elements):
            talk.press("Show it again")
            continue
        assert check(talk.happen(answer(talk, right=True), clicked="m1"), "") == 0
        assert question.id in talk.learner.reviews
