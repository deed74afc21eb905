"""Daft: findings by a batch function, and copies between documents as a group-by of paragraphs' hashes."""

import daft
import pyarrow as pa
from common import data, say
from daft import DataType, Series, col

import hongbi

Findings = DataType.list(
    DataType.struct({"rule": DataType.string(), "message": DataType.string(), "fingerprint": DataType.string()})
)


@daft.func.batch(return_dtype=Findings)
def lint(texts: Series) -> Series:
    found = pa.array(hongbi.lint_batch(texts.to_arrow()))
    return Series.from_arrow(found).cast(Findings)


@daft.func(return_dtype=DataType.list(DataType.string()))
def paragraphs(text: str) -> list[str]:
    return sorted(set(hongbi.paragraph_hashes(text)))


rows = daft.read_json(data())
found = rows.select(lint(col("text")).alias("hongbi")).to_pydict()["hongbi"]
say(one["fingerprint"] for row in found for one in row)

hashes = rows.select(paragraphs(col("text")).alias("paragraph")).explode("paragraph")
counts = hashes.where(col("paragraph").not_null()).groupby("paragraph").agg(col("paragraph").count().alias("documents"))
print(f"{counts.where(col('documents') > 1).count_rows()} paragraphs in several documents")
