"""hongbi (红笔): a linter for Chinese reports.

>>> import hongbi
>>> [finding.rule for finding in hongbi.lint("感谢***同志的支持。")]
['redaction-placeholder']

Every function lints without holding the interpreter's lock, so that threads work side by side. Offsets count
characters, as Python's strings do: ``text[finding.start:finding.end]`` is what was found.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, Protocol, TypeAlias

from hongbi import _native
from hongbi._native import (
    ArrowArray,
    ConfigError,
    Edit,
    Finding,
    Fix,
    Fixed,
    HongbiError,
    Label,
    Rule,
    Score,
    __version__,
)

__all__ = [
    "ArrowArray",
    "ConfigError",
    "Edit",
    "Finding",
    "Fix",
    "Fixed",
    "HongbiError",
    "Label",
    "Linter",
    "Rule",
    "Score",
    "__version__",
    "fix",
    "lint",
    "lint_batch",
    "lint_bytes",
    "lint_file",
    "lint_many",
    "paragraph_hashes",
    "rules",
    "score",
]

Format = Literal["text", "markdown", "html"]
Lang = Literal["zh", "en"]
StrPath: TypeAlias = "str | os.PathLike[str]"


_Arguments: TypeAlias = "tuple[str | None, list[str], list[str], Lang]"


class _ArrowColumn(Protocol):
    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...


class _ArrowChunks(Protocol):
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


class Linter:
    """Settings, and drafts to lint with them.

    :param config: a ``hongbi.toml``; without one the built-in settings hold, and none is looked for
    :param select: only these rules or categories
    :param ignore: not these rules or categories
    :param lang: the language of messages
    :raises ConfigError: where the configuration is wrong; the message shows each mistake in its place
    :raises ValueError: where there is no rule or category of a name
    """

    def __init__(
        self,
        *,
        config: StrPath | None = None,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        lang: Lang = "zh",
    ) -> None:
        path = None if config is None else os.fspath(config)
        self._arguments: _Arguments = (path, list(select), list(ignore), lang)
        self._native = _native.Linter(*self._arguments)

    # Engines send functions to their workers with what they refer to.
    def __getstate__(self) -> _Arguments:
        return self._arguments

    def __setstate__(self, state: _Arguments) -> None:
        self._arguments = state
        self._native = _native.Linter(*state)

    def lint(self, text: str, *, format: Format = "text") -> list[Finding]:
        """The findings of the draft ``text``, in order of place.

        :raises HongbiError: where a part of the work could not be done
        """
        return self._native.lint(text, format)

    def lint_bytes(self, content: bytes, *, name: StrPath = "draft.txt") -> list[Finding]:
        """The findings of a file's content in whatever encoding; the ending of ``name`` says which format it is.

        Offsets are those of the decoded text, without a byte order mark.

        :raises HongbiError: where it is no text and no document that can be read; the message says what to do
        """
        return self._native.lint_bytes(content, os.fspath(name))

    def lint_file(self, path: StrPath) -> list[Finding]:
        """The findings of the file at ``path``: .txt, .md, .html, .docx, .odt, .ofd.

        :raises HongbiError: where it cannot be read; the message says what to do
        """
        return self._native.lint_file(os.fspath(path))

    def lint_many(self, texts: Iterable[str], *, format: Format = "text") -> list[list[Finding]]:
        """The findings of each of ``texts``, on all cores."""
        return self._native.lint_many(list(texts), format)

    def lint_batch(
        self, texts: _ArrowColumn | _ArrowChunks, *, format: Format = "text"
    ) -> ArrowArray:
        """The findings of each row of an Arrow column of strings, on all cores.

        ``texts`` is anything with Arrow's C data interface: a ``pyarrow.Array`` or ``ChunkedArray``, a
        ``polars.Series``. So is the result, a column of lists of structs with rule, category, severity,
        message, text, start, end, line, column and fingerprint: ``pyarrow.array(result)``,
        ``polars.Series(result)``. A row that is null, or cannot be linted, is null.

        :raises TypeError: where ``texts`` is no column of string, large_string or string_view
        """
        return self._native.lint_batch(texts, format)

    def fix(self, text: str, *, format: Format = "text", unsafe: bool = False) -> Fixed:
        """``text`` with the safe fixes applied, with ``unsafe`` also those that a person should look at."""
        return self._native.fix(text, format, unsafe)

    def score(self, text: str, *, format: Format = "text") -> Score:
        """Counts and shares of the draft ``text``, for filtering a corpus."""
        return self._native.score(text, format)

    def paragraph_hashes(self, text: str, *, format: Format = "text") -> list[str]:
        """A hash, 32 hexadecimal digits, for each paragraph of ``text`` that is long enough to be compared.

        Equal paragraphs have equal hashes in whichever draft they occur, punctuation and spaces apart, so that
        finding copies in a corpus is grouping by this column.
        """
        return self._native.paragraph_hashes(text, format)


@lru_cache(maxsize=16)
def _kept(config: str | None, modified: int, lang: Lang) -> Linter:
    return Linter(config=config, lang=lang)


def _linter(config: StrPath | None, lang: Lang) -> Linter:
    """The linter for these settings; a configuration is read again when it changes."""
    if config is None:
        return _kept(None, 0, lang)
    path = os.fspath(config)
    try:
        modified = os.stat(path).st_mtime_ns
    except OSError:
        modified = -1
    return _kept(path, modified, lang)


def lint(
    text: str, *, format: Format = "text", config: StrPath | None = None, lang: Lang = "zh"
) -> list[Finding]:
    """The findings of the draft ``text``, in order of place. See :meth:`Linter.lint`."""
    return _linter(config, lang).lint(text, format=format)


def lint_bytes(
    content: bytes,
    *,
    name: StrPath = "draft.txt",
    config: StrPath | None = None,
    lang: Lang = "zh",
) -> list[Finding]:
    """The findings of a file's content. See :meth:`Linter.lint_bytes`."""
    return _linter(config, lang).lint_bytes(content, name=name)


