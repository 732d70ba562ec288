"""The references of a table that is filled from nothing are asked about once, when all of its rows are there.

The question is the same for the rows of one statement and for a whole table, so it is made in one place. And
numbers that come one after the other need not be looked up one by one: numbers of a parent are unique, so that
as many of them as there are between the first and the last wanted one are all of them.
"""

from django.db import migrations

ONCE = """
-- A query that says whether rows refer to what is not there. Arguments: the table with the rows, and those of the
-- trigger: the child's columns, the parent and its columns, and DISTINCT where many rows refer to the same.
CREATE FUNCTION layers_astray(rows text, columns text, parent text, keys text, many text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN many = '' THEN format(
        'SELECT CASE WHEN lowest IS NULL THEN false'
        ' WHEN highest - lowest < 4 * wanting AND highest - lowest + 1 ='
        ' (SELECT count(*) FROM %3$s WHERE %4$s BETWEEN lowest AND highest) THEN false'
        ' ELSE %5$s END FROM (SELECT min(%2$s) AS lowest, max(%2$s) AS highest, count(%2$s) AS wanting FROM %1$s) AS ends',
        rows, columns, parent, keys, one_by_one) ELSE 'SELECT ' || one_by_one END
    FROM format('EXISTS (SELECT FROM (SELECT %5$s %2$s FROM %1$s WHERE (%2$s) IS NOT NULL) AS wanted (%4$s)'
        ' LEFT JOIN (SELECT %4$s, true AS there FROM %3$s) AS parent USING (%4$s) WHERE there IS NULL)',
        rows, columns, parent, keys, many) AS one_by_one
$$;

CREATE FUNCTION layers_say_astray(child text, columns text, parent text, keys text, reference text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE foreign_key_violation USING
        MESSAGE = format('%s (%s) refers to what is not in %s (%s)', child, columns, parent, keys),
        TABLE = child, CONSTRAINT = reference;
END $$;

-- After rows of the child were written: each must refer to a row of the parent. Arguments: the child's columns,
-- the parent and its columns, and DISTINCT or nothing. Looking each key up in the parent's index costs the same
-- however long the parent is; statistics of a table that is being filled would lead the planner astray.
CREATE OR REPLACE FUNCTION layers_must_refer() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    astray boolean;
BEGIN
    EXECUTE layers_astray('fresh', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], TG_ARGV[3]) INTO astray;
    IF astray THEN
        PERFORM layers_say_astray(TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], TG_NAME);
    END IF;
    RETURN NULL;
END $$;

-- What the triggers above ask of the rows of a statement, asked of all rows of the child: for a table whose
-- triggers were off while it was filled.
CREATE FUNCTION layers_must_all_refer(child regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    reference name;
    said text[];
    astray boolean;
BEGIN
    FOR reference, said IN
        SELECT tgname, string_to_array(encode(tgargs, 'escape'), '\\000') FROM pg_trigger
        WHERE tgrelid = child AND tgfoid = 'layers_must_refer'::regproc AND tgname LIKE '%\\_exists\\_insert'
        ORDER BY tgname
    LOOP
        EXECUTE layers_astray(child::text, said[1], said[2], said[3], said[4]) INTO astray;
        IF astray THEN
            PERFORM layers_say_astray(child::text, said[1], said[2], said[3], reference);
        END IF;
    END LOOP;
END $$;
"""
AS_BEFORE = """
CREATE OR REPLACE FUNCTION layers_must_refer() RETURNS trigger LANGUAGE plpgsql
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
DROP FUNCTION layers_must_all_refer(regclass);
DROP FUNCTION layers_say_astray(text, text, text, text, text);
DROP FUNCTION layers_astray(text, text, text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("layers", "0012_places_known_by_incident_and_set")]

    operations = [migrations.RunSQL(ONCE, AS_BEFORE)]
