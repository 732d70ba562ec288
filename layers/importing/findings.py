"""What an import found wrong, in one form for the report, the table of problems and the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from layers.importing.refusing import ImportRefused
from layers.reading.errors import FileRefusedError, ReadingError
from layers.reading.problems import Problem
from layers.saying import Said, said_by
from layers.saying import said as _
from layers.wording import Figures, worded


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about a row, a column or the whole file.

    Attributes:
        row: number of the row as the maker of the file sees it; None for the whole file.
        column: heading, or "".
        code: stable key.
        figures: what fills the sentence, see `layers.wording`.
        refuses: whether it keeps the row (or the file) out; otherwise it is a warning.
    """

    row: int | None
    column: str
    code: str
    figures: Figures = field(default_factory=dict)
    refuses: bool = True

    @property
    def sentence(self) -> str:
        """Return what happened and what to do, in the language that is active."""
        return worded(self.code, self.column, self.figures)

    @property
    def said(self) -> Said:
        """Return the same before it is worded."""
        return said_by(self.code, {"column": self.column, **self.figures})


def as_findings(problems: Iterable[Problem]) -> list[Finding]:
    """Put the problems of the reading package into the common form."""
    return [Finding(p.row, p.column or "", p.code, p.params, p.severity == "error") for p in problems]


def refused_rows(findings: Iterable[Finding]) -> set[int]:
    """Return the rows that are kept out."""
    return {f.row for f in findings if f.refuses and f.row is not None}


def refusal(findings: Sequence[Finding]) -> Said | None:
    """Return the one sentence that says why the file cannot be taken as it is, or None.

    The reason of the whole file comes first; otherwise the number of rows and the most frequent reason.
    """
    refusing = [f for f in findings if f.refuses]
    if not refusing:
        return None
    whole = next((f for f in refusing if f.row is None), None)
    if whole is not None:
        return whole.said
    most, _count = Counter(f.code for f in refusing).most_common(1)[0]
    example = next(f for f in refusing if f.code == most)
    return _("%(rows)s dòng bị từ chối, chưa lưu gì; ví dụ dòng %(row)s: %(sentence)s") % {
        "rows": len(refused_rows(refusing)),
        "row": str(example.row),
        "sentence": example.said,
    }


def refuse_whole_file(findings: Sequence[Finding]) -> None:
    """Stop when the file as a whole cannot be taken.

    Raises:
        ImportRefused: with the sentence of the first such finding.
    """
    for finding in findings:
        if finding.refuses and finding.row is None:
            raise ImportRefused(finding.said, findings)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the reading package cannot take into a refusal."""
    try:
        yield
    except ReadingError as error:
        raise ImportRefused(said_by(error.code, error.params)) from error
    except FileRefusedError as error:
        refuse_whole_file(as_findings(error.problems))
        raise
