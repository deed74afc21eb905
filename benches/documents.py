#!/usr/bin/env python3
"""Compares what is found in documents with what is found in their texts.

    documents.py HONGBI TEXTS DOCUMENTS     e.g. drafts/*.txt in TEXTS; NAME.docx, NAME.final.pdf … in DOCUMENTS

For each format: findings of the text that the document lacks (`missing`) and those that only the document
has (`extra`), by rule and the text found. Findings on text that the document alone holds (`extra` of
NAME.map.json) count as `own`. With --show FORMAT each of them is printed.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess


def normal(text):
    return re.sub(r"<[^>]*>|[\s　*#`]", "", text)


def findings(program, path):
    """The findings on a file as (rule, text, excerpt)."""
    command = [program, "check", "--no-config", "--format", "json", "--today", "2026-11-01", "--fail-on", "never", "--all"]
    done = subprocess.run([*command, str(path)], capture_output=True, check=False)
    report = json.loads(done.stdout)
    for failure in report["failures"]:
        print(f"{path.name}: {failure['message']}")
    return [(d["rule"], normal(d["text"]), d["message"]) for d in report["diagnostics"]]


def own_texts(path):
    """What a document holds beside its draft, less its table of contents, which repeats headings."""
    rows = json.loads(path.read_text())["extra"]
    return [normal(row["text"]) for row in rows if isinstance(row["text"], str)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hongbi")
    parser.add_argument("texts", type=pathlib.Path)
    parser.add_argument("documents", type=pathlib.Path)
    parser.add_argument("--show", default="")
    parser.add_argument("--rules", action="store_true", help="missing and extra findings by rule")
    options = parser.parse_args()
    totals = collections.defaultdict(collections.Counter)
    rules = collections.defaultdict(collections.Counter)
    for text in sorted(options.texts.glob("*.txt")):
        documents = sorted(options.documents.glob(f"{text.stem}.*"))
        if not any(path.suffix != ".json" for path in documents):
            continue
        wanted = findings(options.hongbi, text)
        extra = options.documents / f"{text.stem}.map.json"
        own = own_texts(extra) if extra.exists() else []
        for path in documents:
            if path.suffix == ".json":
                continue
            kind = "".join(path.suffixes[-2:]) if ".final" in path.suffixes else path.suffix
            left = collections.Counter((rule, text) for rule, text, _ in wanted)
            total = totals[kind]
            total["wanted"] += len(wanted)
            for rule, found, message in findings(options.hongbi, path):
                if left[rule, found] > 0:
                    left[rule, found] -= 1
                    total["same"] += 1
                elif any(found and (found in line or line in found) for line in own):
                    total["own"] += 1
                else:
                    total["extra"] += 1
                    rules[kind][f"+{rule}"] += 1
                    if kind.endswith(options.show) and options.show:
                        print(f"+ {path.name} {rule}: {found[:60]} — {message[:80]}")
            for (rule, found), count in left.items():
                total["missing"] += count
                rules[kind][f"-{rule}"] += count
                if count and options.show and kind.endswith(options.show):
                    print(f"- {path.name} {rule}: {found[:60]}")
    for kind, total in sorted(totals.items()):
        share = 100 * total["same"] / max(total["wanted"], 1)
        print(
            f"{kind:12} {total['same']:4} of {total['wanted']:4} ({share:5.1f} %)"
            f"  missing {total['missing']:3}  extra {total['extra']:3}  own {total['own']:3}"
        )
        if options.rules:
            print("   ", ", ".join(f"{rule} {count}" for rule, count in rules[kind].most_common() if count))


main()
