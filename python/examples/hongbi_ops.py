"""Data-Juicer: a filter by the score, and a mapper that applies the safe fixes.

    process:
      - hongbi_fix_mapper:
      - hongbi_score_filter:
          max_rate: 20

with ``custom_operator_paths: [hongbi_ops.py]`` in the same file.
"""

from typing import Any

from data_juicer.ops.base_op import OPERATORS, Filter, Mapper
from data_juicer.utils.constant import Fields

import hongbi


@OPERATORS.register_module("hongbi_score_filter")
class HongbiScoreFilter(Filter):
    """Keeps samples with at most ``max_rate`` findings for each 10,000 characters."""

    def __init__(self, max_rate: float = 20.0, max_damaged: float = 0.3, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_rate, self.max_damaged = max_rate, max_damaged

    def compute_stats_single(self, sample: dict[str, Any], context: bool = False) -> dict[str, Any]:
        if "hongbi_rate" not in sample[Fields.stats]:
            score = hongbi.score(sample[self.text_key])
            sample[Fields.stats]["hongbi_rate"] = score.rate
            sample[Fields.stats]["hongbi_damaged"] = score.damaged
        return sample

    def process_single(self, sample: dict[str, Any]) -> bool:
        stats = sample[Fields.stats]
        return stats["hongbi_rate"] <= self.max_rate and stats["hongbi_damaged"] <= self.max_damaged


@OPERATORS.register_module("hongbi_fix_mapper")
class HongbiFixMapper(Mapper):
    """Applies the safe fixes, which leave the words as they are."""

    def process_single(self, sample: dict[str, Any]) -> dict[str, Any]:
        sample[self.text_key] = hongbi.fix(sample[self.text_key]).text
        return sample
