-- Whether tables can be made in the schema, and each of the tables named is nothing but its columns, checks, indexes
-- and triggers: then one that is made like it can take its place, and nobody misses anything. What an office's own
-- administrator may have added is not known here: rights, views, policies, publications, statistics, settings, words.
SELECT EXISTS (
    SELECT FROM pg_namespace WHERE nspname = %(schema)s AND has_schema_privilege(oid, 'CREATE')
) AND bool_and(
    relation.relowner = current_user::regrole
    AND relation.relpersistence = 'p'
    AND relation.reltablespace = 0
    AND relation.relreplident = 'd'
    AND COALESCE(relation.relacl = acldefault('r', relation.relowner), true)
    AND relation.reloptions IS NULL
    AND NOT relation.relrowsecurity
    AND NOT relation.relhassubclass
    AND NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = relation.oid
          AND attnum > 0
          AND NOT attisdropped
          AND (attacl IS NOT NULL OR attoptions IS NOT NULL OR attstattarget <> -1)
    )
    AND obj_description(relation.oid, 'pg_class') IS NULL
    AND NOT EXISTS (
        SELECT FROM pg_trigger WHERE tgrelid = relation.oid AND (tgisinternal OR tgenabled <> 'O')
    )
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE refclassid = 'pg_class'::regclass
          AND refobjid = relation.oid
          AND classid <> ALL ('{pg_class, pg_constraint, pg_trigger, pg_type, pg_attrdef}'::regclass[])
    )
    AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE relation.oid = confrelid OR relation.oid = conrelid AND contype = 'f'
    )
)
FROM pg_class relation
WHERE relation.oid = ANY(%(tables)s::regclass[])
