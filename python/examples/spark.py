"""PySpark: findings by mapInArrow, and copies between documents as a group-by of paragraphs' hashes."""

from collections.abc import Iterator

import pyarrow as pa
from common import data, say
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

import hongbi


def lint(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        found = pa.array(hongbi.lint_batch(batch["text"])).flatten()
        names = ["rule", "severity", "message", "fingerprint"]
        yield pa.RecordBatch.from_arrays([found.field(name) for name in names], names)


def paragraphs(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        pairs = [
            (row, paragraph)
            for row, text in zip(batch["id"].to_pylist(), batch["text"].to_pylist(), strict=True)
            for paragraph in hongbi.paragraph_hashes(text)
        ]
        columns = [pa.array([p[0] for p in pairs], pa.int64()), pa.array([p[1] for p in pairs], pa.string())]
        yield pa.RecordBatch.from_arrays(columns, ["id", "paragraph"])


spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
rows = spark.read.json(data()).select("id", "text")
found = rows.mapInArrow(lint, "rule string, severity string, message string, fingerprint string")
say(row.fingerprint for row in found.select("fingerprint").toLocalIterator())

hashes = rows.mapInArrow(paragraphs, "id long, paragraph string").distinct()
copies = hashes.groupBy("paragraph").agg(f.count("id").alias("documents")).where("documents > 1")
print(f"{copies.count()} paragraphs in several documents")
spark.stop()
