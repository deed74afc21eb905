"""Columns of Arrow: every string type, chunks, nulls."""

from __future__ import annotations

from typing import Any

import pytest

import hongbi

BAD = "感谢***同志的大力支持。\n"
GOOD = "感谢各位同志的大力支持。\n"

pa: Any = pytest.importorskip("pyarrow")


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_string_types(kind: str) -> None:
    column = pa.array([BAD, None, GOOD], type=getattr(pa, kind)())
    found = pa.array(hongbi.lint_batch(column)).to_pylist()
    assert [None if row is None else len(row) for row in found] == [1, None, 0]
    (finding,) = hongbi.lint(BAD)
    for name in ("rule", "category", "severity", "message", "text", "start", "end", "line"):
        assert found[0][0][name] == getattr(finding, name)


def test_chunks_and_slices() -> None:
    chunks = pa.chunked_array([[GOOD], [BAD, GOOD], []])
    found = pa.array(hongbi.lint_batch(chunks))
    assert found.type.value_type.num_fields == 10
    assert [len(row) for row in found.to_pylist()] == [0, 1, 0]
    sliced = pa.array([GOOD, BAD]).slice(1)
    assert [len(row) for row in pa.array(hongbi.lint_batch(sliced)).to_pylist()] == [1]


def test_nothing_and_nulls() -> None:
    assert len(hongbi.lint_batch(pa.array([], type=pa.string()))) == 0
    assert pa.array(hongbi.lint_batch(pa.nulls(2))).to_pylist() == [None, None]


def test_other_columns_are_refused() -> None:
    with pytest.raises(TypeError, match="strings"):
        hongbi.lint_batch(pa.array([1, 2]))
    with pytest.raises(TypeError, match="lint_many"):
        hongbi.lint_batch([BAD])  # type: ignore[arg-type]


def test_polars() -> None:
    pl: Any = pytest.importorskip("polars")
    series = pl.Series("text", [BAD, GOOD, None])
    found = pl.Series(hongbi.lint_batch(series))
    assert found.list.len().to_list() == [1, 0, None]
