"""The processes of a cluster on this machine."""

from __future__ import annotations

import os
import subprocess


def executors() -> set[int]:
    """The executors that this process has started, by their ids."""
    return {id for id, command in _descendants() if "CoarseGrainedExecutorBackend" in command}


def python_workers() -> set[int]:
    """The processes of Python in executors that this process has started, without their parents."""
    daemons = {id: parent for id, parent, command in _processes() if "pyspark.daemon" in command}
    ours = {id for id, _ in _descendants()}
    return {id for id, parent in daemons.items() if parent in daemons and id in ours}


def _descendants() -> list[tuple[int, str]]:
    """Processes started by this one, and by those, and so on."""
    processes = _processes()
    known = {os.getpid()}
    while more := {id for id, parent, _ in processes if parent in known} - known:
        known |= more
    return [(id, command) for id, _, command in processes if id in known]


def _processes() -> list[tuple[int, int, str]]:
    """Id, parent and command of every process."""
    listing = ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="]
    lines = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.splitlines()
    rows = (line.split(maxsplit=2) for line in lines)
    return [(int(row[0]), int(row[1]), row[2]) for row in rows if len(row) == 3]
