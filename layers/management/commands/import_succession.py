"""`manage.py import_succession`: which old unit went to which new one, from a decree table or by overlay."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from layers.boundary_sets.finding import find_set
from layers.importing.command import ImportCommand, file_choices
from layers.importing.refusing import ImportRefused
from layers.importing.telling import area_text, grouped
from layers.reading.overlaying import SLIVER_SHARE
from layers.saying import said
from layers.succession.decree import commit, stage
from layers.succession.links import Change, Link, classify
from layers.succession.overlaying import overlay, store

_CODES_SHOWN = 10


class Command(ImportCommand):
    """Reads a decree table or lays two sets over each other, tells, and stores with --commit."""

    help = _("Nhập bảng kế thừa đơn vị hành chính, hoặc tính bằng chồng ghép; chạy thử trừ khi có --commit.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two sets and the thresholds of an overlay."""
        parser.add_argument("file", metavar="FILE", nargs="?", help=_("bảng mã cũ, mã mới"))
        parser.add_argument("--commit", action="store_true", help=_("lưu vào cơ sở dữ liệu"))
        parser.add_argument("--old-set", required=True, metavar=_("BỘ"))
        parser.add_argument("--new-set", required=True, metavar=_("BỘ"))
        parser.add_argument("--encoding", help=_("bảng mã chữ của tệp"))
        parser.add_argument("--overlay", action="store_true", help=_("tính từ ranh giới, không dùng bảng"))
        parser.add_argument("--sliver-share", type=float, default=SLIVER_SHARE, metavar=_("TỶ_LỆ"))
        parser.add_argument("--sliver-width", type=float, metavar=_("MÉT"))
        self.add_mapping_argument(parser)
        self.add_problems_argument(parser)

    def run(self, options: dict[str, Any]) -> None:
        """Take the way that was asked for."""
        if bool(options["file"]) == options["overlay"]:
            raise ImportRefused(
                said(gettext_noop("Hãy nêu tệp bảng kế thừa, hoặc --overlay để tính từ ranh giới."))
            )
        if options["overlay"]:
            self._overlay(options)
        else:
            self._table(options)

    def _table(self, options: dict[str, Any]) -> None:
        staged = stage(
            options["file"], find_set(options["old_set"]), find_set(options["new_set"]), file_choices(options)
        )
        if staged.already is not None:
            self.say_already(staged.already)
            return
        self.say_read(staged.origin, staged.rows_read)
        self.say_findings(staged.findings, options["problems"])
        if staged.refusal is not None:
            raise ImportRefused(staged.refusal)
        self._tell_changes(list(staged.links))
        if staged.unnamed:
            codes = ", ".join(staged.unnamed[:_CODES_SHOWN])
            self.say(
                _("Bảng không nói tới %(count)s đơn vị cũ: %(codes)s.")
                % {
                    "count": grouped(len(staged.unnamed)),
                    "codes": codes + (" …" if len(staged.unnamed) > _CODES_SHOWN else ""),
                }
            )
        if not options["commit"]:
            self.say_dry_run()
            return
        self.say_outcome(commit(staged))

    def _overlay(self, options: dict[str, Any]) -> None:
        found = overlay(
            find_set(options["old_set"]),
            find_set(options["new_set"]),
            options["sliver_share"],
            options["sliver_width"],
        )
        self._tell_changes(list(found.links))
        self.say(
            _("Bỏ %(count)s dải hẹp (%(area)s): dưới %(share)s%% đơn vị cũ hoặc hẹp hơn %(width)s m.")
            % {
                "count": grouped(int(found.parts.sliver.sum())),
                "area": area_text(found.sliver_m2),
                "share": f"{options['sliver_share'] * 100:g}".replace(".", ","),
                "width": f"{found.parts.misfit_m:.0f}",
            }
        )
        if found.unplaced:
            self.say(_("%(count)s đơn vị cũ nằm ngoài bộ mới.") % {"count": grouped(len(found.unplaced))})
        if not options["commit"]:
            self.say_dry_run()
            return
        self.say(_("Đã lưu %(count)s liên kết kế thừa.") % {"count": grouped(store(found))})

    def _tell_changes(self, links: list[Link]) -> None:
        counts = Counter(classify(links))
        told = ", ".join(f"{change.label}: {grouped(counts[change])}" for change in Change if counts[change])
        self.say(_("%(links)s liên kết (%(told)s).") % {"links": grouped(len(links)), "told": told})
