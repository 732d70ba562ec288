"""The one exception with which an import says no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from layers.reading.errors import ReadingError

if TYPE_CHECKING:
    from layers.importing.findings import Finding


class ImportRefused(Exception):  # noqa: N818 (a refusal is an answer, not a fault)
    """Nothing was stored. The text is one sentence for a person: what happened and what to do.

    Attributes:
        findings: what was wrong with which row, where rows are the reason.
    """

    def __init__(self, sentence: str, findings: Sequence[Finding] = ()) -> None:
        self.findings = tuple(findings)
        super().__init__(sentence)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the reading package cannot read into a refusal in the language of the reader."""
    from layers.importing.findings import language

    try:
        yield
    except ReadingError as error:
        raise ImportRefused(error.sentence(language())) from error
