"""The command ``hongbi``."""

import signal
import sys

from hongbi import _native


def main() -> None:
    """Runs the command with the arguments of this process, and ends it with the command's exit code."""
    # While the command runs, Python would only note the signal.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_native.main(["hongbi", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
