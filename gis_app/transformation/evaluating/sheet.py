"""The evaluation of one area on one sheet of A4: steps, convention, words of the plan, data cut-off."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from gis_app.access.models import Account, AuditEntry
from gis_app.access.roles import Action
from gis_app.transformation.evaluating.keeping import read_back
from gis_app.transformation.evaluating.wording import described
from gis_app.transformation.models import Evaluation
from gis_app.transformation.refusing import require

_STYLE = Path(settings.BASE_DIR) / "templates" / "transformation" / "evaluation_sheet.css"


def print_evaluation(evaluation: Evaluation, account: Account | None) -> bytes:
    """Return the PDF of an evaluation that was kept, and log that it was made.

    The same evaluation gives the same bytes, whenever it is printed. Raises PermissionDenied by role.
    """
    require(account, Action.PRINT)
    computed = read_back(evaluation)
    context = {"evaluation": evaluation, "area": evaluation.area, "steps": described(computed)}
    page = render_to_string("transformation/evaluation_sheet.html", context)
    fonts = FontConfiguration()
    style = CSS(
        string=_STYLE.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=_nothing_from_outside
    )
    pdf = HTML(string=page, base_url=None, url_fetcher=_nothing_from_outside).write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_identifier=hashlib.md5(page.encode(), usedforsecurity=False).digest(),
    )
    area = evaluation.area
    AuditEntry.write(
        AuditEntry.Act.PRINT_EVALUATION,
        f"{area.plan_year.plan_id} {area.plan_year.year} {area.unit.code}",
        account,
        on=evaluation.on.isoformat(),
    )
    return pdf


def _nothing_from_outside(url: str, *_args: object, **_options: object) -> dict[str, object]:
    raise ValueError(f"a sheet asked for {url}")
