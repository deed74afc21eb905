#!/usr/bin/env python3
"""Rows of data on the command line: speed, memory, and that a run which is killed gives the same in the end.

    benches/rows.py target/release/hongbi FOLDER [--megabytes 60] [--kills 3]

The texts under FOLDER are repeated as rows of about 3,000 characters.
"""

import argparse
import hashlib
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time


def texts(folder: pathlib.Path):
    for path in sorted(folder.rglob("*.txt")):
        part = ""
        for line in path.read_text(encoding="utf-8", errors="ignore").splitlines(keepends=True):
            part += line
            if len(part) > 3000:
                yield part
                part = ""
        if part.strip():
            yield part


def write(out: pathlib.Path, folder: pathlib.Path, size: int) -> int:
    parts = list(texts(folder))
    rows = 0
    with out.open("w", encoding="utf-8") as file:
        while file.tell() < size:
            file.write(json.dumps({"id": rows, "text": parts[rows % len(parts)]}, ensure_ascii=False) + "\n")
            rows += 1
    return rows


def digest(path: pathlib.Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--megabytes", type=int, default=60)
    parser.add_argument("--kills", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        data, whole, parts = work / "data.jsonl", work / "whole.jsonl", work / "parts.jsonl"
        rows = write(data, options.folder, options.megabytes * 1_000_000)
        command = [str(options.binary), "check", "--no-config", "-q", "--input", "jsonl", "--id-key", "id", str(data), "-o"]

        start = time.monotonic()
        child = subprocess.Popen([*command, str(whole)])
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit("the run failed")
        megabytes = data.stat().st_size / 1e6
        cpu = usage.ru_utime + usage.ru_stime
        print(
            f"{rows} rows, {megabytes:.0f} MB: {wall:.1f} s, {rows / wall:.0f} rows/s, {megabytes / wall:.1f} MB/s; "
            f"processor {cpu:.1f} s, {megabytes / cpu:.1f} MB/s; memory {usage.ru_maxrss / 1024:.0f} MB"
        )

        for kill in range(options.kills):
            child = subprocess.Popen([*command, str(parts), "--resume"])
            time.sleep(max(wall / (options.kills + 1), 1.5))
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
            child.wait()
            state = work / "parts.jsonl.resume"
            row = json.loads(state.read_text())["position"][1] if state.exists() else None
            print(f"killed {kill + 1}: at row {row}")
        subprocess.run([*command, str(parts), "--resume"], check=False)
        same = digest(whole) == digest(parts)
        print(f"after {options.kills} kills: {'the same' if same else 'NOT THE SAME'}, {digest(parts)[:16]}")
        if not same:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
