"""A schema for tables that an import fills over a second connection; see `layers.importing.twins`.

Where the program may not make schemas, imports go without.
"""

from django.db import migrations

MAKE = """
DO $$ BEGIN
    CREATE SCHEMA IF NOT EXISTS layers_incoming;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'No schema layers_incoming: large imports will use one connection.';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0018_terrain_and_pictures")]

    operations = [migrations.RunSQL(MAKE, "DROP SCHEMA IF EXISTS layers_incoming CASCADE")]
