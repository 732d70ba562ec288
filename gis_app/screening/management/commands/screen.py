"""`manage.py screen`: run the criteria of a plan and store the findings."""

from __future__ import annotations

import argparse
import datetime
import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gis_app.formats.numbers import date as written
from gis_app.screening.criteria import criterion_for
from gis_app.screening.models import Finding, Screening
from gis_app.screening.parameters import ParameterError, parse_setting
from gis_app.screening.reporting import as_json
from gis_app.screening.running import ScreeningError, screen
from gis_app.screening.wording import page_language

TO_STDOUT = "-"


class Command(BaseCommand):
    """Run a screening over all communes of the plan's province."""

    help = _("Rà soát các xã, phường theo các tiêu chí khác của một kế hoạch và lưu kết quả.")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--plan", required=True, metavar="ID", help=_("mã kế hoạch"))
        parser.add_argument("--year", required=True, metavar="Y", help=_("năm lựa chọn địa bàn"))
        parser.add_argument(
            "--as-of",
            metavar="DATE",
            help=_(
                "ngày cuối của số liệu, yyyy-mm-dd hoặc dd/mm/yyyy "
                "(mặc định: hôm nay, không quá 31/12 của năm)"
            ),
        )
        parser.add_argument("--json", metavar="FILE", help=_("ghi kết quả ra tệp JSON; “-” là màn hình"))
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            dest="changes",
            metavar="d.mining.min_sites=3",
            help=_("đặt một tham số cho lần này; có thể lặp lại"),
        )
        parser.add_argument(
            "--province", default="", metavar="CODE", help=_("mã tỉnh khác với tỉnh của kế hoạch")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, store, write the file and print a short table."""
        if options["json"] not in (None, TO_STDOUT) and not Path(options["json"]).resolve().parent.is_dir():
            raise CommandError(_("Thư mục của tệp %(file)s không có.") % {"file": options["json"]})
        try:
            overrides: dict[str, dict[str, float]] = {}
            for text in options["changes"]:
                criterion, key, value = parse_setting(text)
                overrides.setdefault(criterion, {})[key] = value
            screening = screen(
                options["plan"],
                _year(options["year"]),
                _day(options["as_of"]),
                parameters=overrides,
                province=options["province"],
            )
        except (ScreeningError, ParameterError) as error:
            raise CommandError(str(error)) from error
        self._write(screening, options["json"])

    def _write(self, screening: Screening, target: str | None) -> None:
        if target is not None:
            text = json.dumps(as_json(screening), ensure_ascii=False, indent=1)
            if target == TO_STDOUT:
                self.stdout.write(text)
                return
            try:
                Path(target).write_text(text + "\n", encoding="utf-8")
            except OSError as error:
                raise CommandError(
                    _("Đã lưu lần rà soát %(id)s nhưng không ghi được tệp %(file)s: %(why)s.")
                    % {"id": screening.pk, "file": target, "why": error.strerror}
                ) from error
        for line in _table(screening):
            self.stdout.write(line)


def _table(screening: Screening) -> list[str]:
    findings = list(screening.findings.select_related("unit").order_by("unit__name", "unit_id", "criterion"))
    counts = Counter((finding.criterion, finding.outcome) for finding in findings)
    version = screening.plan_version
    lines = [
        _("Lần rà soát %(id)s: %(plan)s, năm %(year)s, số liệu đến %(day)s. %(territory)s.")
        % {
            "id": screening.pk,
            "plan": version.label,
            "year": screening.year,
            "day": written(screening.as_of),
            "territory": screening.territory_text,
        }
    ]
    if not version.covers_year(screening.year):
        lines.append(_("Thời hạn của kế hoạch không gồm năm %(year)s.") % {"year": screening.year})
    lines.append(f"{_('tiêu chí'):<45}" + "".join(f"{outcome.label:>16}" for outcome in Finding.Outcome))
    for criterion in dict.fromkeys(sorted(finding.criterion for finding in findings)):
        known = criterion_for(criterion)
        label = known.label.in_language(page_language()) if known else criterion
        lines.append(
            f"{label[:44]:<45}"
            + "".join(f"{counts[criterion, outcome.value]:>16}" for outcome in Finding.Outcome)
        )
    flagged: dict[str, list[str]] = {}
    for finding in screening.candidate_findings().select_related("unit").order_by("unit__name", "criterion"):
        flagged.setdefault(f"{finding.unit.full_name} ({finding.unit.code})", []).append(finding.criterion)
    lines.append(_("Xã, phường có thể đề xuất: %(n)s") % {"n": len(flagged)})
    lines += [f"  {name}: {', '.join(criteria)}" for name, criteria in flagged.items()]
    held_back = screening.candidacies.held_back().select_related("unit")
    lines += [f"  {row.unit.full_name} ({row.unit.code}): {row.reason}" for row in held_back]
    return lines


def _year(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise CommandError(_("Năm “%(text)s” không phải là số; ví dụ 2026.") % {"text": text}) from error


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    raise CommandError(
        _("Ngày “%(text)s” không đọc được; hãy ghi yyyy-mm-dd hoặc dd/mm/yyyy.") % {"text": text}
    )
