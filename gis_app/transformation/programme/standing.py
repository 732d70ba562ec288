"""Where one share of the programme stands on a day: whole numbers and fractions, never a float.

What cannot be known yet is counted on neither side: an area whose year of work has no result, or a
transformed commune that was merged and for which nobody chose whom to judge. The share is then an interval,
and it reaches the plan's figure, misses it, or neither can be said.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _

from gis_app.formats.numbers import date as write_date
from gis_app.plans.promises import Kpi
from gis_app.transformation.programme.courses import Course
from gis_app.transformation.programme.wording import figure, goal, shares

TRANSFORMED_OF_SELECTED = "transformed_of_selected"
NOT_RELAPSED_OF_TRANSFORMED = "not_relapsed_of_transformed"


@dataclass(frozen=True, slots=True)
class KpiStanding:
    """One share of a plan on a day, with the areas that it counted.

    Attributes:
        year: the list (of transformed to selected); the share to date counts every list.
        on: the day at whose end it was counted.
        counted: the areas that the share is taken of.
        reached: those of them that belong to the part for certain.
        open: those of them that may belong to it; nobody can say yet.
        withdrawn: selected and taken off the list again by a decision; not counted.
        carried: on the list of the year after a failure in an earlier one; counted or not as the plan has it.
        partial: the account sees only some of the plan's areas; only these are counted.
    """

    kpi: Kpi
    year: int
    on: datetime.date
    counted: tuple[Course, ...]
    reached: tuple[Course, ...]
    open: tuple[Course, ...] = ()
    withdrawn: tuple[Course, ...] = ()
    carried: tuple[Course, ...] = ()
    partial: bool = False
    missed: tuple[Course, ...] = field(init=False)

    def __post_init__(self) -> None:
        settled = {course.pk for course in (*self.reached, *self.open)}
        missed = tuple(course for course in self.counted if course.pk not in settled)
        object.__setattr__(self, "missed", missed)

    @property
    def part(self) -> int:
        """Return how many areas belong to the part for certain."""
        return len(self.reached)

    @property
    def most(self) -> int:
        """Return how many areas may belong to the part at most."""
        return len(self.reached) + len(self.open)

    @property
    def whole(self) -> int:
        """Return how many areas the share is taken of."""
        return len(self.counted)

    @property
    def share(self) -> Fraction | None:
        """Return the share that is certain, None without areas: unknown is not zero."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def highest_share(self) -> Fraction | None:
        """Return the share where everything open turns out well, None without areas."""
        return Fraction(self.most, self.whole) if self.whole else None

    @property
    def met(self) -> bool | None:
        """Say whether the plan's figure is reached; None without areas, or while either may come true."""
        if not self.whole:
            return None
        if self.kpi.met_by(self.part, self.whole):
            return True
        return None if self.kpi.met_by(self.most, self.whole) else False

    @property
    def verdict(self) -> str:
        """Return the answer in a word: met, not met, no area, or still open."""
        if not self.whole:
            return _("chưa có địa bàn")
        return {True: _("đạt"), False: _("không đạt"), None: _("chưa kết luận được")}[self.met]

    @property
    def is_yearly(self) -> bool:
        """Say whether it is the share of one year's list, not the one to date."""
        return self.kpi.key == TRANSFORMED_OF_SELECTED

    @property
    def figure(self) -> str:
        """Return part and whole: "5/8", or "4–5/8" where the part itself is not known.

        Work that goes on leaves the part of today known, and only the verdict open.
        """
        return figure(self.part, self.part if self.is_yearly else self.most, self.whole)

    @property
    def percent(self) -> str:
        """Return `figure` in percent; an em dash without areas."""
        return shares(self.part, self.part if self.is_yearly else self.most, self.whole, self.kpi.percent)

    def sentence(self) -> str:
        """Say all of it: of which areas, how many, in percent, against which figure, and what is open."""
        said = [self._counted(), *self._remarks()]
        return " ".join(said)

    def _counted(self) -> str:
        if not self.whole:
            if self.is_yearly:
                return _("Danh sách năm %(year)s: chưa có địa bàn được lựa chọn.") % {"year": self.year}
            return _("Đến %(day)s: chưa có địa bàn chuyển hóa thành công.") % {"day": write_date(self.on)}
        values = {
            "year": self.year,
            "day": write_date(self.on),
            "figure": self.figure,
            "percent": self.percent,
            "goal": goal(self.kpi),
            "verdict": self.verdict,
        }
        if self.is_yearly:
            return (
                _(
                    "Danh sách năm %(year)s, đến %(day)s: %(figure)s địa bàn được lựa chọn đã chuyển hóa "
                    "thành công (%(percent)s); mức phải đạt %(goal)s: %(verdict)s."
                )
                % values
            )
        return (
            _(
                "Đến %(day)s: %(figure)s địa bàn đã chuyển hóa thành công không tái phức tạp (%(percent)s); "
                "mức phải đạt %(goal)s: %(verdict)s."
            )
            % values
        )

    def _remarks(self) -> list[str]:
        remarks = []
        if self.open and self.is_yearly:
            remarks.append(_("%(n)s địa bàn chưa có kết quả chuyển hóa.") % {"n": len(self.open)})
        elif self.open:
            remarks.append(
                _("%(n)s địa bàn đã sáp nhập, chia tách chưa chọn đơn vị để đánh giá.")
                % {"n": len(self.open)}
            )
        if self.withdrawn:
            remarks.append(
                _("%(n)s địa bàn đã rút khỏi danh sách sau khi được lựa chọn, không tính.")
                % {"n": len(self.withdrawn)}
            )
        if self.carried:
            remarks.append(self._carried())
        if self.partial:
            remarks.append(_("Chỉ tính các địa bàn trong phạm vi của tài khoản."))
        return remarks

    def _carried(self) -> str:
        values = {"n": len(self.carried)}
        if self.kpi.counts_carried_over:
            return (
                _("Trong đó %(n)s địa bàn năm trước chưa đạt được lựa chọn lại, tính như các địa bàn khác.")
                % values
            )
        return _("%(n)s địa bàn năm trước chưa đạt được lựa chọn lại, không tính lần nữa.") % values
