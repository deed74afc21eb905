#!/usr/bin/env python3
"""Opens what hongbi writes into Word documents with other programs.

    office.py HONGBI [FOLDER]...

Documents of its own and those in each FOLDER are annotated and fixed; LibreOffice and python-docx must
then read them, and read in them:

- every comment, on the words that it is about;
- with the tracked changes rejected the text as it was, with them accepted the text that
  `fix --accept` writes; paragraphs with an inline content control are left out, since LibreOffice 7.4
  makes a field of it, in which no change is tracked.

Exit 1 where one of these does not hold; 3 where LibreOffice or python-docx is missing.
"""

import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
import xml.etree.ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
AUTHOR = "红笔"

# Invented drafts: each paragraph is a list of runs, bold where the text begins with *.
DRAFTS = {
    "报告.docx": [
        ["云岭市政协常委会工作报告"],
        ["各位委员："],
        ["一年来，感谢", "*王某某", "同志的支", "*持，我们的的工作", "取得实效。"],
        ["一、工作回顾"],
        ["*围绕产业升级和城市更新开展专题调研，", "提出一批有分量的意见建议，得到市委市政府充分肯定。共办理提案一百件。"],
        ["二、工作打算"],
        ["下一步要加强学习，, ", "提高能力 。", "*再接再励，", "不断前进。"],
        ["围绕产业升级和城市更新开展专题调研，提出一批有分量的意见建议，", "*得到市委市政府充分肯定。", "共办理提案一百件。"],
    ],
    "讲话.docx": [
        ["在全市推进会上的讲话"],
        ["同志们:"],
        ["今年是建国七十周年,我们召开会议。", "*今天会议的主题是“抓落实，", "促发展。"],
        ["第一，要提高认识。第三，要压实责任。"],
        ["全年完成投资100亿元，增长12%，其中工业投资60亿元、", "服务业投资50亿元。"],
    ],
}


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, check=False, **options)


def make(folder):
    import docx

    for name, paragraphs in DRAFTS.items():
        document = docx.Document()
        for runs in paragraphs:
            paragraph = document.add_paragraph()
            for text in runs:
                paragraph.add_run(text.lstrip("*")).bold = text.startswith("*")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ["指标", "数值", "提案", "100件"]):
            cell.text = text
        document.save(folder / name)


def flat(soffice, profile, paths, folder):
    """The documents as LibreOffice reads them, as flat OpenDocument."""
    done = run(
        soffice, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "fodt",
        "--outdir", folder, *paths, timeout=900,
    )
    out = {}
    for path in paths:
        target = folder / f"{path.stem}.fodt"
        if not target.exists():
            sys.exit(f"LibreOffice does not open {path}: {done.stderr.decode()}")
        out[path] = ET.parse(target).getroot().find(f"{OFFICE}body")
    return out


def is_paragraph(element):
    return element.tag in (f"{TEXT}p", f"{TEXT}h")


class Flow:
    """The text of a document in its order, with comments and changes."""

    def __init__(self, body):
        self.deleted = {}
        self.inserted = set()
        self.comments = {}
        self.anchors = collections.defaultdict(str)
        self.open = set()
        self.accepted = []
        self.rejected = []
        self.changing = set()
        self.in_field = False
        for region in body.iter(f"{TEXT}changed-region"):
            for change in region:
                name = next(value for key, value in region.attrib.items() if key.endswith("}id"))
                if change.tag == f"{TEXT}deletion":
                    lines = ["".join(one.itertext()) for one in change.iter() if is_paragraph(one)]
                    self.deleted[name] = "\n".join(lines)
                elif change.tag == f"{TEXT}insertion":
                    self.inserted.add(name)
        self.walk(body)

    def add(self, text):
        if not text:
            return
        kept = not self.in_field
        if kept and not self.changing & self.inserted:
            self.rejected.append(text)
        # What is deleted is kept apart, or where it was, by the version of the program.
        if self.changing & self.deleted.keys():
            return
        if kept:
            self.accepted.append(text)
        for name in self.open:
            self.anchors[name] += text

    def walk(self, element):
        tag = element.tag
        change = element.attrib.get(f"{TEXT}change-id")
        if tag == f"{TEXT}tracked-changes":
            return
        if tag == f"{OFFICE}annotation":
            name = element.attrib.get(f"{OFFICE}name", f"point {len(self.comments)}")
            author = element.findtext(f"{DC}creator")
            text = "\n".join("".join(one.itertext()) for one in element.iter() if is_paragraph(one))
            self.comments[name] = (author, text)
            self.open.add(name)
            return
        if tag == f"{OFFICE}annotation-end":
            self.open.discard(element.attrib.get(f"{OFFICE}name"))
            return
        if is_paragraph(element):
            self.in_field = element.find(f".//{TEXT}text-input") is not None
        if tag == f"{TEXT}change" and not self.in_field:
            self.rejected.append(self.deleted.get(change, ""))
        elif tag == f"{TEXT}change-start":
            self.changing.add(change)
        elif tag == f"{TEXT}change-end":
            self.changing.discard(change)
        elif tag == f"{TEXT}s":
            self.add(" " * int(element.attrib.get(f"{TEXT}c", "1")))
        elif tag == f"{TEXT}tab":
            self.add("\t")
        elif tag == f"{TEXT}line-break":
            self.add("\n")
        if not tag.startswith(OFFICE) and not (tag.startswith(TEXT) and tag.endswith("-decls")):
            self.add(element.text if is_paragraph(element) or tag.startswith(TEXT) else None)
        for child in element:
            self.walk(child)
            if is_paragraph(element) or element.tag.startswith(TEXT):
                self.add(child.tail)
        if is_paragraph(element):
            self.accepted.append("\n")
            self.rejected.append("\n")

    @staticmethod
    def lines(parts):
        return ["".join(line.split()) for line in "".join(parts).split("\n") if line.strip()]


