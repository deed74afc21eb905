"""datatrove: a filter that keeps what is clean enough, and writes the score beside what it keeps."""

import json
import os
import tempfile

from common import data, say
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

import hongbi


class HongbiFilter(BaseFilter):
    """Drops documents with too many findings for each 10,000 characters, or too many damaged paragraphs."""

    name = "hongbi"

    def __init__(self, rate: float = 20.0, damaged: float = 0.3) -> None:
        super().__init__()
        self.rate, self.damaged = rate, damaged

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        score = hongbi.score(doc.text)
        doc.metadata["hongbi"] = score.to_dict()
        if score.rate > self.rate or score.damaged > self.damaged:
            return False, "damaged"
        return True


if __name__ == "__main__":
    path = os.path.abspath(data())
    with tempfile.TemporaryDirectory() as out:
        LocalPipelineExecutor(
            pipeline=[
                JsonlReader(os.path.dirname(path), glob_pattern=os.path.basename(path)),
                HongbiFilter(),
                JsonlWriter(out, output_filename="${rank}.jsonl", compression=None),
            ],
            logging_dir=os.path.join(out, "logs"),
        ).run()
        with open(os.path.join(out, "00000.jsonl"), encoding="utf-8") as lines:
            kept = [json.loads(line) for line in lines]
    print(f"{len(kept)} documents kept")
    say(finding.fingerprint for row in kept for finding in hongbi.lint(row["text"]))
