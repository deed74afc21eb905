#!/usr/bin/env bash
# The rules' figures on a corpus of labelled drafts and published texts: FOLDER holds corpus/ and eval/.
# Fails where one falls below what was promised.
set -euo pipefail
root=${1:?folder with corpus/ and eval/}
bin=${2:-target/release/hongbi}
eval=$root/eval corpus=$root/corpus
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

score() { python3 "$eval/score.py" --gold "$corpus/drafts/gold.jsonl" --root "$corpus/drafts" --bin "$bin" "$@"; }
echo "-- labelled drafts"
score --class redaction --class mixed-script --class dup-paragraph --class punct-pair --class numbering --min-recall 0.9 --min-precision 0.85
score --class truncated --class chronology --min-recall 0.7 --min-precision 0.85

echo "-- published texts"
python3 "$eval/noise.py" --root "$corpus/clean" --bin "$bin" --show 0 --max 0.5
python3 "$eval/noise.py" --root "$corpus/traditional/tw_laws" --bin "$bin" --show 0 --max 0.5

echo "-- planted defects"
python3 "$eval/inject.py" --from "$corpus/clean/gwr_provincial_2026" --to "$work/planted" --class dup-paragraph --class near-duplicate \
    --class redaction --class mixed-script --class punct-pair --class numbering --class chronology --class split --class truncated >/dev/null
python3 "$eval/score.py" --gold "$work/planted/gold.jsonl" --root "$work/planted" --bin "$bin" --min-recall 0.9

echo "-- fixes"
benches/fixes.py "$root" --bin "$bin" --min 0.95

echo "-- language server"
benches/server.py --bin "$bin" "$corpus"/clean/gwr_provincial_2026/*.txt
