"""Give PostGIS the VN-2000 systems with the official datum shift pinned.

PostGIS 3.3 lacks EPSG:9205–9218, and for those it knows PROJ takes another operation inside the Mekong delta
and TP. Hồ Chí Minh, 0.8 m away. A row without authority makes PostGIS use the PROJ string as it stands.
"""

from django.db import migrations

from layers.reading.crs import SPATIAL_REF_SYS_ROWS


def insert_pinned_systems(apps, schema_editor):
    """Insert the rows, or put them right where an earlier run left others."""
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)
            VALUES (%s, NULL, NULL, NULL, %s)
            ON CONFLICT (srid) DO UPDATE
            SET auth_name = NULL, auth_srid = NULL, srtext = NULL, proj4text = EXCLUDED.proj4text
            """,
            [tuple(row) for row in SPATIAL_REF_SYS_ROWS],
        )


def delete_pinned_systems(apps, schema_editor):
    """Take the rows out again."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM spatial_ref_sys WHERE srid = ANY(%s)", [[row.srid for row in SPATIAL_REF_SYS_ROWS]]
        )


class Migration(migrations.Migration):
    dependencies = [("layers", "0001_initial")]

    operations = [migrations.RunPython(insert_pinned_systems, delete_pinned_systems)]
