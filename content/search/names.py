"""The words that a course calls its things by."""

from content.model import Course
from content.search.words import spellings


def names(course: Course) -> frozenset[str]:
    """The words of titles, terms and aliases, in lower case."""
    titles = (topic.title for topic in course.topics.values())
    terms = (name for term in course.terms for name in (term.term, *term.aliases))
    return spellings((*titles, *terms))
