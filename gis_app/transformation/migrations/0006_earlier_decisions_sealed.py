"""Seals the decisions that were recorded before there were seals, in the order in which they were recorded."""

from typing import Any

from django.db import migrations

from gis_app.transformation.sealing import forms


def seal_earlier(apps: Any, schema_editor: Any) -> None:
    """Begin the chain: form 0 says that a link was made afterwards, of what the record held then."""
    decisions = apps.get_model("transformation", "Decision")
    changes = apps.get_model("transformation", "StatusChange")
    seals = apps.get_model("transformation", "Seal")
    lines: dict[int, list[dict[str, Any]]] = {}
    about = changes.objects.exclude(decision=None)
    for line in about.values("decision_id", *forms.LINE_COLUMNS):
        lines.setdefault(line["decision_id"], []).append(line)
    previous = ""
    rows = decisions.objects.order_by("id").values(*forms.DECISION_COLUMNS)
    for position, row in enumerate(rows, start=1):
        text = forms.content(forms.RECORDED_EARLIER, position, previous, row, lines.get(row["id"], []))
        sha256 = forms.digest(text)
        seals.objects.create(
            position=position,
            decision_id=row["id"],
            form=forms.RECORDED_EARLIER,
            previous=previous,
            content=text,
            sha256=sha256,
        )
        previous = sha256


class Migration(migrations.Migration):
    dependencies = [("transformation", "0005_decisions_sealed")]

    operations = [migrations.RunPython(seal_earlier, migrations.RunPython.noop)]
