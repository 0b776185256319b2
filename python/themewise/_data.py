"""The package with the data of seven languages and of training."""

from __future__ import annotations

from importlib.util import find_spec

from . import _native


def find_data() -> None:
    """Tells the engine the folder of the package ``themewise-data``, if it is installed."""
    package = find_spec("themewise_data")
    folders = package.submodule_search_locations if package else None
    if folders:
        _native.set_data_folder(next(iter(folders)))
