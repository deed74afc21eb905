"""What the examples share: the arguments, and a checksum by which their findings are compared."""

from __future__ import annotations

import sys
from collections.abc import Iterable


def data() -> str:
    """The file of JSON lines, with a column ``text``, that the command line names."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} DATA.jsonl")
    return sys.argv[1]


def say(fingerprints: Iterable[str]) -> None:
    """Prints how many findings there are, and a sum that does not depend on their order."""
    count = total = 0
    for fingerprint in fingerprints:
        count += 1
        total += int(fingerprint, 16)
    print(f"{count} findings, checksum {total % 1_000_000_007}")
