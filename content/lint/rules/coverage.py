"""Whether the parts of a course reach each other: topics are asked for and practised, beliefs are tested."""

from collections.abc import Iterator

from content.lint.bank import Bank
from content.lint.registry import Problem, rule
from content.lint.words import Text
from content.model import Topic

PARAPHRASES = 8


@rule("warning", "add questions as learners would type them: short, long, clumsy, misspelt")
def paraphrases_few(bank: Bank) -> Iterator[Problem]:
    """A topic has eight ways or more in which learners ask for it; answering learns from them."""
    for place, topic in bank.all(Topic):
        if len(topic.asked) < PARAPHRASES:
            yield (*place, "asked"), f"there are {len(topic.asked)} ways of asking"


@rule("warning", "keep it where it belongs")
def paraphrase_twice(bank: Bank) -> Iterator[Problem]:
    """No question of learners stands at two topics, nor twice at one."""
    seen: dict[tuple[str, ...], str] = {}
    for place, topic in bank.all(Topic):
        for n, line in enumerate(topic.asked):
            form = Text(line).words
            if form in seen:
                yield (*place, "asked", n), f"{line!r} stands at {seen[form]!r} already"
            seen.setdefault(form, topic.id)


@rule("error", "keep it under what a right answer begins with")
def yes_no_twice(bank: Bank) -> Iterator[Problem]:
    """No yes-or-no question of learners stands twice, least of all under yes and under no."""
    for s, section in enumerate(bank.course.sections):
        seen: dict[tuple[str, ...], str] = {}
        for polarity, lines in section.yes_no:
            for n, line in enumerate(lines):
                form = Text(line).words
                if form in seen:
                    yield ("sections", s, "yes_no", polarity, n), f"{line!r} stands under {seen[form]!r} already"
                seen.setdefault(form, polarity)


@rule("warning", "write a question about it, or add the topic to one")
def topic_unpractised(bank: Bank) -> Iterator[Problem]:
    """Every topic is the subject of a question."""
    practised = {name for asked in bank.questions for name in asked.question.topics}
    for place, topic in bank.all(Topic):
        if topic.id not in practised:
            yield place, "no question practises this topic"


@rule("warning", "let a wrong option lead to it, or remove it")
def misconception_untested(bank: Bank) -> Iterator[Problem]:
    """Every misconception of a section is behind a wrong option somewhere."""
    tested = {option.misconception for asked in bank.choosings for option in asked.options}
    for place, item in bank.items.items():
        if "misconceptions" in place and place[0] == "sections" and item.id not in tested:
            yield place, "no wrong option names this misconception"


@rule("warning", "write a question for it")
def objective_unpractised(bank: Bank) -> Iterator[Problem]:
    """Every objective has a question."""
    practised = {asked.question.objective for asked in bank.questions}
    for s, section in enumerate(bank.course.sections):
        for n, objective in enumerate(section.objectives):
            if objective.id not in practised:
                yield ("sections", s, "objectives", n), f"no question practises {objective.id!r}"
