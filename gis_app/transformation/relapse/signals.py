"""What the watch tells of one area: its state, and the criteria that are met again with how much they say."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gis_app.screening.models import Finding, Screening
from gis_app.transformation.models import SignalAnswer
from gis_app.transformation.programme.courses import Course
from gis_app.transformation.programme.judging import Judged


class Strength(TextChoices):
    """How much a signal, or one criterion of it, says; the order is that of the list."""

    REPEATED = "repeated", _("lặp lại qua nhiều lần rà soát")
    FIRST = "first", _("xuất hiện lần đầu sau khi chuyển hóa")
    NEVER_ENDED = "never_ended", _("có từ trước khi công nhận, chưa hết")


class State(TextChoices):
    """Where the watch over one area stands."""

    SIGNAL = "signal", _("có dấu hiệu")
    NO_UNIT = "no_unit", _("chưa chọn đơn vị để theo dõi")
    LACKING = "lacking", _("thiếu dữ liệu")
    NOT_SCREENED = "not_screened", _("chưa rà soát từ khi chuyển hóa")
    QUIET = "quiet", _("không có dấu hiệu")
    OVER = "over", _("hết thời gian theo dõi")


@dataclass(frozen=True, slots=True)
class MetAgain:
    """A criterion that is met in the newest screening.

    Attributes:
        since: the first screening of the unbroken row of screenings that found it met.
        times: how many screenings since the success are in that row.
        strength: repeated, first, or never ended (the row began before the success).
        was_reason: whether the area was proposed for it among others; None for one proposed by hand.
        finding: the newest outcome with value, threshold and reason; only where it was asked for.
    """

    key: str
    since: Screening
    times: int
    strength: Strength
    was_reason: bool | None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """One transformed area under watch.

    Attributes:
        since: the day from which it counts as transformed.
        ends_on: the last day of the watch; None where it has no end.
        judged: the commune that is looked at today.
        screening: the newest one since the success that looked at it.
        met: the criteria met in it, the strongest first.
        lacking: how many criteria had no data in it.
        answer: the newest answer to this signal, None while it waits for one.
        earlier: the answers to earlier signals, newest first.
    """

    course: Course
    since: datetime.date
    ends_on: datetime.date | None
    judged: Judged
    state: State
    screening: Screening | None = None
    unit_id: int | None = None
    met: tuple[MetAgain, ...] = ()
    lacking: int = 0
    answer: SignalAnswer | None = None
    earlier: tuple[SignalAnswer, ...] = ()

    @property
    def strength(self) -> Strength | None:
        """Return the strongest of its criteria, None without any."""
        return self.met[0].strength if self.met else None

    @property
    def waits(self) -> bool:
        """Say whether somebody has to answer."""
        return self.state == State.SIGNAL and self.answer is None

    @property
    def before_the_board(self) -> bool:
        """Say whether it was taken to the board, which has not decided yet."""
        return self.answer is not None and self.answer.answer == SignalAnswer.Answer.TO_BOARD
