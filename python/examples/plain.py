"""Plain Python: one process, all cores."""

import itertools
import json

from common import data, say

import hongbi


def fingerprints(path: str):
    with open(path, encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in lines if line.strip())
        while some := list(itertools.islice(texts, 512)):
            for findings in hongbi.lint_many(some):
                yield from (finding.fingerprint for finding in findings)


say(fingerprints(data()))
