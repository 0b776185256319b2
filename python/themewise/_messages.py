"""Messages of the engine: warnings, and notes for the logger ``themewise``."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from .errors import Error, ThemewiseWarning

_FOLDER = os.path.join(os.path.dirname(__file__), "")

# What temporary files stand for. Several threads may train at once.
_names: ContextVar[Mapping[str, str]] = ContextVar("names", default={})


@contextmanager
def naming(path: str, name: str) -> Iterator[None]:
    """Names a temporary file by what it stands for, in errors, warnings and notes."""
    token = _names.set({**_names.get(), path: name})
    try:
        yield
    except Error as error:
        error.args = tuple(_named(part) if isinstance(part, str) else part for part in error.args)
        raise
    finally:
        _names.reset(token)


def issue(messages: list[str]) -> None:
    """Issues messages, which begin with ``warning: `` or ``note: ``. The engine calls this."""
    level = _caller()
    for message in messages:
        kind, _, text = _named(message).partition(": ")
        if kind == "note":
            from logging import getLogger

            getLogger("themewise").info("%s", text)
        else:
            warnings.warn(text, ThemewiseWarning, stacklevel=level)


def _named(text: str) -> str:
    for path, name in _names.get().items():
        text = text.replace(path, name)
    return text


def _caller() -> int:
    """The level of the first caller outside this package, seen from the caller of this function."""
    frame, level = sys._getframe(1), 1
    while frame.f_code.co_filename.startswith(_FOLDER) and frame.f_back is not None:
        frame, level = frame.f_back, level + 1
    return level
