"""From the YAML files in `records/` to plan versions in the database."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

RECORDS = Path(__file__).parent / "records"


def read_records(folder: Path = RECORDS) -> dict[str, dict[str, Any]]:
    """Return all plan records by id, with rules that one plan takes over from another filled in.

    A plan without its own criteria or selection rule names the plan whose rule it applies in
    `criteria_from` and `selection_from`; the record keeps those names, so a page can say so.
    """
    records = {}
    for file in sorted(folder.glob("*.yaml")):
        record = yaml.safe_load(file.read_text(encoding="utf-8"))
        record["date"] = str(record["date"])
        record["period"] = {key: str(value) for key, value in record["period"].items()}
        records[record["id"]] = record
    for record in records.values():
        for part in ("criteria", "selection"):
            if origin := record.get(f"{part}_from"):
                record[part] = records[origin][part]
    return records


@transaction.atomic
def publish_records(**_signal: Any) -> None:
    """Publish each record whose content is not the plan's newest version yet."""
    from gis_app.plans.models import Plan, PlanVersion

    for record in read_records().values():
        text = json.dumps(record, ensure_ascii=False, sort_keys=True)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        plan, _created = Plan.objects.update_or_create(
            id=record["id"],
            defaults={
                "title": record["title"],
                "issuer": record["issuer"],
                "province_code": record["territory"]["province_code"],
            },
        )
        newest = plan.versions.order_by("-number").first()
        if newest is None or newest.sha256 != sha256:
            PlanVersion.objects.create(
                plan=plan, number=newest.number + 1 if newest else 1, record=record, sha256=sha256
            )
