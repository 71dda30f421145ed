"""How learners name topics, terms and objectives: by id, title or alias, and nearly so."""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from content.model import Course, Term
from dialogs.choosing import words

_GENERAL = 4
"""Names that have a word in them, from which on the word alone names nothing in particular."""

_ARTICLES = frozenset({"a", "an", "the"})


def normal(text: str) -> str:
    """A name without case, punctuation, hyphens, articles and a plural's s."""
    said = [word for word in words(text.replace("-", " ")) if word not in _ARTICLES]
    return " ".join(word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word for word in said)


class Names:
    """The names that a course gives to things."""

    def __init__(self, course: Course) -> None:
        self._terms = {normal(name): term for term in course.terms for name in _names(term)}
        parts = Counter(word for name in self._terms if " " in name for word in name.split())
        telling = ((name, term) for name, term in self._terms.items() if parts[name] < _GENERAL)
        self._telling = sorted(telling, key=lambda pair: -len(pair[0]))
        self._topics = {normal(name): term.topic for name, term in self._terms.items()}
        for topic in course.topics.values():
            self._topics |= {normal(topic.title): topic.id, normal(topic.id): topic.id}
        self._objectives = {
            normal(name): objective.id for objective in course.objectives.values() for name in (objective.id,)
        }

    def term(self, text: str) -> Term | None:
        """The glossary entry of this name."""
        return self._terms.get(normal(text))

    def topic(self, text: str) -> str | None:
        """The id of the topic of this name."""
        return self._topics.get(normal(text))

    def objective(self, text: str) -> str | None:
        """The id of the objective of this name."""
        return self._objectives.get(normal(text))

    def mentioned(self, text: str) -> str | None:
        """The topic with the longest name inside the text."""
        inside = f" {normal(text)} "
        found = [name for name in self._topics if f" {name} " in inside]
        return self._topics[max(found, key=len)] if found else None

    def all_terms(self, text: str) -> list[Term]:
        """The glossary entries that a text names, in its order; a name within a longer one counts with that.

        Names that many others are made of ("model") say too little, and are left out.
        """
        said = f" {normal(text)} "
        found: list[tuple[int, Term]] = []
        for name, term in self._telling:
            if (at := said.find(f" {name} ")) >= 0:
                said = said.replace(f" {name} ", f" {'·' * len(name)} ")
                found.append((at, term))
        return list({term.id: term for _, term in sorted(found, key=lambda pair: pair[0])}.values())

    def near(self, text: str, count: int = 3) -> list[Term]:
        """Terms whose names begin with the text, look like it, or hold all of its words; the nearest first."""
        said = normal(text)
        names = [name for name in self._terms if said and name.startswith(said)]
        names += get_close_matches(said, self._terms, n=2 * count, cutoff=0.72)
        names += [name for name in self._terms if said and set(said.split()) <= set(name.split())]
        return list({self._terms[name].id: self._terms[name] for name in names}.values())[:count]


def _names(term: Term) -> Iterator[str]:
    yield from (term.term, term.id, *term.aliases)
