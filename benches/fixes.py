#!/usr/bin/env python3
"""Measures fixes on published texts: FOLDER holds corpus/clean and eval/inject.py.

    fixes.py FOLDER [--bin target/release/hongbi] [--seeds 3] [--show 5] [--min 0.95]

Plants characters that fixes can take back (class by class), runs `hongbi fix`, with and without --unsafe,
and counts the planted spots where the original stands again: its paragraph without --unsafe, the text
around the spot with it, since that joins split paragraphs. What `fix` changes in the published text itself
is not counted. Then tells what `fix` changes in the published texts themselves:
nothing but what `check` called a safe fix.
"""
import argparse, json, shutil, subprocess, sys, tempfile
from collections import Counter
from pathlib import Path

CLASSES = ["mixed-script", "garbage", "punct-width"]
# Where spots are planted.
SETS = ["gwr_provincial_2026", "gwr_national"]
KIND = {"\u200b": "garbage U+200B", "\ufffd": "garbage U+FFFD", "\ue123": "garbage U+E123"}


def lines(path):
    return path.read_text(encoding="utf-8").split("\n")


def copied(source, target):
    """A copy of the texts of `source` in a new folder `target`, whatever their permissions."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for path in source.glob("**/*.txt"):
        shutil.copyfile(path, target / path.name)


def fix(binary, folder, *more):
    run = subprocess.run([binary, "fix", "--no-config", "--quiet", *more, folder], capture_output=True, text=True)
    if run.returncode == 2:
        sys.exit(run.stderr)


def planted(a, source, seed, work):
    """Yields (kind, file, line, original, safe, unsafe) for each planted spot: the lines after fixing."""
    made = work / "made"
    for name in CLASSES:
        shutil.rmtree(made, ignore_errors=True)
        subprocess.run([sys.executable, a.folder / "eval/inject.py", "--from", source, "--to", made, "--seed", str(seed),
                        "--class", name], check=True, capture_output=True)
        gold = [json.loads(line) for line in lines(made / "gold.jsonl") if line]
        for mode, more in (("safe", []), ("unsafe", ["--unsafe"])):
            copied(made, work / mode)
            fix(a.bin, work / mode, *more)
        originals = sorted(source.glob("*.txt"))
        for label in gold:
            texts = [lines(folder / label["file"]) for folder in (made, work / "safe", work / "unsafe")]
            yield KIND.get(label["quote"], name), label, originals[int(label["file"][:4])], *texts


def around(original, made, label, reach=12):
    """The original's text around the spot that `label` names in the planted text."""
    line = label["line"] - 1
    at, quote = -1, label["quote"]
    for _ in range(label["occurrence"]):
        at = made[line].find(quote, at + 1)
    # What was planted stands for as many characters as the line grew less.
    replaced = len(quote) - (len(made[line]) - len(original[line]))
    return original[line][max(0, at - reach):at + replaced + reach]


def own_changes(a, source, work):
    """The lines of each published text after `fix`; fails where `check` did not call a change safe."""
    fixed = work / "own"
    copied(source, fixed)
    run = subprocess.run([a.bin, "check", "--no-config", "--format", "jsonl", fixed], capture_output=True, text=True)
    if run.returncode == 2:
        sys.exit(run.stderr)
    edits = Counter()
    allowed = {}
    for line in run.stdout.splitlines():
        finding = json.loads(line)
        change = finding.get("fix")
        if change and change["safety"] == "safe":
            edits[finding["rule"]] += len(change["edits"])
            spots = allowed.setdefault(finding["path"], [])
            spots += [(e["span"]["start"]["offset"], e["span"]["end"]["offset"], e["replacement"]) for e in change["edits"]]
    before = {path: path.read_bytes() for path in sorted(fixed.glob("*.txt"))}
    fix(a.bin, fixed)
    beyond = 0
    for path, text in before.items():
        wanted, done = b"", 0
        for start, end, new in sorted(set(allowed.get(str(path), []))):
            if start >= done:
                wanted, done = wanted + text[done:start] + new.encode(), end
        if wanted + text[done:] != path.read_bytes():
            beyond += 1
            print(f"   {path.relative_to(fixed)}: changed beyond what check reports")
    print(f"{source.name}: safe fixes of its own: {sum(edits.values())} {dict(edits)}, files changed beyond them: {beyond}")
    return {source / path.relative_to(fixed): lines(path) for path in before}, beyond


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--bin", default="target/release/hongbi")
    ap.add_argument("--seeds", type=int, default=1, help="how often to plant")
    ap.add_argument("--show", type=int, default=0, help="so many spots of each kind that were not restored")
    ap.add_argument("--min", type=float, default=0.0, help="the share of spots that must be restored with --unsafe")
    a = ap.parse_args()
    failed = False
    total, good = Counter(), {"safe": Counter(), "unsafe": Counter()}
    shown = Counter()
    for source in sorted((a.folder / "corpus/clean").iterdir()):
        with tempfile.TemporaryDirectory() as work:
            work = Path(work)
            own, beyond = own_changes(a, source, work)
            failed |= beyond > 0
            for seed in range(1, a.seeds + 1) if source.name in SETS else []:
                for kind, label, path, made, safe, unsafe in planted(a, source, seed, work):
                    original, line = lines(path), label["line"] - 1
                    window = around(original, made, label)
                    total[kind] += 1
                    good["safe"][kind] += safe[line:line + 1] in (original[line:line + 1], own[path][line:line + 1])
                    restored = "\n".join(unsafe).count(window) >= max(1, "\n".join(original).count(window))
                    good["unsafe"][kind] += restored
                    if not restored and shown[kind] < a.show:
                        shown[kind] += 1
                        print(f"   {kind} {label['file']}:{line + 1}: {window}")
    print(f"{'planted':20}{'spots':>7}{'safe':>14}{'with unsafe':>14}")
    row = lambda name, spots, safe, unsafe: print(f"{name:20}{spots:>7}{safe:>7}{safe / spots:7.1%}{unsafe:>7}{unsafe / spots:7.1%}")
    for kind in sorted(total):
        row(kind, total[kind], good["safe"][kind], good["unsafe"][kind])
    spots, restored = total.total(), good["unsafe"].total()
    row("all", spots, good["safe"].total(), restored)
    if restored < a.min * spots:
        sys.exit(f"fewer than {a.min:.0%} restored")
    sys.exit(failed)


if __name__ == "__main__":
    main()
