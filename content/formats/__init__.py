"""Questions in the formats of other programs: GIFT and CSV both ways, Anki out.

To add one: a file here, and a line in `WRITERS` or `READERS`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from content.formats import apkg, gift, spreadsheet
from content.formats.draft import FormatError, Reading
from content.formats.export import Exported
from content.model import Course, Question

__all__ = ["READERS", "WRITERS", "Exported", "FormatError", "Reading", "export", "read"]

WRITERS: dict[str, Callable[[Course, Sequence[Question]], Exported]] = {
    "gift": gift.write,
    "csv": spreadsheet.write,
    "apkg": apkg.write,
}
READERS: dict[str, Callable[[str, str], Reading]] = {"gift": gift.read, "csv": spreadsheet.read}


def export(name: str, course: Course, questions: Sequence[Question]) -> Exported:
    """Questions in the format of this name.

    Raises:
        FormatError: what writes the format is not installed.
    """
    return WRITERS[name](course, questions)


def read(name: str, path: Path) -> Reading:
    """What a file in the format of this name holds.

    Raises:
        FormatError: the file cannot be read at all.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise FormatError(f"{path.name}:{line}: this is no UTF-8 text; save the file as UTF-8 and try again") from error
    return READERS[name](path.name, text.replace("\r\n", "\n"))
