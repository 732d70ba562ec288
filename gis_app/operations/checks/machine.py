"""The machine itself: room on disk, the clock."""

from __future__ import annotations

import datetime
import shutil
import tempfile

from django.conf import settings
from django.db import connection

from gis_app.formats.numbers import number
from gis_app.operations.checks.diagnosis import Diagnosis, Verdict

LITTLE_SPACE = 5 * 10**9
TOO_LITTLE_SPACE = 10**9
CLOCK_TOLERANCE = datetime.timedelta(minutes=2)


def disk() -> Diagnosis:
    """Say how much room is left where the program writes."""
    places = {tempfile.gettempdir(), str(settings.BASE_DIR)}
    free = {place: shutil.disk_usage(place).free for place in places}
    place, least = min(free.items(), key=lambda item: item[1])
    finding = f"còn {number(least / 10**9, 1)} GB trống tại {place}"
    if least < TOO_LITTLE_SPACE:
        return Diagnosis(Verdict.BAD, "Đĩa", finding, "Giải phóng đĩa trước khi nhập dữ liệu hay in.")
    if least < LITTLE_SPACE:
        return Diagnosis(Verdict.WARNING, "Đĩa", finding, "Nên giải phóng đĩa.")
    return Diagnosis(Verdict.GOOD, "Đĩa", finding)


def clock() -> Diagnosis:
    """Compare this machine's clock with the database server's: dates of decisions depend on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        theirs: datetime.datetime = cursor.fetchone()[0]
    difference = abs(datetime.datetime.now(datetime.UTC) - theirs)
    if difference > CLOCK_TOLERANCE:
        return Diagnosis(
            Verdict.WARNING,
            "Đồng hồ",
            f"lệch {number(difference.total_seconds())} giây so với máy chủ cơ sở dữ liệu",
            "Đồng bộ thời gian của hai máy.",
        )
    return Diagnosis(Verdict.GOOD, "Đồng hồ", f"múi giờ {settings.TIME_ZONE}, khớp máy chủ cơ sở dữ liệu")
