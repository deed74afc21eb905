#!/usr/bin/env bash
# Builds the wheel, installs it where no Rust is used, and tests it: pytest, types, and the examples of the engines that
# the arguments name (plain, processes, polars_frame, spark, ray_data, daft_udf, dask_bag, datatrove_filter, data_juicer).
# WHEEL names a wheel that is built already.
set -euo pipefail
cd "$(dirname "$0")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
pip=("$work/venv/bin/pip" --quiet --disable-pip-version-check)
python="$work/venv/bin/python"

if [ -z "${WHEEL:-}" ]; then
    "${pip[@]}" install 'maturin>=1.10,<2'
    "$work/venv/bin/maturin" build --locked --release --quiet --out "$work"
    WHEEL=$(ls "$work"/*.whl)
fi
"${pip[@]}" install "$WHEEL" pytest mypy pyright pyarrow polars
# Not by `python -m`, which would import the sources beside the tests.
"$work/venv/bin/pytest" -q
"$work/venv/bin/mypy"
"$work/venv/bin/pyright"

declare -A packages=([spark]=pyspark [ray_data]='ray[data]' [daft_udf]=daft [dask_bag]='dask[bag]' [datatrove_filter]=datatrove [data_juicer]='py-data-juicer aiohttp')
"$python" - "$work/rows.jsonl" <<'END'
import json, sys
text = "简报（第{0}期）\n\n感谢***同志对本期简报的大力支持。\n\n全年共收到提案186件，其中集体提案42件、委员提案154件，均已办复。\n"
with open(sys.argv[1], "w", encoding="utf-8") as out:
    for row in range(200):
        print(json.dumps({"id": row, "text": text.format(row)}, ensure_ascii=False), file=out)
END
for example in "$@"; do
    # shellcheck disable=SC2086
    if [ -n "${packages[$example]:-}" ]; then "${pip[@]}" install ${packages[$example]}; fi
    printf '%s: ' "$example"
    (cd examples && timeout 600 "$python" "$example.py" "$work/rows.jsonl" 2>"$work/log") || { cat "$work/log"; exit 1; }
done
