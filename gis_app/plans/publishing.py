"""From checked records to plan versions in the database."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.db import transaction

from gis_app.plans.checking import BrokenRecord
from gis_app.plans.loading import read_records

if TYPE_CHECKING:
    from gis_app.plans.models import PlanVersion


@transaction.atomic
def publish_records(**_signal: Any) -> None:
    """Publish each record of a file whose content is not published yet; all of them or none.

    A plan that an office has amended in the page is left alone: its own version is what holds there.

    Raises:
        CommandError: where a record is broken, so that `migrate` ends with its one sentence.
    """
    try:
        records = read_records()
    except BrokenRecord as error:
        raise CommandError(str(error)) from error
    for record in records.values():
        if not _known(record):
            publish(record)


@transaction.atomic
def publish(record: dict[str, Any]) -> PlanVersion:
    """Make a record the newest version of its plan, unless it is that already; older versions stay.

    Args:
        record: a checked record with inherited rules filled in, as `read_records` gives it.
    """
    from gis_app.plans.models import Plan, PlanVersion

    sha256 = hash_of(record)
    Plan.objects.update_or_create(
        id=record["id"],
        defaults={
            "title": record["title"],
            "issuer": record["issuer"],
            "province_code": record["territory"]["province_code"],
        },
    )
    # Two that publish at once get two numbers, one after the other.
    plan = Plan.objects.select_for_update().get(pk=record["id"])
    newest = plan.versions.order_by("-number").first()
    if newest is not None and newest.sha256 == sha256:
        return newest
    return PlanVersion.objects.create(
        plan=plan, number=newest.number + 1 if newest else 1, record=record, sha256=sha256
    )


def hash_of(record: dict[str, Any]) -> str:
    """Return what tells one content of a record from another."""
    return hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _known(record: dict[str, Any]) -> bool:
    """Say whether the content is the newest version, or an office has published versions of its own."""
    from gis_app.plans.models import PlanVersion

    versions = PlanVersion.objects.filter(plan_id=record["id"])
    if versions.filter(draft__isnull=False).exists():
        return True
    newest = versions.order_by("-number").first()
    return newest is not None and newest.sha256 == hash_of(record)
