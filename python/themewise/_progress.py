"""A progress bar, if tqdm is installed and somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

Progress = Callable[[int, int], None]


@contextmanager
def progress_bar(wanted: bool | None, title: str) -> Iterator[Progress | None]:
    """A function to call with the steps done and the steps in all, or None for no bar.

    Raises ModuleNotFoundError if a bar is wanted and tqdm is missing.
    """
    tqdm = _tqdm(wanted)
    if tqdm is None:
        yield None
        return
    bar = _Bar(tqdm, title)
    try:
        yield bar.show
    finally:
        bar.close()


class _Bar:
    """A bar that appears with the first step, when its length is known."""

    def __init__(self, tqdm: Any, title: str) -> None:
        self.tqdm: Any = tqdm
        self.title = title
        self.bar: Any = None

    def show(self, done: int, total: int) -> None:
        if self.bar is None:
            self.bar = self.tqdm(desc=self.title, total=total, leave=False)
        self.bar.total = total
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


def _tqdm(wanted: bool | None) -> Any:
    if wanted is False or (wanted is None and not _is_watched()):
        return None
    try:
        return import_module("tqdm.auto").tqdm
    except ModuleNotFoundError as error:
        if wanted is None:
            return None
        message = "progress=True needs the package tqdm: pip install tqdm"
        raise ModuleNotFoundError(message, name=error.name) from None


def _is_watched() -> bool:
    """Whether this is a notebook, or messages go to a terminal."""
    return _is_notebook() or (sys.stderr is not None and sys.stderr.isatty())


def _is_notebook() -> bool:
    module = sys.modules.get("IPython")
    # A shell on a terminal has no kernel.
    return module is not None and hasattr(module.get_ipython(), "kernel")
