"""The forms of a patrol: planned, done, not done, corrected. Each bears an id: sent twice, done once."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiLineString
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.access.models import Account, Agency
from gis_app.border.models import Patrol
from gis_app.border.patrols.recording import Walked
from gis_app.border.patrols.seeing import leads_for, partners_for
from gis_app.border.patrols.wording import fault_sentence
from gis_app.formats.days import DayField
from gis_app.formats.fields import ShapeField
from layers.models.fields import SRID
from layers.reading.extent import SURROUNDINGS
from layers.reading.geodesy import GEOD
from layers.reading.gpx import Track, UnreadableTrackError, read_track
from layers.reading.thinning import thinned

Origin = Patrol.Origin
#: The way of a correction that leaves the route as it is.
KEPT = "kept"
_NO_TEXT = gettext_lazy("không ghi tên, số giấy tờ, điện thoại, biển số")


class RouteField(ShapeField):
    """A route as the map writes it: one line or several."""

    def to_python(self, value: Any) -> MultiLineString | None:
        """Return the route, None where nothing was drawn."""
        shape = super().to_python(value)
        if shape is None:
            return None
        if isinstance(shape, LineString):
            shape = MultiLineString(shape, srid=SRID)
        if not isinstance(shape, MultiLineString) or not all(len(set(part.coords)) > 1 for part in shape):
            raise forms.ValidationError(_("Tuyến phải là một đường: hãy vẽ lại trên bản đồ."))
        west, south, east, north = SURROUNDINGS
        left, bottom, right, top = shape.extent
        if not (west <= left and right <= east and south <= bottom and top <= north):
            raise forms.ValidationError(_("Tuyến nằm xa Việt Nam: hãy vẽ lại trên bản đồ."))
        return shape


class TrackField(forms.FileField):
    """A GPX file; what comes out of it is the `Track`, the file itself is not kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ".gpx,application/gpx+xml"}),
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Track | None:
        """Return the track, None without a file."""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        try:
            return read_track(file)
        except UnreadableTrackError as error:
            raise forms.ValidationError(fault_sentence(error)) from error


def _reason_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=500,
        help_text=_NO_TEXT,
        error_messages={"required": gettext_lazy("Thiếu lý do: hãy ghi lý do, không ghi tên người.")},
    )


def _note_field() -> forms.CharField:
    return forms.CharField(label=gettext_lazy("Ghi chú"), max_length=500, required=False, help_text=_NO_TEXT)


