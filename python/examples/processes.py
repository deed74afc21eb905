"""Several processes, for work in Python beside the linting."""

import json
import multiprocessing

from common import data, say

import hongbi


def look(line: str) -> list[str]:
    return [finding.fingerprint for finding in hongbi.lint(json.loads(line)["text"])]


if __name__ == "__main__":
    with open(data(), encoding="utf-8") as lines, multiprocessing.Pool(2) as pool:
        say(one for row in pool.imap_unordered(look, lines, chunksize=64) for one in row)
