"""Data-Juicer: runs the operators of ``hongbi_ops.py`` over a data set."""

import os
import tempfile

from common import data, say
from data_juicer.config import init_configs
from data_juicer.core import DefaultExecutor

import hongbi

if __name__ == "__main__":
    operators = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hongbi_ops.py")
    path = os.path.abspath(data())
    with tempfile.TemporaryDirectory() as out:
        recipe = os.path.join(out, "recipe.yaml")
        with open(recipe, "w", encoding="utf-8") as file:
            file.write(
                f"project_name: hongbi\ndataset_path: {path}\nexport_path: {out}/clean.jsonl\nnp: 2\n"
                f"custom_operator_paths: [{operators}]\nprocess:\n  - hongbi_score_filter:\n      max_rate: 20\n"
            )
        kept = DefaultExecutor(init_configs(["--config", recipe])).run()
        texts = list(kept["text"])
    print(f"{len(texts)} samples kept")
    say(finding.fingerprint for text in texts for finding in hongbi.lint(text))
