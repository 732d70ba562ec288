"""Which communes were screened, as figures that are worded for whoever reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self

from gis_app.screening.wording import Text, both


@dataclass(frozen=True, slots=True)
class Territory:
    """The communes of one province, or all that are loaded where that province has no boundaries.

    Attributes:
        code: of the province.
        province: its full name on the day of the data; "" where its own boundary is not loaded.
        communes: how many were screened.
        whole: the communes are those of the province, not merely those that are there.
    """

    code: str
    province: str
    communes: int
    whole: bool = True

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Return what `as_json` wrote."""
        return cls(**stored)

    def as_json(self) -> dict[str, Any]:
        """Return the figures as they are stored."""
        return asdict(self)

    def text(self) -> Text:
        """Say which communes these are."""
        if not self.whole:
            return both(
                "{n} xã, phường, đặc khu đã nạp (chưa có ranh giới mã tỉnh {code} của kế hoạch)",
                "{n} communes loaded (no boundaries with the plan's province code {code})",
                n=self.communes,
                code=self.code,
            )
        if self.province:
            name = Text(self.province, self.province)
        else:
            name = both("Tỉnh mã {code}", "The province with code {code}", code=self.code)
        return both("{name}: {n} xã, phường, đặc khu", "{name}: {n} communes", name=name, n=self.communes)
