"""From keyword arguments to arguments of the program, which checks their values."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping


def arguments(options: Mapping[str, object]) -> list[str]:
    """The arguments for options: ``{"vector_scale": [0.5, 1]}`` gives
    ``["--vector-scale=0.5", "--vector-scale=1"]``.

    ``None`` and ``False`` leave an option out, ``True`` sets a flag.
    """
    return [argument for name, value in options.items() for argument in _option(name, value)]


def _option(name: str, value: object) -> list[str]:
    flag = "--" + name.replace("_", "-")
    if value is None or value is False:
        return []
    if value is True:
        return [flag]
    # Joined by `=`, so that a value may begin with `-`.
    return [f"{flag}={_text(item)}" for item in _items(value)]


def _items(value: object) -> Iterable[object]:
    if isinstance(value, (str, bytes, os.PathLike)) or not isinstance(value, Iterable):
        return [value]
    return value


def _text(value: object) -> str:
    if isinstance(value, (bytes, os.PathLike)):
        return os.fsdecode(value)
    return str(value)
