"""The code in docs/spark.md."""

from __future__ import annotations

import re
from pathlib import Path

MANUAL = Path(__file__).parents[3] / "docs" / "spark.md"


def code() -> list[str]:
    """The blocks of Python, in order."""
    return re.findall(
        r"^```python\n(.*?)^```$", MANUAL.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
