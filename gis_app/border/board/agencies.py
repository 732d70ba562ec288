"""Which agencies an agency stands for, and which stand below it."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account, Agency
from gis_app.access.roles import Action, may
from gis_app.border.board.refusing import RefusedError
from gis_app.formats.numbers import date as write_date

_OWN = """
WITH RECURSIVE own(id) AS (
    SELECT %(agency)s::bigint
    UNION
    SELECT agency.id FROM access_agency AS agency JOIN own ON agency.successor_id = own.id
)
SELECT id FROM own
"""
_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM access_agency WHERE superior_id = ANY(%(agencies)s)
    UNION
    SELECT agency.id FROM access_agency AS agency
    JOIN below ON agency.superior_id = below.id OR agency.successor_id = below.id
)
SELECT id FROM below
"""


def own(agency_id: int | None) -> frozenset[int]:
    """Return the agency and all that were merged into it: it took over what they held."""
    return frozenset() if agency_id is None else _ids(_OWN, {"agency": agency_id})


def below(agency_ids: Collection[int]) -> frozenset[int]:
    """Return all agencies under these, with those that were merged into one of them."""
    return _ids(_BELOW, {"agencies": list(agency_ids)}) if agency_ids else frozenset()


def acting(account: Account) -> Agency:
    """Return the agency for which the account acts at the border.

    Raises PermissionDenied for a role that has no part in it, RefusedError for an account whose agency is
    missing or has ended.
    """
    if not may(account, Action.WORK_BORDER):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))
    agency = account.agency
    if agency is None:
        raise RefusedError(
            _("Tài khoản này chưa thuộc cơ quan nào: hãy nhờ quản trị ghi cơ quan cho tài khoản.")
        )
    if not agency.existed_on(timezone.localdate()):
        raise RefusedError(
            _("%(agency)s đã thôi hoạt động: hãy nhờ quản trị chuyển tài khoản sang cơ quan kế tục.")
            % {"agency": agency}
        )
    return agency


def receiving(agency: Agency, day: datetime.date) -> Agency:
    """Return the agency, to which something is to be given.

    Raises RefusedError when it no longer exists, with its successor where one is known.
    """
    if agency.existed_on(day):
        return agency
    words = {"agency": agency, "day": write_date(agency.valid_to) if agency.valid_to else ""}
    heir = agency.successor
    while heir is not None and not heir.existed_on(day):
        heir = heir.successor
    if heir is None:
        raise RefusedError(
            _("%(agency)s thôi hoạt động từ %(day)s và chưa ghi cơ quan kế tục: hãy chọn cơ quan khác.")
            % words
        )
    raise RefusedError(
        _("%(agency)s thôi hoạt động từ %(day)s; %(heir)s kế tục: hãy chọn cơ quan này.")
        % {**words, "heir": heir}
    )


def _ids(query: str, parameters: dict[str, object]) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return frozenset(row[0] for row in cursor.fetchall())
