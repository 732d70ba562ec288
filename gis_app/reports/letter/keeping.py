"""The templates of an office: the newest is in use, the earlier ones stay."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account, Agency
from gis_app.access.roles import Action
from gis_app.reports.letter.checking import check_template
from gis_app.reports.letter.default_template import default_template
from gis_app.reports.models import LetterTemplate
from gis_app.transformation.refusing import RefusedError, require

EARLIER_SHOWN = 10


def template_of(agency: Agency | None) -> LetterTemplate | None:
    """Return the template that an agency uses, None where that is the program's own."""
    if agency is None:
        return None
    newest = LetterTemplate.objects.filter(agency=agency).first()
    return newest if newest is not None and newest.content is not None else None


def content_of(agency: Agency | None) -> bytes:
    """Return the .docx of the template that an agency uses."""
    found = template_of(agency)
    return bytes(found.content) if found else default_template()


@transaction.atomic
def keep_template(content: bytes, file_name: str, account: Account) -> LetterTemplate:
    """Put a template to use for the account's agency.

    Raises BadTemplateError where it cannot be rendered, RefusedError for an account without an agency; the
    earlier template stays in use then.
    """
    agency = _agency(account)
    check_template(content)
    return LetterTemplate.objects.create(
        agency=agency,
        content=content,
        file_name=file_name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=account,
    )


@transaction.atomic
def use_again(earlier: LetterTemplate | None, account: Account) -> LetterTemplate:
    """Go back to an earlier template of the agency, or (None) to the program's own."""
    agency = _agency(account)
    if earlier is None or earlier.content is None:
        return LetterTemplate.objects.create(agency=agency, uploaded_by=account)
    return keep_template(bytes(earlier.content), earlier.file_name, account)


def _agency(account: Account) -> Agency:
    require(account, Action.REPORT)
    if account.agency is None:
        raise RefusedError(
            _(
                "Tài khoản này chưa thuộc cơ quan nào nên không có mẫu riêng: hãy đề nghị quản trị gán "
                "cơ quan."
            )
        )
    return account.agency
