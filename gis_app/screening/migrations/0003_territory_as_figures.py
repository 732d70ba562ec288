"""Keep which communes were screened as figures; the sentences of earlier screenings stay, as JSON strings.

The type is changed in place: rows of a screening are protected from every UPDATE, and none is needed.
"""

from django.db import migrations, models

_FORWARD = """
ALTER TABLE screening_screening ALTER COLUMN territory TYPE jsonb USING to_jsonb(territory)
"""
_BACKWARD = """
ALTER TABLE screening_screening ALTER COLUMN territory TYPE varchar(200) USING left(territory #>> '{}', 200)
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0002_frontiers")]

    operations = [
        migrations.RunSQL(
            _FORWARD,
            _BACKWARD,
            state_operations=[
                migrations.AlterField(
                    model_name="screening",
                    name="territory",
                    field=models.JSONField(
                        help_text="số liệu để viết thành lời; lần rà soát cũ: câu viết sẵn",
                        verbose_name="phạm vi",
                    ),
                )
            ],
        )
    ]
