"""The package: what it finds, what it refuses, and that threads work side by side."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import hongbi

BAD = "𠮷县简报\n\n感谢***同志的大力支持。\n"
SAMPLE = Path(__file__).parents[2] / "tests/cases/sample/report.txt"


def command(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # Not beside the sources of the package, which would be taken for it.
    return subprocess.run(
        [sys.executable, "-m", "hongbi", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=Path(__file__).parent,
    )


def test_offsets_are_those_of_the_string() -> None:
    (finding,) = hongbi.lint(BAD)
    assert finding.rule == "redaction-placeholder"
    assert (finding.category, finding.severity) == ("redaction", "error")
    assert BAD[finding.start : finding.end] == finding.text == "***"
    assert (finding.line, finding.column) == (3, 3)
    assert finding.to_dict()["span"]["start"]["column"] == 3
    assert "redaction-placeholder" in repr(finding)


def test_offsets_are_right_far_into_a_long_text() -> None:
    text = "𠮷县全年办理提案一百件。\n\n" * 500 + BAD
    places = [f for f in hongbi.lint(text) if f.rule == "redaction-placeholder"]
    assert [text[f.start : f.end] for f in places] == ["***"]


def test_the_sample_gives_what_the_command_gives() -> None:
    printed = command("check", "--no-config", "--format", "json", str(SAMPLE))
    assert printed.returncode == 1
    expected = json.loads(printed.stdout)["diagnostics"]
    found = [finding.to_dict() for finding in hongbi.lint_file(SAMPLE)]
    assert found == expected
    from_bytes = hongbi.lint_bytes(SAMPLE.read_bytes(), name=SAMPLE)
    assert [finding.to_dict() for finding in from_bytes] == expected


def test_both_ends_of_a_contradiction_are_given() -> None:
    text = "全年共收到提案186件，其中集体提案42件、委员提案154件，均已办复。\n"
    finding = next(f for f in hongbi.lint(text) if f.rule == "parts-total-mismatch")
    assert [text[label.start : label.end] for label in finding.labels[:2]] == ["42件", "154件"]


def test_fixes() -> None:
    text = "会议指出,要抓好落实。\n"
    (finding,) = hongbi.lint(text)
    assert finding.fix is not None and finding.fix.safety == "safe"
    (edit,) = finding.fix.edits
    assert text[: edit.start] + edit.replacement + text[edit.end :] == "会议指出，要抓好落实。\n"
    fixed = hongbi.fix(text)
    assert fixed.text == "会议指出，要抓好落实。\n"
    assert sum(fixed.applied.values()) == 1 and fixed.findings == []


def test_formats_and_languages() -> None:
    assert hongbi.lint("# 简报\n\n`***`\n", format="markdown") == []
    (finding,) = hongbi.lint(BAD, lang="en")
    assert "must be restored" in finding.message
    with pytest.raises(ValueError, match="format"):
        hongbi.lint(BAD, format="rtf")  # type: ignore[arg-type]


def test_configuration(tmp_path: Path) -> None:
    config = tmp_path / "hongbi.toml"
    config.write_text('[rules]\nredaction = "off"\n', encoding="utf-8")
    assert hongbi.lint(BAD, config=config) == []
    config.write_text('[rules]\nno-such-rule = "off"\n', encoding="utf-8")
    with pytest.raises(hongbi.ConfigError, match="no-such-rule"):
        hongbi.Linter(config=config)
    with pytest.raises(ValueError, match="nonsense"):
        hongbi.Linter(select=["nonsense"])
    assert hongbi.Linter(ignore=["redaction"]).lint(BAD) == []


def test_what_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(hongbi.HongbiError, match="没有这个文件"):
        hongbi.lint_file(tmp_path / "none.txt")
    with pytest.raises(hongbi.HongbiError, match="RTF"):
        hongbi.lint_bytes(b"{\\rtf1 x}", name="a.doc")
    gbk = hongbi.lint_bytes("感谢***同志的大力支持。".encode("gb18030"))
    assert [finding.text for finding in gbk] == ["***"]


def test_scores_and_hashes() -> None:
    score = hongbi.score(BAD)
    assert (score.errors, score.paragraphs, score.families) == (1, 2, {"redaction": 1})
    assert score.damaged == 0.5 and score.rate > 0 and score.trouble == 0
    assert score.to_dict()["rules"] == {"redaction-placeholder": 1}
    body = "市政协办公室组织委员就老旧小区改造开展专题调研并提出意见建议。"
    hashes = hongbi.paragraph_hashes(f"简报\n\n{body}\n")
    assert len(hashes) == 1 and len(hashes[0]) == 32
    assert hashes[0] in hongbi.paragraph_hashes(f"另一份\n\n另一段。\n\n{body}\n")


def test_rules() -> None:
    rules = {rule.name: rule for rule in hongbi.rules()}
    assert rules["redaction-placeholder"].level == "error"
    assert hongbi.rules(lang="en")[0].summary != hongbi.rules()[0].summary


def test_many_texts_at_once() -> None:
    found = hongbi.lint_many([BAD, "感谢各位。\n", BAD])
    assert [len(findings) for findings in found] == [1, 0, 1]


def test_the_interpreter_goes_on_meanwhile() -> None:
    text = (BAD + "全年办理提案一百件。\n\n") * 3000
    ticks = 0
    done = threading.Event()

    def work() -> None:
        hongbi.lint(text)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.wait(0.001):
        ticks += 1
    thread.join()
    assert ticks > 3


def test_a_linter_travels_to_other_processes() -> None:
    linter = pickle.loads(pickle.dumps(hongbi.Linter(select=["redaction"])))
    assert len(linter.lint(BAD)) == 1


def test_the_command() -> None:
    assert command("check", "-", stdin=BAD.encode()).returncode == 1
    assert command("check", "-", stdin="感谢各位。\n".encode()).returncode == 0
    assert command("check", "--nonsense").returncode == 2
    version = command("--version")
    assert version.returncode == 0 and hongbi.__version__ in version.stdout.decode()
