"""What is wrong with a GPX file, and what is doubtful about a patrol, each in one sentence."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.contrib.gis.geos import MultiLineString
from django.utils.translation import gettext as _

from gis_app.border.models import Patrol
from gis_app.border.strip.placing import Strip
from gis_app.formats.numbers import date as write_date
from gis_app.formats.numbers import number
from layers.reading.gpx import LARGEST_BYTES, MOST_PLACES, Track, TrackFault, UnreadableTrackError

#: A route that goes further across the line was hardly walked on a patrol: asked about. Ours.
FAR_BEYOND_M = 1_000.0
#: A route whose nearest place lies further from every line hardly belongs to the border. Ours.
FAR_INSIDE_M = 30_000.0


def fault_sentence(error: UnreadableTrackError) -> str:
    """Say why a file was refused and what to do."""
    words = {
        "place": number(error.place or 0),
        "km": number((error.metres or 0) / 1000),
        "megabytes": number(LARGEST_BYTES / 1024 / 1024),
        "places": number(MOST_PLACES),
    }
    return _FAULTS[error.fault]() % words


#: Functions, so that each sentence is found in the language of the page.
_FAULTS: dict[TrackFault, Callable[[], str]] = {
    TrackFault.TOO_LARGE: lambda: _(
        "Tệp GPX lớn hơn %(megabytes)s MB hoặc nhiều hơn %(places)s điểm: hãy xuất riêng lần tuần tra này."
    ),
    TrackFault.DAMAGED: lambda: _("Tệp không đọc được: hãy xuất lại tệp GPX từ thiết bị."),
    TrackFault.TRUNCATED: lambda: _("Tệp GPX bị cắt giữa chừng: hãy chép lại từ thiết bị."),
    TrackFault.NOT_GPX: lambda: _("Tệp này không phải GPX: hãy chọn tệp .gpx do thiết bị định vị ghi."),
    TrackFault.ENTITIES: lambda: _(
        "Tệp có khai báo kiểu tài liệu (DOCTYPE), GPX không cần và có thể gây hại: hãy xuất lại từ thiết bị."
    ),
    TrackFault.BAD_PLACE: lambda: _(
        "Điểm thứ %(place)s trong tệp không có tọa độ đọc được: hãy xuất lại tệp GPX từ thiết bị."
    ),
    TrackFault.NO_TRACK: lambda: _(
        "Tệp GPX không có vết đi nào: hãy bật ghi vết trên thiết bị, hoặc vẽ tuyến trên bản đồ."
    ),
    TrackFault.WAYPOINTS_ONLY: lambda: _(
        "Tệp GPX chỉ có điểm đánh dấu, không có vết đi: hãy xuất vết (track), hoặc vẽ tuyến trên bản đồ."
    ),
    TrackFault.STILL: lambda: _(
        "Vết trong tệp đứng yên một chỗ: hãy chọn tệp của lần tuần tra, hoặc vẽ tuyến trên bản đồ."
    ),
    TrackFault.ELSEWHERE: lambda: _(
        "Điểm thứ %(place)s nằm xa Việt Nam: hãy xem lại có chọn nhầm tệp, hay kinh độ và vĩ độ bị đổi chỗ."
    ),
    TrackFault.JUMP: lambda: _(
        "Điểm thứ %(place)s cách điểm trước %(km)s km: hãy xóa điểm sai bằng phần mềm thiết bị rồi nạp lại."
    ),
}


def track_sentences(track: Track, metres: float) -> list[str]:
    """Say what was found in a file: length, parts, cuts, the days of the device's clock."""
    said = [_("Vết dài %(km)s km.") % {"km": number(metres / 1000, 1)}]
    if (parts := len(track.route.geoms)) > 1:
        said.append(_("Vết gồm %(parts)s phần.") % {"parts": number(parts)})
    if track.cuts:
        said.append(
            _("Có %(cuts)s chỗ thiết bị ngừng ghi quá 2 km: không nối qua chỗ đó.")
            % {"cuts": number(track.cuts)}
        )
    if track.first_on is None or track.last_on is None:
        said.append(_("Tệp không ghi thời gian."))
    else:
        said.append(_("Theo đồng hồ thiết bị: %(days)s.") % {"days": _days(track.first_on, track.last_on)})
    return said


def doubts(patrol: Patrol, strip: Strip) -> list[str]:
    """Say what is doubtful about a patrol that took place. It is kept as it came and asked about."""
    said = []
    if patrol.clock_differs:
        said.append(
            _("Đồng hồ thiết bị ghi %(days)s, khác ngày thực hiện đã nhập: hãy xem lại ngày hoặc tệp.")
            % {"days": _days(patrol.device_from, patrol.device_to)}
        )
    if patrol.route is not None:
        said += _off_the_border(patrol.route, strip)
    return said


def _off_the_border(route: MultiLineString, strip: Strip) -> list[str]:
    places = strip.places([vertex for part in route.coords for vertex in part])
    if not places:
        return []
    nearest = min(place.distance_m for place in places)
    if nearest > FAR_INSIDE_M:
        return [
            _("Tuyến cách đường biên giới ít nhất %(km)s km: hãy xem lại có chọn nhầm tệp.")
            % {"km": number(nearest / 1000)}
        ]
    beyond = max((place.distance_m for place in places if place.inside is False), default=0.0)
    if beyond > FAR_BEYOND_M:
        return [
            _("Tuyến vượt ra ngoài đường biên giới đến %(metres)s m: đúng như vậy hay tệp sai?")
            % {"metres": number(beyond)}
        ]
    return []


def _days(first: datetime.date | None, last: datetime.date | None) -> str:
    ends = dict.fromkeys(write_date(day) for day in (first, last) if day)
    return " – ".join(ends)
