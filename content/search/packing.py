"""What was learned, as the content of a file: a head of JSON, then the numbers of each classifier."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from content.search.classifier import Classifier
from content.search.regression import Regression

_SIZE = 4
"""Bytes of a size."""


class StaleModelError(ValueError):
    """A file that holds no model, or the model of another course."""


def packed(head: Mapping[str, Any], classifiers: Sequence[Classifier]) -> bytes:
    """The content of a file, the same on every machine."""
    told = {
        **head,
        "classes": [one.regression.classes for one in classifiers],
        "scales": [one.regression.scale for one in classifiers],
        "origins": [one.origin for one in classifiers],
    }
    parts = [json.dumps(told, ensure_ascii=False).encode()]
    for one in classifiers:
        parts += [one.rarities, one.regression.data]
    sizes = [len(parts), *map(len, parts)]
    return zlib.compress(b"".join(size.to_bytes(_SIZE, "big") for size in sizes) + b"".join(parts), 9)


def unpacked(data: bytes) -> tuple[Mapping[str, Any], tuple[Classifier, ...]]:
    """The head and the classifiers that `packed` was given.

    Raises:
        StaleModelError: it wrote no such file.
    """
    try:
        head, *parts = _parts(memoryview(zlib.decompress(data)))
        told: Mapping[str, Any] = json.loads(bytes(head))
        classifiers = (
            Classifier(bytes(rarities), Regression.of(classes, weights, float(scale)), origin)
            for classes, scale, origin, rarities, weights in zip(
                told["classes"], told["scales"], told["origins"], parts[::2], parts[1::2], strict=True
            )
        )
        return told, tuple(classifiers)
    except (zlib.error, ValueError, LookupError) as error:
        raise StaleModelError("not a model") from error


def _parts(raw: memoryview) -> Iterator[memoryview]:
    """The parts of a file; how many there are and their sizes stand first."""
    count = int.from_bytes(raw[:_SIZE], "big")
    at = _SIZE * (count + 1)
    for n in range(1, count + 1):
        size = int.from_bytes(raw[_SIZE * n : _SIZE * (n + 1)], "big")
        yield raw[at : at + size]
        at += size
