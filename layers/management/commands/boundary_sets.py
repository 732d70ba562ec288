"""`manage.py boundary_sets`: the life of a boundary set after its file was staged."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from layers.boundary_sets.activating import activate, refuse, retire, would_replace
from layers.boundary_sets.finding import find_set
from layers.boundary_sets.repairing import repair
from layers.importing.refusing import ImportRefused
from layers.importing.telling import area_text, grouped
from layers.models import BoundarySet

_CHANGES_SHOWN = 20


class Command(BaseCommand):
    """Lists the sets, and puts one into force, repairs it, refuses it or takes it out of force."""

    help = _("Liệt kê các bộ ranh giới; đưa một bộ vào dùng, sửa, từ chối hoặc cho ngừng dùng.")
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the acts; a set is named by its number or its name."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help=_("liệt kê"))
        for act, text in (("activate", _("đưa vào dùng")), ("retire", _("cho ngừng dùng"))):
            acts.add_parser(act, help=text).add_argument("set", metavar=_("BỘ"))
        fitting = acts.add_parser("repair", help=_("tạo bản đã khớp kín"))
        fitting.add_argument("set", metavar=_("BỘ"))
        fitting.add_argument("--tolerance", type=float, required=True, metavar=_("MÉT"))
        refusing = acts.add_parser("refuse", help=_("không nhận, xóa bộ chưa dùng"))
        refusing.add_argument("set", metavar=_("BỘ"))
        refusing.add_argument("--reason", required=True, metavar=_("LÝ_DO"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one act and end a refusal with its sentence."""
        try:
            getattr(self, f"_{options['act']}")(options)
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused

    def _list(self, _options: dict[str, Any]) -> None:
        for found in BoundarySet.objects.order_by("valid_from", "pk"):
            self.stdout.write(
                _("%(number)s. %(status)s, từ %(since)s, %(units)s đơn vị, %(places)s chỗ lỗi: %(name)s")
                % {
                    "number": found.pk,
                    "status": found.get_status_display(),
                    "since": f"{found.valid_from:%d/%m/%Y}",
                    "units": grouped(found.units.count()),
                    "places": grouped(found.defects.count()),
                    "name": found.name,
                }
            )

    def _activate(self, options: dict[str, Any]) -> None:
        boundary_set = find_set(options["set"])
        replaced = would_replace(boundary_set).count()
        activate(boundary_set)
        self.stdout.write(
            _("Đã đưa vào dùng “%(name)s”, thay cho %(count)s đơn vị.")
            % {"name": boundary_set.name, "count": grouped(replaced)}
        )

    def _retire(self, options: dict[str, Any]) -> None:
        boundary_set = retire(find_set(options["set"]))
        self.stdout.write(_("Đã cho ngừng dùng “%(name)s”.") % {"name": boundary_set.name})

    def _refuse(self, options: dict[str, Any]) -> None:
        boundary_set = find_set(options["set"])
        refuse(boundary_set, options["reason"])
        self.stdout.write(_("Đã từ chối và xóa “%(name)s”.") % {"name": boundary_set.name})

    def _repair(self, options: dict[str, Any]) -> None:
        record = repair(find_set(options["set"]), options["tolerance"])
        changes = record.changes.select_related("unit").defer("unit__geometry", "unit__display_geometry")
        self.stdout.write(
            _("Đã tạo “%(name)s” (số %(number)s), chưa đưa vào dùng: còn %(after)s trong %(before)s chỗ.")
            % {
                "name": record.boundary_set.name,
                "number": record.boundary_set_id,
                "after": grouped(record.defects_after),
                "before": grouped(record.defects_before),
            }
        )
        for change in changes[:_CHANGES_SHOWN]:
            self.stdout.write(
                _("  %(unit)s (%(code)s): %(before)s → %(after)s, dời xa nhất %(moved)s m")
                % {
                    "unit": change.unit.full_name,
                    "code": change.unit.code,
                    "before": area_text(change.area_before_m2),
                    "after": area_text(change.area_after_m2),
                    "moved": f"{change.moved_m:.1f}".replace(".", ","),
                }
            )
        more = changes.count() - _CHANGES_SHOWN
        if more > 0:
            self.stdout.write(
                _("  … và %(count)s đơn vị khác; xem đủ ở trang Dữ liệu.") % {"count": grouped(more)}
            )
