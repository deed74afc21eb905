"""Dask: a bag of rows, each with its score; then the findings."""

import json

import dask
import dask.bag as db
from common import data, say

import hongbi


def fingerprints(rows: list[str]) -> list[str]:
    texts = [json.loads(row)["text"] for row in rows]
    return [finding.fingerprint for found in hongbi.lint_many(texts) for finding in found]


# The linter works on all cores by itself and without the interpreter's lock: threads suffice.
with dask.config.set(scheduler="threads", num_workers=2):
    bag = db.read_text(data(), blocksize="8MiB")
    say(bag.map_partitions(lambda rows: fingerprints(list(rows))).compute())