def lint_file(
    path: StrPath, *, config: StrPath | None = None, lang: Lang = "zh"
) -> list[Finding]:
    """The findings of the file at ``path``. See :meth:`Linter.lint_file`."""
    return _linter(config, lang).lint_file(path)


def lint_many(
    texts: Iterable[str],
    *,
    format: Format = "text",
    config: StrPath | None = None,
    lang: Lang = "zh",
) -> list[list[Finding]]:
    """The findings of each of ``texts``, on all cores. See :meth:`Linter.lint_many`."""
    return _linter(config, lang).lint_many(texts, format=format)


def lint_batch(
    texts: _ArrowColumn | _ArrowChunks,
    *,
    format: Format = "text",
    config: StrPath | None = None,
    lang: Lang = "zh",
) -> ArrowArray:
    """The findings of each row of an Arrow column, on all cores. See :meth:`Linter.lint_batch`."""
    return _linter(config, lang).lint_batch(texts, format=format)


def fix(
    text: str,
    *,
    format: Format = "text",
    unsafe: bool = False,
    config: StrPath | None = None,
    lang: Lang = "zh",
) -> Fixed:
    """``text`` with fixes applied. See :meth:`Linter.fix`."""
    return _linter(config, lang).fix(text, format=format, unsafe=unsafe)


def score(
    text: str, *, format: Format = "text", config: StrPath | None = None, lang: Lang = "zh"
) -> Score:
    """Counts and shares of the draft ``text``. See :meth:`Linter.score`."""
    return _linter(config, lang).score(text, format=format)


def paragraph_hashes(text: str, *, format: Format = "text") -> list[str]:
    """The hashes of the paragraphs of ``text``. See :meth:`Linter.paragraph_hashes`."""
    return _linter(None, "zh").paragraph_hashes(text, format=format)


def rules(*, lang: Lang = "zh") -> list[Rule]:
    """The rules, by name, with what each is for."""
    return _native.rules(lang)