class _PatrolForm(forms.Form):
    """A form of one patrol with an id of its own; `seen` is the newest step that its sender saw."""

    step_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, account: Account, patrol: Patrol | None = None, **options: Any) -> None:
        options["initial"] = {"step_id": uuid.uuid4(), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.account, self.patrol = account, patrol


class ReasonForm(_PatrolForm):
    """Why a patrol does not take place, or is to be planned again."""

    reason = _reason_field()


class _PartiesForm(_PatrolForm):
    """Who takes part, when it was planned, on which ground."""

    lead = forms.ModelChoiceField(label=gettext_lazy("Cơ quan chủ trì"), queryset=Agency.objects.none())
    agencies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Cơ quan cùng tham gia"),
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    planned_on = DayField(label=gettext_lazy("Ngày dự kiến"))
    document = forms.CharField(
        label=gettext_lazy("Kế hoạch, văn bản"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("số, ngày, cơ quan ban hành"),
    )
    note = _note_field()

    def __init__(self, *args: Any, account: Account, patrol: Patrol | None = None, **options: Any) -> None:
        super().__init__(*args, account=account, patrol=patrol, **options)
        today = timezone.localdate()
        leads, partners = leads_for(account, today), partners_for(account, today)
        if patrol is not None:
            # What the patrol has stays choosable when an agency has ended, or is not the account's to choose.
            leads = list(dict.fromkeys([*leads, patrol.lead]))
            partners = list(dict.fromkeys([*partners, *patrol.agencies.all()]))
        self._offer("lead", leads)
        self._offer("agencies", partners)

    def _offer(self, name: str, agencies: list[Agency]) -> None:
        field = self.fields[name]
        field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
        field.choices = [(agency.pk, str(agency)) for agency in agencies]


class PlanForm(_PartiesForm):
    """A patrol that is planned."""

    gpx = TrackField(label=gettext_lazy("Tuyến từ tệp GPX"))
    shape = RouteField(required=False)

    @property
    def route(self) -> MultiLineString | None:
        """Return the route of the file, else the drawn one; the form must be valid."""
        track: Track | None = self.cleaned_data["gpx"]
        return self.cleaned_data["shape"] if track is None else stored_route(track)


class CorrectPlanForm(PlanForm):
    """A plan with something typed wrongly."""

    reason = _reason_field()


class _WalkedForm(_PatrolForm):
    """Where a patrol went, and how that is known."""

    way = forms.ChoiceField(
        label=gettext_lazy("Tuyến đã đi"),
        choices=[
            (Origin.GPX, gettext_lazy("theo tệp GPX của thiết bị")),
            (Origin.DRAWN, gettext_lazy("vẽ trên bản đồ")),
            (Origin.PLANNED, gettext_lazy("đúng theo tuyến dự kiến")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chưa chọn tuyến đã đi: hãy chọn một cách.")},
    )
    gpx = TrackField(label=gettext_lazy("Tệp GPX"))
    shape = RouteField(required=False)

    def __init__(self, *args: Any, account: Account, patrol: Patrol, **options: Any) -> None:
        super().__init__(*args, account=account, patrol=patrol, **options)
        if patrol.planned_route is None:
            way = self.fields["way"]
            way.choices = [choice for choice in way.choices if choice[0] != Origin.PLANNED]

    def clean(self) -> dict[str, Any]:
        """Ask for the route that was chosen."""
        data = super().clean() or {}
        way = data.get("way")
        if way == Origin.GPX and data.get("gpx") is None and "gpx" not in self.errors:
            self.add_error("gpx", _("Chưa chọn tệp GPX: hãy chọn tệp, hoặc chọn cách khác."))
        if way == Origin.DRAWN and data.get("shape") is None and "shape" not in self.errors:
            self.add_error("shape", _("Chưa vẽ tuyến: hãy bấm Vẽ tuyến rồi vẽ trên bản đồ."))
        return data

    @property
    def walked(self) -> Walked | None:
        """Return where it went, None where that stays as it is; the form must be valid."""
        data = self.cleaned_data
        if data["way"] == Origin.GPX:
            track: Track = data["gpx"]
            return Walked(stored_route(track), Origin.GPX, (track.first_on, track.last_on))
        if data["way"] == Origin.DRAWN:
            return Walked(data["shape"], Origin.DRAWN)
        planned = self.patrol.planned_route if data["way"] == Origin.PLANNED and self.patrol else None
        return None if planned is None else Walked(planned, Origin.PLANNED)


class DoneForm(_WalkedForm):
    """A patrol that took place."""

    done_on = DayField(label=gettext_lazy("Ngày thực hiện"))
    note = _note_field()


class CorrectDoneForm(_PartiesForm, _WalkedForm):
    """A patrol that took place, with something typed wrongly; its route may stay as it is."""

    done_on = DayField(label=gettext_lazy("Ngày thực hiện"))
    reason = _reason_field()

    def __init__(self, *args: Any, account: Account, patrol: Patrol, **options: Any) -> None:
        super().__init__(*args, account=account, patrol=patrol, **options)
        way = self.fields["way"]
        way.choices = [(KEPT, _("giữ tuyến đã ghi")), *way.choices]
        self.initial.setdefault("way", KEPT)


def stored_route(track: Track) -> MultiLineString:
    """Return a device's track as it is stored: thinned to within 5 m."""
    return GEOSGeometry(memoryview(thinned(track.route).wkb), srid=SRID)


def length_of(track: Track) -> float:
    """Return the metres of a device's track."""
    return float(GEOD.geometry_length(track.route))
