"""The native half of the package."""

from typing import Any, final

__version__: str

class HongbiError(Exception):
    """A draft could not be read, or a part of the work on it not be done; the message says what to do."""

class ConfigError(HongbiError):
    """A configuration is wrong; the message shows each mistake in its place."""

@final
class Label:
    """A place that belongs to a finding, such as the other end of a contradiction."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def message(self) -> str: ...

@final
class Edit:
    """One edit of a fix: ``replacement`` in the place of the characters from ``start`` to ``end``."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def replacement(self) -> str: ...

@final
class Fix:
    """What would mend a finding. ``safety`` is "safe" or "unsafe"; the edits do not overlap."""

    @property
    def safety(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def edits(self) -> list[Edit]: ...

@final
class Finding:
    """One finding. Offsets and columns count characters, lines and columns from 1; ends are exclusive."""

    @property
    def rule(self) -> str:
        """The rule's name."""
    @property
    def category(self) -> str:
        """The rule's category."""
    @property
    def severity(self) -> str:
        """"error", "warning" or "info"."""
    @property
    def message(self) -> str:
        """What is wrong, with its proof."""
    @property
    def help(self) -> str:
        """What to do."""
    @property
    def text(self) -> str:
        """What was found, cut after 200 characters."""
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def end_line(self) -> int: ...
    @property
    def end_column(self) -> int: ...
    @property
    def labels(self) -> list[Label]:
        """Places that belong to it."""
    @property
    def fix(self) -> Fix | None:
        """What would mend it."""
    @property
    def occurrences(self) -> list[tuple[int, int]]:
        """All places, where the finding is of a habit of the whole draft."""
    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that stay the same when lines move."""
    @property
    def within(self) -> str | None:
        """The fingerprint of the finding that explains this one, which is then no defect of its own."""
    @property
    def location(self) -> str | None:
        """Where in a document that is no plain text, in Chinese words."""
    def to_dict(self) -> dict[str, Any]:
        """The diagnostic as the JSON report has it (``hongbi schema report``)."""

@final
class Fixed:
    """What fixing a draft gave: the text, how many findings were fixed by rule, and what is left."""

    @property
    def text(self) -> str: ...
    @property
    def applied(self) -> dict[str, int]: ...
    @property
    def findings(self) -> list[Finding]: ...

@final
class Rule:
    """A rule."""

    @property
    def name(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def help(self) -> str: ...

@final
class Score:
    """Counts and shares of a draft."""

    @property
    def characters(self) -> int:
        """Characters, white space apart."""
    @property
    def han(self) -> float:
        """The share of Han characters among them, from 0 to 1."""
    @property
    def paragraphs(self) -> int:
        """Paragraphs, headings and items included."""
    @property
    def damaged(self) -> float:
        """The share of paragraphs with an error or a warning, from 0 to 1."""
    @property
    def errors(self) -> int: ...
    @property
    def warnings(self) -> int: ...
    @property
    def infos(self) -> int: ...
    @property
    def rate(self) -> float:
        """Errors and warnings for each 10,000 characters."""
    @property
    def script(self) -> str:
        """"simplified", "traditional", "mixed" or "none"."""
    @property
    def trouble(self) -> int:
        """Characters that a wrong decoding leaves: U+FFFD, private use, controls."""
    @property
    def families(self) -> dict[str, int]:
        """Findings by category."""
    @property
    def rules(self) -> dict[str, int]:
        """Findings by rule."""
    def to_dict(self) -> dict[str, Any]:
        """The score as ``hongbi score --format jsonl`` prints it."""

@final
class ArrowArray:
    """A column that Arrow's libraries take over."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...

@final
class Linter:
    def __new__(
        cls, config: str | None, select: list[str], ignore: list[str], lang: str
    ) -> Linter: ...
    def lint(self, text: str, format: str) -> list[Finding]: ...
    def lint_bytes(self, content: bytes, name: str) -> list[Finding]: ...
    def lint_file(self, path: str) -> list[Finding]: ...
    def lint_many(self, texts: list[str], format: str) -> list[list[Finding]]: ...
    def lint_batch(self, texts: object, format: str) -> ArrowArray: ...
    def fix(self, text: str, format: str, risky: bool) -> Fixed: ...
    def score(self, text: str, format: str) -> Score: ...
    def paragraph_hashes(self, text: str, format: str) -> list[str]: ...

def main(arguments: list[str]) -> int: ...
def rules(lang: str) -> list[Rule]: ...