def own_comments(path):
    """How many comments of ours the file holds, and the text that each is anchored to."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        if "word/comments.xml" not in names:
            return {}
        comments = ET.fromstring(package.read("word/comments.xml"))
        body = ET.fromstring(package.read("word/document.xml"))
    ours = {one.attrib[f"{W}id"] for one in comments if one.attrib.get(f"{W}author") == AUTHOR}
    anchors = dict.fromkeys(ours, "")
    open_ones = set()
    for element in body.iter():
        if element.tag == f"{W}commentRangeStart":
            open_ones.add(element.attrib[f"{W}id"])
        elif element.tag == f"{W}commentRangeEnd":
            open_ones.discard(element.attrib[f"{W}id"])
        elif element.tag == f"{W}t":
            for name in open_ones & ours:
                anchors[name] += element.text or ""
    return anchors


def spaceless(text):
    return "".join(text.split())


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    try:
        import docx
    except ImportError:
        docx = None
    if not soffice or not docx:
        print(f"SKIPPED: {'python-docx' if soffice else 'LibreOffice'} is not installed", file=sys.stderr)
        sys.exit(3)
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        names = ["before", "annotated", "tracked", "accepted"]
        folders = {name: root / name for name in [*names, *(f"{name}.out" for name in names)]}
        for folder in folders.values():
            folder.mkdir()
        make(folders["before"])
        for number, folder in enumerate(sys.argv[2:]):
            for path in sorted(pathlib.Path(folder).glob("*.docx")):
                shutil.copyfile(path, folders["before"] / f"{number}-{path.name}")
        problems = check(program, soffice, docx, folders, root / "profile")
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


def prepare(program, folders):
    """Writes annotated, tracked and accepted copies; gives what is wrong with that, and the files done."""
    problems, done = [], []
    setting = ["--no-config", "--today", "2026-11-01"]
    for path in sorted(folders["before"].iterdir()):
        report = run(
            program, "check", *setting, "--fail-on", "never", "--format", "json", path,
            "--comments", folders["annotated"] / path.name,
        )
        if report.returncode != 0:
            print(f"{path.name}: not checked: {report.stderr.decode().strip()}")
            continue
        found = json.loads(report.stdout)["diagnostics"]
        # One that another finding explains has no comment of its own.
        findings = sum(not finding.get("within") for finding in found)
        comments = len(own_comments(folders["annotated"] / path.name))
        if findings != comments:
            problems.append(f"{path.name}: {findings} findings, {comments} comments")
        is_done = True
        for name, options in [("tracked", []), ("accepted", ["--accept"])]:
            target = folders[name] / path.name
            shutil.copyfile(path, target)
            fixed = run(program, "fix", *setting, "--unsafe", *options, target)
            if fixed.returncode == 2:
                print(f"{path.name}: not fixed: {fixed.stderr.decode().strip()}")
                is_done = False
        if is_done:
            done.append(path)
    return problems, done


def check(program, soffice, docx, folders, profile):
    problems, done = prepare(program, folders)
    flows = {}
    for name in ["before", "annotated", "tracked", "accepted"]:
        paths = [folders[name] / path.name for path in done]
        read = flat(soffice, profile, paths, folders[f"{name}.out"])
        flows[name] = {path.name: Flow(body) for path, body in read.items()}
        for path in paths:
            docx.Document(path)
    total = same = 0
    for path in done:
        name = path.name
        before, annotated = flows["before"][name], flows["annotated"][name]
        tracked, accepted = flows["tracked"][name], flows["accepted"][name]
        anchors = own_comments(folders["annotated"] / name)
        ours = {key for key, (author, _) in annotated.comments.items() if author == AUTHOR}
        if len(ours) != len(anchors):
            problems.append(f"{name}: {len(anchors)} comments written, {len(ours)} in LibreOffice")
        wanted = collections.Counter(spaceless(text) for text in anchors.values())
        found = collections.Counter(spaceless(annotated.anchors[key]) for key in ours)
        total += sum(wanted.values())
        same += sum((wanted & found).values())
        if wanted != found:
            problems.append(f"{name}: other words commented: {list((wanted - found))[:3]} / {list((found - wanted))[:3]}")
        if before.lines(before.accepted) != annotated.lines(annotated.accepted):
            problems.append(f"{name}: annotating changed the text")
        if before.lines(before.accepted) != tracked.lines(tracked.rejected) and not before.deleted:
            problems.append(f"{name}: with changes rejected the text is another")
        if accepted.lines(accepted.accepted) != tracked.lines(tracked.accepted):
            problems.append(f"{name}: with changes accepted the text is another")
    print(f"{len(done)} documents, {same} of {total} comments on their words")
    return problems


if __name__ == "__main__":
    main()
