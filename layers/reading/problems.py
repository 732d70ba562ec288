"""What is wrong with one row, one column or a whole file, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from layers.reading.messages import Language, Severity, Value, sentence, severity

if TYPE_CHECKING:
    import pandas as pd

Mask = NDArray[np.bool_]

#: Longer values are cut where a sentence quotes them.
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about the input; nothing is ever corrected on the quiet.

    Attributes:
        row: number of the row as the person who made the file sees it (in a table the heading is
            row 1, in a layer the first feature is 1); None when the whole file or column is meant.
        column: heading of the column, or None.
        code: stable key of the message.
        params: the values named in the sentence.
    """

    row: int | None
    column: str | None
    code: str
    params: Mapping[str, Value] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """``"error"`` keeps the row (or the file) out, ``"warning"`` does not."""
        return severity(self.code)

    def sentence(self, language: Language = "vi") -> str:
        """One sentence for a person: what happened and what to do."""
        return sentence(self.code, {"column": self.column or "", **self.params}, language)


def blocks_file(problems: Iterable[Problem]) -> bool:
    """Whether any error concerns the file as a whole, so that no row of it may be stored."""
    return any(p.row is None and p.severity == "error" for p in problems)


def refused_rows(problems: Iterable[Problem]) -> set[int]:
    """Numbers of the rows that an error keeps out."""
    return {p.row for p in problems if p.row is not None and p.severity == "error"}


def report(
    problems: list[Problem],
    frame: pd.DataFrame,
    mask: Mask,
    column: str,
    code: str,
    good: Mask,
    values: pd.Series | None = None,
) -> None:
    """Add one problem for each row of ``mask``, and take those rows out of ``good``.

    Args:
        problems: added to.
        frame: piece of a file, indexed by row number.
        mask: (n,) rows concerned.
        column: heading to name.
        code: stable key of the message.
        good: (n,) rows still sound; changed in place.
        values: what the sentence quotes as ``{value}``.
    """
    good &= ~mask
    for position in np.flatnonzero(mask):
        params = {} if values is None else {"value": short(values.iloc[position])}
        problems.append(Problem(int(frame.index[position]), column, code, params))


def short(value: object) -> str:
    """Return a value as a sentence quotes it, cut where it is very long."""
    text = str(value)
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
