"""A Python that has pyarrow and nothing else."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("worker-requirements.txt")


def bare_python(folder: Path) -> str:
    """The one that ``THEMEWISE_WORKER_PYTHON`` names, or a new one in ``folder``."""
    named = os.environ.get("THEMEWISE_WORKER_PYTHON")
    if named:
        return named
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--requirement", str(REQUIREMENTS)]
    subprocess.run(install, check=True)
    return python
