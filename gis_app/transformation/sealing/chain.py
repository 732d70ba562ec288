"""Adding a link to the chain of seals."""

from __future__ import annotations

from django.db import connection

from gis_app.transformation.models import Decision, Seal, StatusChange
from gis_app.transformation.sealing import forms

# Key of the advisory lock under which links are added: one at a time, whatever plan they are about.
_LOCK = 0x5EA15


def seal(decision: Decision) -> Seal:
    """Seal a decision with all its lines, as the last act of the transaction that records it.

    Links of different years wait here for each other until their transactions end.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = head()
    position, previous = (last.position + 1, last.sha256) if last else (1, "")
    row = Decision.objects.values(*forms.DECISION_COLUMNS).get(pk=decision.pk)
    lines = StatusChange.objects.filter(decision=decision).values(*forms.LINE_COLUMNS)
    text = forms.content(forms.CURRENT, position, previous, row, lines)
    return Seal.objects.create(
        position=position,
        decision=decision,
        form=forms.CURRENT,
        previous=previous,
        content=text,
        sha256=forms.digest(text),
    )


def head() -> Seal | None:
    """Return the newest link, None before the first decision."""
    return Seal.objects.order_by("-position").first()
