"""Incidents, their places and counts refer to other tables through triggers that look at whole statements.

A foreign key looks at one row at a time and remembers each until the end of the transaction: for a million
incidents five million look-ups, which took longer than everything else together, and memory in the server that
grows with the file. These triggers ask the same of all rows of a statement at once, in both directions. A foreign
key locks each parent row that is referred to; here the lock is on the side of those who delete parents, which
seldom happens.

Indexes go that another index makes superfluous.
"""

import django.db.models.deletion
from django.db import migrations, models

#: Child table, its columns, parent table, its columns. Many rows of a child have the same parent but for places,
#: of which one incident has one in each boundary set: there it is not worth finding out which are the same.
REFERENCES = (
    ("layers_incident", "category_id", "layers_incidentcategory", "key"),
    ("layers_incident", "batch_id", "layers_importbatch", "id"),
    ("layers_incident", "duplicate_of_id", "layers_incident", "id"),
    ("layers_incidentlocation", "incident_id", "layers_incident", "id"),
    ("layers_incidentlocation", "unit_id, boundary_set_id", "layers_adminunit", "id, boundary_set_id"),
    ("layers_monthlycount", "unit_id", "layers_adminunit", "id"),
    ("layers_monthlycount", "category_id", "layers_incidentcategory", "key"),
)

FUNCTIONS = """
-- After rows of the child were written: each must refer to a row of the parent. Arguments: the child's columns,
-- the parent and its columns, and DISTINCT or nothing. Looking each key up in the parent's index costs the same however long the parent
-- is; statistics of a table that is being filled would lead the planner astray.
CREATE FUNCTION layers_must_refer() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    astray boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM'
        ' (SELECT %4$s %1$s FROM fresh WHERE (%1$s) IS NOT NULL) AS wanted (%3$s)'
        ' LEFT JOIN (SELECT %3$s, true AS there FROM %2$s) AS parent USING (%3$s) WHERE there IS NULL)',
        TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], TG_ARGV[3]) INTO astray;
    IF astray THEN
        RAISE foreign_key_violation USING
            MESSAGE = format('%s (%s) refers to what is not in %s (%s)', TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1],
                TG_ARGV[2]),
            TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;

-- After rows of the parent were deleted or got other keys: no row of the child may refer to what is gone.
-- Arguments: the parent's columns, the child and its columns. Whoever is writing to the child is waited for and
-- whoever begins to must wait, so that neither overlooks the other.
CREATE FUNCTION layers_must_not_be_referred_to() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing text := format('(SELECT %1$s FROM gone EXCEPT SELECT %1$s FROM %2$I WHERE (%1$s) IN'
        ' (SELECT %1$s FROM gone))', TG_ARGV[0], TG_TABLE_NAME);
    found boolean;
BEGIN
    EXECUTE 'SELECT EXISTS ' || missing INTO found;
    IF NOT found THEN
        RETURN NULL;
    END IF;
    EXECUTE format('LOCK TABLE %s IN SHARE MODE', TG_ARGV[1]);
    EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE (%s) IN %s)', TG_ARGV[1], TG_ARGV[2], missing) INTO found;
    IF found THEN
        RAISE foreign_key_violation USING
            MESSAGE = format('%s (%s) still refers to what was in %s', TG_ARGV[1], TG_ARGV[2], TG_TABLE_NAME),
            TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;

-- After the parent was emptied: the child must be empty as well. Argument: the child.
CREATE FUNCTION layers_must_be_empty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    left_over boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', TG_ARGV[0]) INTO left_over;
    IF left_over THEN
        RAISE foreign_key_violation USING MESSAGE = format('%s still refers to %s', TG_ARGV[0], TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$;
"""

NO_FUNCTIONS = """
DROP FUNCTION layers_must_refer() CASCADE;
DROP FUNCTION layers_must_not_be_referred_to() CASCADE;
DROP FUNCTION layers_must_be_empty() CASCADE;
"""


def triggers(child, columns, parent, keys):
    """Return the statements that keep one reference."""
    first = columns.split(",")[0]
    distinct = "" if parent == "layers_incident" else "DISTINCT"
    name = f"{child.removeprefix('layers_')}_{first.removesuffix('_id')}"
    for event in ("INSERT", "UPDATE"):
        yield (
            f"CREATE TRIGGER {name}_exists_{event.lower()} AFTER {event} ON {child}"
            " REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT"
            f" EXECUTE FUNCTION layers_must_refer('{columns}', '{parent}', '{keys}', '{distinct}')"
        )
    for event in ("DELETE", "UPDATE"):
        yield (
            f"CREATE TRIGGER {name}_stays_{event.lower()} AFTER {event} ON {parent}"
            " REFERENCING OLD TABLE AS gone FOR EACH STATEMENT"
            f" EXECUTE FUNCTION layers_must_not_be_referred_to('{keys}', '{child}', '{columns}')"
        )
    yield (
        f"CREATE TRIGGER {name}_stays_truncate AFTER TRUNCATE ON {parent} FOR EACH STATEMENT"
        f" EXECUTE FUNCTION layers_must_be_empty('{child}')"
    )


class Migration(migrations.Migration):
    dependencies = [("layers", "0006_encoding_by_column")]

    operations = [
        migrations.AlterField(
            model_name='incident',
            name='batch',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='layers.importbatch'),
        ),
        migrations.AlterField(
            model_name='incident',
            name='category',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='layers.incidentcategory', verbose_name='loại'),
        ),
        migrations.AlterField(
            model_name='incident',
            name='duplicate_of',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='layers.incident', verbose_name='trùng với vụ'),
        ),
        migrations.AlterField(
            model_name='incidentlocation',
            name='boundary_set',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='layers.boundaryset'),
        ),
        migrations.AlterField(
            model_name='incidentlocation',
            name='incident',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='locations', to='layers.incident'),
        ),
        migrations.AlterField(
            model_name='incidentlocation',
            name='unit',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='incident_locations', to='layers.adminunit'),
        ),
        migrations.AlterField(
            model_name='monthlycount',
            name='category',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='layers.incidentcategory'),
        ),
        migrations.AlterField(
            model_name='monthlycount',
            name='unit',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='monthly_counts', to='layers.adminunit'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('duplicate_of__isnull', False)), fields=['duplicate_of'], name='incident_duplicates'),
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL([statement for reference in REFERENCES for statement in triggers(*reference)], migrations.RunSQL.noop),
    ]
