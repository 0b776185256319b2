"""The command ``themewise``: the same program as without Python."""

import os
import signal
import sys

from . import _native


def main() -> None:
    """Runs the program with the arguments of this process, and exits with its code."""
    # Python's handler would only set a flag while the program runs; Ctrl-C must end it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # With `python -m themewise`, the first argument is this file.
    name = sys.argv[0] if os.access(sys.argv[0], os.X_OK) else "themewise"
    sys.exit(_native.run([name, *sys.argv[1:]]))


if __name__ == "__main__":
    main()
