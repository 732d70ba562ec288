"""The one jurisdiction filter.

Every list, map, tile, export and PDF gets its rows through `restrict(queryset, account)`; a queryset that
cannot be restricted has no `in_scope` and fails loudly. What a person may *do* is in `roles.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from gis_app.access.models import Account
from layers.scope import EVERYTHING, NOTHING, Scope


class Restrictable(Protocol):
    """A queryset that can be narrowed to a scope."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the rows that the scope may see."""
        ...


Rows = TypeVar("Rows", bound=Restrictable)

_COVERED_UNITS = (Path(__file__).parent / "covered_units.sql").read_text(encoding="utf-8")


def scope_of(account: Account | AnonymousUser | None) -> Scope:
    """Return what an account may see: everything, or its units with all below them and their successors.

    `None` stands for the command line on the server itself, which sees everything. The answer is kept on the
    account object, which lives as long as one request.
    """
    if account is None:
        return EVERYTHING
    if not isinstance(account, Account) or not account.is_active:
        return NOTHING
    known: Scope | None = getattr(account, "_scope", None)
    if known is None:
        known = EVERYTHING if account.whole_country else Scope(unit_ids=_covered_units(account))
        account._scope = known  # type: ignore[attr-defined]
    return known


def restrict(queryset: Rows, account: Account | AnonymousUser | None) -> Rows:
    """Return only the rows of the queryset that lie in the account's jurisdiction."""
    return queryset.in_scope(scope_of(account))


def _covered_units(account: Account) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(_COVERED_UNITS, {"account": account.pk})
        return frozenset(row[0] for row in cursor.fetchall())
