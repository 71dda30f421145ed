"""Finds what a question is about and decides: answer it, offer what is near, or say that it is outside."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

from content.model import Comparison, Course, Term, Topic
from content.search import Index, Ranking, foreign
from content.search.sentences import points
from dialogs.answering import question as reading
from dialogs.answering.found import Answer, Decision, Found, Offer, OfTopic, Refusal
from dialogs.answering.tampering import tampers
from dialogs.answering.verdicts import Verdict, verdict
from dialogs.answering.verdicts import nearest as nearest_claim
from dialogs.reply import Quote

ANSWER_FROM = 0.82
"""How likely inside the course a question has to be for an answer."""

LEANING_FROM = 0.5
"""The same for a question that leans on an answer given before."""

OFFER_FROM = 0.2
"""How likely for an offer; below it the question is outside."""

CLEAR_FROM = 0.2
"""The share that the best topic has to have for an answer."""

AHEAD_FROM = 0.08
"""How far its share has to be ahead of the next topic's: with less, both are offered."""

SEPARATE_FROM = 0.4
"""The share that the best topic of each of several questions has to have for an answer of its own."""

NEAREST = 3
"""Topics of an offer, and of a refusal."""

FOREIGN_SCORE = 0.05
"""At most the score of a comparison with something foreign, and of an order to the tutor."""


