"""`manage.py import_boundaries`: communes, districts or provinces with their validity, from one file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from layers.importing.batches import Outcome
from layers.importing.boundaries import BoundaryOptions, StagedBoundaries, commit, stage, store
from layers.importing.command import LAYER_FORMATS, ImportCommand, a_date, file_choices
from layers.importing.refusing import ImportRefused
from layers.importing.telling import area_text, grouped
from layers.models import AdminUnit, BoundarySet
from layers.reading.coverage import SLIVER_WIDTH_M


class Command(ImportCommand):
    """Reads, checks and, with --commit, puts a boundary set into force."""

    help = (
        _("Nhập bộ ranh giới hành chính; chạy thử trừ khi có --commit hoặc --stage-only.")
        + " "
        + LAYER_FORMATS
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options of design section 6."""
        super().add_arguments(parser)
        self.add_file_arguments(parser)
        parser.add_argument("--level", required=True, choices=AdminUnit.Level.values)
        parser.add_argument("--valid-from", required=True, type=a_date, metavar="DATE")
        parser.add_argument("--valid-to", type=a_date, metavar="DATE", help=_("ngày đầu tiên hết hiệu lực"))
        parser.add_argument("--decree", default="", help=_("văn bản quy định"))
        parser.add_argument("--code-field", metavar="F", help=_("cột mã đơn vị"))
        parser.add_argument("--name-field", metavar="F", help=_("cột tên đơn vị"))
        parser.add_argument("--province", default="", metavar="CODE", help=_("mã tỉnh khi tệp không có"))
        parser.add_argument("--name", default="", help=_("tên bộ ranh giới"))
        parser.add_argument("--source", default="", help=_("nguồn của tệp"))
        parser.add_argument(
            "--stage-only",
            action="store_true",
            help=_("lưu để kiểm tra, chưa đưa vào dùng; xem tiếp bằng lệnh boundary_sets"),
        )
        self.add_problems_argument(parser)

    def run(self, options: dict[str, Any]) -> None:
        """Stage, tell, commit."""
        fields = (("code_field", "code"), ("name_field", "name"))
        columns = {options[option]: field for option, field in fields if options[option]}
        plain = ("level", "valid_from", "valid_to", "decree", "province", "name", "source")
        staged = stage(
            options["file"],
            BoundaryOptions(file=file_choices(options, columns), **{key: options[key] for key in plain}),
        )
        if staged.already is None:
            self._tell(staged, options["problems"])
        if staged.refusal is not None:
            raise ImportRefused(staged.refusal)
        if options["stage_only"]:
            self._tell_stored(store(staged))
            return
        if staged.already is None and not options["commit"]:
            self.say_dry_run()
            return
        if staged.already is not None and not options["commit"]:
            self.say_already(staged.already)
            return
        outcome = commit(staged)
        if outcome.already:
            self.say_already(outcome.record)
        else:
            self.say(_("Đã đưa vào dùng bộ ranh giới “%(name)s”.") % {"name": outcome.record.name})

    def _tell_stored(self, outcome: Outcome[BoundarySet]) -> None:
        if outcome.already:
            self.say_already(outcome.record)
            return
        self.say(
            _("Đã lưu bộ ranh giới “%(name)s” (số %(number)s), chưa đưa vào dùng.")
            % {"name": outcome.record.name, "number": outcome.record.pk}
        )

    def _tell(self, staged: StagedBoundaries, workbook: str | None) -> None:
        coverage = staged.coverage
        self.say_read(staged.origin, staged.rows_read)
        self.say(_("Tổng diện tích trắc địa: %(area)s.") % {"area": area_text(coverage.area_m2)})
        if coverage.mended:
            self.say(
                _("Cảnh báo: %(count)s đơn vị có hình không hợp lệ đã được dựng lại.")
                % {"count": grouped(len(coverage.mended))}
            )
        if not (coverage.overlaps or coverage.gaps):
            self.say(_("Ranh giới phủ kín, không chồng lấn, không hở."))
        else:
            self.say(
                _("Cảnh báo: %(overlaps)s chỗ chồng lấn (%(overlap)s), %(gaps)s chỗ hở (%(gap)s).")
                % {
                    "overlaps": grouped(len(coverage.overlaps)),
                    "overlap": area_text(coverage.overlap_m2),
                    "gaps": grouped(len(coverage.gaps)),
                    "gap": area_text(coverage.gap_m2),
                }
            )
            slivers = sum(place.is_sliver for place in (*coverage.overlaps, *coverage.gaps))
            self.say(
                _("Trong đó %(count)s chỗ là dải hẹp dưới %(width)s m do nét vẽ.")
                % {"count": grouped(slivers), "width": f"{SLIVER_WIDTH_M:g}".replace(".", ",")}
            )
        self._tell_replaced(staged)
        self.say_findings(staged.findings, workbook)

    def _tell_replaced(self, staged: StagedBoundaries) -> None:
        if not staged.replaces:
            return
        names = ", ".join(name for name, _of in staged.replaces[:10])
        more = " …" if len(staged.replaces) > 10 else ""
        self.say(
            _("Thay cho %(count)s đơn vị đang có hiệu lực: %(names)s.")
            % {"count": grouped(len(staged.replaces)), "names": names + more}
        )
