"""Reading the parts of a PDF, which may stand where they belong or elsewhere in the file."""

from __future__ import annotations

from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, NullObject


def part(of: DictionaryObject, key: str) -> Any:
    """What stands under that key, wherever in the file it lies; None for nothing."""
    found = of[key] if key in of else None  # noqa: SIM401 (.get gives the reference, not the part)
    return None if isinstance(found, NullObject) else found


def several(found: Any) -> list[Any]:
    """What may stand alone or in a list, always as a list; each as it is, not as a reference to it."""
    if found is None:
        return []
    alone = found if isinstance(found, ArrayObject) else [found]
    return [one.get_object() for one in alone]


def numbers(found: Any, count: int) -> list[float]:
    """So many numbers. Raises `ValueError` when there are others."""
    read = [float(str(one)) for one in several(found)]
    if len(read) != count:
        raise ValueError("not so many numbers")
    return read
