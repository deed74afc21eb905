#!/usr/bin/env python3
"""Time hongbi against other linters for Chinese text, as whole commands on one processor, in one run.

    compare.py --texts FOLDER [--bin target/release/hongbi] [--peer 'autocorrect --lint {files}'] ... [--families]

Cuts the *.txt files below FOLDER into reports of about 10 and 25 KB: 10 MB in 1,000 files and 100 MB in
4,000 (the longer set repeats the texts, each copy with its own numbering). The commands take turns,
and the ratio is that of each pair's medians. `{files}` stands for the set's files, `{folder}` for its folder.
The peers are installed by their own package managers: autocorrect-node from npm, limae from PyPI.
"""
import argparse, os, random, shlex, statistics, subprocess, sys, tempfile, time
from pathlib import Path

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--texts", required=True)
ap.add_argument("--bin", default="target/release/hongbi")
ap.add_argument("--peer", action="append", default=[])
ap.add_argument("--runs", type=int, default=5)
ap.add_argument("--families", action="store_true", help="time each category of rules by itself too")
ap.add_argument("--sets", default="10x1000,100x4000", help="megabytes x files, comma-separated")
a = ap.parse_args()

paragraphs = []
for path in sorted(Path(a.texts).rglob("*.txt")):
    paragraphs.append([p for p in path.read_text(encoding="utf-8").split("\n") if p.strip()])


def reports(megabytes, files, folder):
    """Files of the size asked for, each a run of consecutive paragraphs of one text."""
    rng = random.Random(1)
    size = megabytes * 1_000_000 // files
    total = 0
    for n in range(files):
        out, length = [], 0
        while length < size:
            text = rng.choice(paragraphs)
            start = rng.randrange(len(text))
            for paragraph in text[start:]:
                paragraph = paragraph[: size]
                out.append(paragraph)
                length += len(paragraph.encode()) + 2
                if length >= size:
                    break
        data = ("\n\n".join(out) + "\n").encode()
        total += len(data)
        (folder / f"{n:05}.md").write_bytes(data)
    return total


def command(template, folder):
    words = shlex.split(template)
    files = sorted(str(p) for p in folder.iterdir())
    out = []
    for word in words:
        out += files if word == "{files}" else [word.replace("{folder}", str(folder))]
    return out


def timed(words):
    cpus = ["taskset", "-c", "0"] if os.path.exists("/usr/bin/taskset") else []
    start = time.perf_counter()
    pid = subprocess.Popen([*cpus, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(pid.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{words[0]} failed: {status}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


# One rule that looks at headings alone and finds nothing: what reading and reporting cost.
NOTHING = ["empty-section"]
CATEGORIES = ["duplication", "completeness", "redaction", "chronology", "numeric", "script", "punctuation", "structure", "entity", "wording",
              "residue", "layout"]


def families(size, folder):
    """What each category costs beyond reading the files."""
    def cpu(rules):
        select = " ".join(f"--select {rule}" for rule in rules)
        words = command(f"{a.bin} check --no-config --format short --threads 1 {select} {{folder}}", Path(folder))
        return statistics.median(timed(words)[1] for _ in range(a.runs))
    reading = cpu(NOTHING)
    marks = ["script", "punctuation", "structure", "residue", "redaction", "layout"]
    rows = [(name, [name]) for name in CATEGORIES]
    rows += [("marks, order, residue", marks), ("all but chronology", [name for name in CATEGORIES if name != "chronology"]), ("all", CATEGORIES)]
    print(f"  reading and reporting {reading:.2f} s; beyond that:")
    for name, rules in rows:
        own = max(cpu(rules) - reading, 0.001)
        print(f"  {name:22} {own:6.2f} s {size / own:8.1f} MB/s")


commands = [f"{a.bin} check --no-config --format short --threads 1 {{folder}}", *a.peer]
for name in a.sets.split(","):
    megabytes, files = map(int, name.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        size = reports(megabytes, files, Path(folder)) / 1e6
        seen = [[] for _ in commands]
        for _ in range(a.runs + 1):
            for k, template in enumerate(commands):
                seen[k].append(timed(command(template, Path(folder))))
        print(f"{size:.0f} MB in {files} files, one processor, medians of {a.runs}:")
        base = None
        for template, runs in zip(commands, seen):
            wall, cpu, memory = (statistics.median(r[i] for r in runs[1:]) for i in range(3))
            base = base or cpu
            print(f"  {Path(shlex.split(template)[0]).name:14} {wall:8.2f} s wall {cpu:8.2f} s cpu {size / cpu:8.1f} MB/s {memory:8.0f} MB  {cpu / base:6.2f} x the time of hongbi")
        if a.families:
            families(size, folder)
