"""The answer of one check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How bad it is; only `BAD` makes the doctor exit with an error."""

    GOOD = "tốt"
    WARNING = "lưu ý"
    BAD = "LỖI"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was looked at, how it is, and what to do if it is not good."""

    verdict: Verdict
    subject: str
    finding: str
    remedy: str = ""
