"""Ray Data: map_batches over Arrow tables."""

import pyarrow as pa
import ray
from common import data, say

import hongbi


def lint(table: pa.Table) -> pa.Table:
    return table.append_column("hongbi", pa.array(hongbi.lint_batch(table["text"])))


ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
found = ray.data.read_json(data()).map_batches(lint, batch_format="pyarrow")
say(one["fingerprint"] for row in found.select_columns(["hongbi"]).iter_rows() for one in row["hongbi"])
ray.shutdown()
