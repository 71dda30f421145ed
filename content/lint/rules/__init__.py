"""The rules by subject. To add one: a function with `@rule` in the file of its subject, and its case in the tests."""

from content.lint.rules import keys, options, stems, explanations, sources, language, chat, coverage  # noqa: F401, I001  (the order in which they are listed)
