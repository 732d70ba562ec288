"""The one exception with which an import says no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layers.saying import Said

if TYPE_CHECKING:
    from layers.importing.findings import Finding


class ImportRefused(Exception):  # noqa: N818 (a refusal is an answer, not a fault)
    """Nothing was stored. The text is one sentence for a person: what happened and what to do.

    Attributes:
        sentence: the same, to be kept and worded again for whoever reads it later.
        findings: what was wrong with which row, where rows are the reason.
    """

    def __init__(self, sentence: Said, findings: Sequence[Finding] = ()) -> None:
        self.sentence = sentence
        self.findings = tuple(findings)
        super().__init__(sentence)
