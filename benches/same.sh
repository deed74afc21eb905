#!/usr/bin/env bash
# Whether two builds report the same: OLD and NEW lint all texts below the FOLDERs and 1,000 damaged
# drafts made of them, and their JSON reports are compared byte for byte. Prints the time of both.
# Exit 1 where they differ; the first differences are shown.
set -euo pipefail
[ $# -ge 3 ] || { echo "usage: benches/same.sh OLD NEW FOLDER..." >&2; exit 2; }
old=$1 new=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$work/damaged" "$@" <<'PY'
import pathlib, random, sys

out, folders = pathlib.Path(sys.argv[1]), sys.argv[2:]
out.mkdir()
random.seed(1)
texts = []
for folder in folders:
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.suffix in (".txt", ".md") and path.is_file() and path.stat().st_size < 200_000:
            try:
                texts.append((path.suffix, path.read_text(encoding="utf-8")))
            except (UnicodeDecodeError, OSError):
                pass
if not texts:
    sys.exit("no texts below " + " ".join(folders))
CHARACTERS = "，。、；：“”‘’（）《》*×○〇一二三十年月日第的了在臺灣個2026,.()\"'　 \n"


def damage(text):
    lines = text.split("\n")
    start = random.randrange(len(lines))
    lines = lines[start:start + 40]
    for _ in range(random.randrange(1, 6)):
        kind, at = random.randrange(7), random.randrange(len(lines))
        line = lines[at]
        place = random.randrange(len(line) + 1)
        if kind == 0:
            lines[at] = line[:place] + line[place + 1:]
        elif kind == 1:
            lines[at] = line[:place] + random.choice(CHARACTERS) + line[place:]
        elif kind == 2:
            lines.insert(at, random.choice(lines))
        elif kind == 3:
            lines[at:at + 1] = [line[:place], line[place:]]
        elif kind == 4:
            lines[at] = "".join(str(random.randrange(10)) if c.isascii() and c.isdigit() and random.random() < 0.2 else c for c in line)
        elif kind == 5:
            lines[at] = line[:place] + line[place:place + 2] + line[place:]
        else:
            lines[at] = line[:place] + "***" + line[place + 3:]
    return "\n".join(lines)


for number in range(1000):
    suffix, text = random.choice(texts)
    (out / f"{number:04}{suffix}").write_text(damage(text), encoding="utf-8")
PY

lint() {
    local start code=0
    start=$(date +%s.%N)
    "$1" check --no-config --format json --today 2026-06-01 --fail-on never "${@:3}" "$work/damaged" >"$2" 2>"$2.err" || code=$?
    printf '%s: exit %s, %.2f s, %s findings\n' "$1" "$code" "$(echo "$(date +%s.%N) - $start" | bc)" "$(grep -o '"rule":' "$2" | wc -l)"
}
lint "$old" "$work/old.json" "$@"
lint "$new" "$work/new.json" "$@"
if cmp -s "$work/old.json" "$work/new.json"; then
    echo "the same"
else
    diff <(python3 -m json.tool "$work/old.json") <(python3 -m json.tool "$work/new.json") | head -60 || true
    echo "different" >&2
    exit 1
fi
