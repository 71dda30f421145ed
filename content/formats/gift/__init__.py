"""GIFT, Moodle's text format for questions (docs.moodle.org, GIFT format; `question/format/gift` is its reader).

What GIFT has no place for stands in comments above the question, `// tutor.NAME: JSON`, which other programs skip.
The id and the tags stand there as Moodle reads them, `// [id:…] [tag:…]`.
"""

from content.formats.gift.reading import read
from content.formats.gift.writing import write

__all__ = ["read", "write"]