class Answerer:
    """Answers questions from one course."""

    def __init__(self, course: Course, index: Index | None = None) -> None:
        self._course = course
        self._index = index or Index(course)
        self._terms = {self._index.key(name) for term in course.terms for name in (term.term, *term.aliases)}
        self._columns = {
            aspect.topic: frozenset().union(*map(self._index.subjects, table.columns))
            for table in course.comparisons.values()
            for aspect in table.aspects
        }
        # Without its short form in brackets, which would name the subject twice.
        self._subjects = {term.topic: term.term.partition(" (")[0] for term in reversed(course.terms)}

    def answer(self, text: str, topic: str = "", subject: str = "") -> Found:
        """What the course has on a question.

        `topic` is what was talked about last, and `subject` the topic that "it" stands for, where that is another.
        """
        return self.decide(text, topic, subject).found

    def decide(self, text: str, topic: str = "", subject: str = "") -> Decision:
        """The same, with what led to it."""
        text = reading.plain(text)
        about = self._course.topics.get(topic)
        part = reading.part(text) if about else None
        if about is not None and part is not None:
            return Decision(replace(self._part(about, part), subject=subject), "part", text)
        other = foreign(text)
        if other is not None:
            decision = self._read(other.english)
            return replace(decision, found=replace(decision.found, language=other.language))
        if about is not None and reading.leans(text):
            of = self._course.topics.get(subject, about)
            named = "" if points(text) else self._spoken_of(text)  # "is it like tuning?": "it" stays what it was
            return _with_subject(self._leaning(text, about, of), named or of.id)
        return _with_subject(self._read(text), self._spoken_of(text))

    def _leaning(self, text: str, about: Topic, of: Topic) -> Decision:
        """The decision on a text that leans on a topic, in which "it" stands for another or the same.

        One that turns to a column of the table that the topic is a row of stays with the topic. A yes or a no is said
        only where "it" may stand for a topic.
        """
        if self._index.subjects(reading.turned_to(text)) & self._columns.get(about.id, frozenset()):
            ranking = self._index.search(about.title)
            return Decision(self._topic(about, (about.id,), ranking), "part", text, ranking)
        alone = self._read(text, judged=not points(text), leans=True)
        subject = self._subjects.get(of.id) or self._named(of.title) or of.title
        judged = self._index.subjects(subject) or (self._index.subjects(text) and not reading.measures(text))
        if alone.why == "several" or (isinstance(alone.found, Answer) and not (judged and points(text))):
            return alone
        leaning = self._read(reading.completed(text, subject), LEANING_FROM, judged=bool(judged), leans=True)
        if leaning.why in get_args(OfTopic) and _moves_on(alone.found, leaning.found, of.id):
            return self._moved_on(alone, leaning, of, self._index.subjects(subject))
        return alone if _better(alone.found, leaning.found) else leaning

    def _moved_on(self, alone: Decision, leaning: Decision, of: Topic, subjects: frozenset[str]) -> Decision:
        """The decision on a text that alone is about another topic, and leaning on one about that again.

        Nobody who asks on wants the same again; but neither what is about something else than "it".
        """
        if isinstance(alone.found, Answer) and self._is_of(alone.found.topics[0], subjects):
            return alone
        if leaning.ranking is None or leaning.ranking.hits[0].share >= SEPARATE_FROM:
            return leaning
        near = (hit.topic for hit in leaning.ranking.hits[1:NEAREST] if self._is_of(hit.topic, subjects))
        topic = next(near, of.id)
        return replace(leaning, found=self._topic(self._course.topics[topic], (topic,), leaning.ranking))

    def _is_of(self, topic: str, subjects: frozenset[str]) -> bool:
        """Whether a topic may be about these subjects: it is about one of them, or about none in particular."""
        own = self._index.subjects(self._course.topics[topic].title)
        return not own or not subjects or not own.isdisjoint(subjects)

    def _read(
        self, text: str, answer_from: float = ANSWER_FROM, *, judged: bool = True, leans: bool = False
    ) -> Decision:
        """The decision on a text as it stands. `judged`: it may get a yes or a no, and if it `leans`, with a reason."""
        if tampers(text):
            return Decision(Refusal(self._usual(), FOREIGN_SCORE, "injection"), "order", text)
        ranking = self._index.search(text)
        nearest = tuple(hit.topic for hit in ranking.hits[:NEAREST])
        sides = reading.sides(text)
        if sides is not None and self._strange(sides):
            refusal = Refusal(nearest, min(FOREIGN_SCORE, ranking.inside), "near-miss")
            return Decision(refusal, "foreign", text, ranking)
        if sides is not None and {self._index.key(sides.left), self._index.key(sides.right)} <= self._terms:
            ranking = replace(ranking, inside=max(ranking.inside, ANSWER_FROM))
        several = self._several(text)
        if several is not None:
            return Decision(several, "several", text, ranking)
        asked = verdict(self._index, text, ranking.inside) if judged else None
        claim = self._claim(asked, ranking)
        if claim is not None:
            return Decision(claim, "claim", text, ranking)
        if leans or (reading.vague(text) and not self._index.subjects(text)):
            asked = None  # what "it" is can only be guessed
        if ranking.inside < OFFER_FROM:
            return Decision(Refusal(nearest, ranking.inside, ranking.kind), "outside", text, ranking)
        if ranking.inside < answer_from:
            return Decision(Offer(nearest, ranking.inside), "doubt", text, ranking)
        if ranking.hits[0].share < CLEAR_FROM or _ahead(ranking) < AHEAD_FROM:
            return Decision(Offer(nearest, ranking.inside), "unclear", text, ranking)
        answer = self._topic(self._course.topics[nearest[0]], nearest, ranking)
        why: OfTopic = "topic"
        if asked is not None:
            why, answer = "judged", replace(answer, text=f"{asked.said} {answer.text}", comparison="", passages=())
        elif judged and (near := nearest_claim(self._index, text)) is not None and nearest[0] in near.topics:
            why, answer = "near", replace(answer, text=near.says, comparison="", passages=())
        return Decision(answer, why, text, ranking)

    def _topic(self, best: Topic, nearest: tuple[str, ...], ranking: Ranking) -> Answer:
        table = self._table(best)
        comparison, passages = table.id if table else "", (best.short, best.full, best.example)
        quotes = self._quotes(best)
        return Answer(best.short, quotes, nearest, ranking.inside, comparison=comparison, passages=passages)

    def _claim(self, asked: Verdict | None, ranking: Ranking) -> Answer | None:
        """The verdict with its reason, where a claim of the course is asked for."""
        if asked is None or asked.claim is None:
            return None
        topics = tuple(dict.fromkeys((*asked.claim.topics, *(hit.topic for hit in ranking.hits))))[:NEAREST]
        quotes = self._quotes(self._course.topics[topics[0]])
        return Answer(f"{asked.said} {asked.claim.says}", quotes, topics, max(ranking.inside, ANSWER_FROM))

    def _several(self, text: str) -> Answer | None:
        """An answer to each of several clear questions in one message, a later one leaning on the one before."""
        parts = reading.questions(text)
        if len(parts) < 2:
            return None
        answers: dict[str, Answer] = {}
        subject = ""
        for part in parts:
            subject = self._named(part) or subject
            full = reading.completed(part, subject) if subject and points(part) else part
            found = self._one_of_several(full)
            if found is not None:
                answers.setdefault(found.topics[0], found)
        if len(answers) < 2:
            return None
        topics = tuple(answers)[:NEAREST]
        text = "\n\n".join(f"**{self._course.topics[topic].title}.** {answers[topic].text}" for topic in topics)
        quotes = tuple(quote for topic in topics for quote in answers[topic].quotes[:1])
        return Answer(text, quotes, topics, max(answers[topic].score for topic in topics), len(topics))

    def _named(self, text: str) -> str:
        """The first term that a text names and that claims are about."""
        return next((term.term for term in self._terms_of(text)), "")

    def _spoken_of(self, text: str) -> str:
        """The topic of that term."""
        return next((term.topic for term in self._terms_of(text) if term.topic in self._course.topics), "")

    def _terms_of(self, text: str) -> Iterator[Term]:
        """The terms that say what a text says of what claims are about, and nothing else of that."""
        said = self._index.subjects(text)
        return (term for term in self._course.terms if said and self._index.subjects(term.term) == said)

    def _one_of_several(self, part: str) -> Answer | None:
        ranking = self._index.search(part)
        asked = verdict(self._index, part, ranking.inside)
        claim = self._claim(asked, ranking)
        if claim is not None:
            return claim
        if ranking.inside < ANSWER_FROM or ranking.hits[0].share < SEPARATE_FROM:
            return None
        topic = self._course.topics[ranking.hits[0].topic]
        text = f"{asked.said} {topic.short}" if asked else topic.short
        return Answer(text, self._quotes(topic), (topic.id,), ranking.inside)

    def _part(self, topic: Topic, part: str) -> Answer:
        quotes = self._quotes(topic)
        if part == "sources":
            listed = "\n".join(f"- [{quote.source}]({quote.url})" for quote in quotes)
            return Answer(f"“{topic.title}” rests on these pages:\n\n{listed}", quotes, (topic.id,), 1.0)
        return Answer(getattr(topic, part), quotes, (topic.id,), 1.0)

    def _strange(self, sides: reading.Sides) -> bool:
        """Whether one side of a comparison is something that the course does not speak of."""
        index = self._index
        return any(
            index.foreign(side)
            or (sides.named and index.tells(side) and not index.named(side) and not index.subjects(side))
            for side in (sides.left, sides.right)
        )

    def _table(self, topic: Topic) -> Comparison | None:
        """The comparison that this topic is about."""
        return next((table for table in self._course.comparisons.values() if table.topic == topic.id), None)

    def _quotes(self, topic: Topic) -> tuple[Quote, ...]:
        sources = (self._course.sources[name] for name in topic.sources)
        return tuple(Quote(topic.one_line, source.title, source.url) for source in sources)

    def _usual(self) -> tuple[str, ...]:
        return tuple(self._course.topics)[:NEAREST]


def _ahead(ranking: Ranking) -> float:
    """How far the share of the best topic is ahead of the next one's."""
    first, *others = (hit.share for hit in ranking.hits)
    return first - max(others, default=0.0)


def _with_subject(decision: Decision, subject: str) -> Decision:
    """The decision with what "it" stands for after it."""
    if not isinstance(decision.found, Answer):
        return decision
    return replace(decision, found=replace(decision.found, subject=subject))


def _moves_on(alone: Found, leaning: Found, topic: str) -> bool:
    """Whether a text is answered with another topic than the one talked about, and leaning on it with that one."""
    return isinstance(alone, Answer) and isinstance(leaning, Answer) and alone.topics[0] != topic == leaning.topics[0]


def _better(left: Found, right: Found) -> bool:
    order: Sequence[type] = (Refusal, Offer, Answer)
    return order.index(type(left)) > order.index(type(right))
