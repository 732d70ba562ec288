-- For each given unit, the units of other boundary sets that are the same commune: most of the old one's ground
-- went to the new one, and most of the new one's ground came from the old one. Followed in both directions and
-- over several sets. Each unit has at most one such successor and one such predecessor per pair of sets.
WITH RECURSIVE related(given, unit) AS (
    SELECT id, id FROM unnest(%(units)s::bigint[]) AS id
    UNION
    SELECT related.given, next.unit
    FROM related
    CROSS JOIN LATERAL (
        SELECT s.new_unit_id AS unit
        FROM layers_succession s
        JOIN layers_adminunit old ON old.id = s.old_unit_id
        JOIN layers_adminunit new ON new.id = s.new_unit_id
        WHERE s.old_unit_id = related.unit AND s.area_share > 0.5
          AND s.area_share * old.area_m2 > 0.5 * new.area_m2
        UNION ALL
        SELECT s.old_unit_id
        FROM layers_succession s
        JOIN layers_adminunit old ON old.id = s.old_unit_id
        JOIN layers_adminunit new ON new.id = s.new_unit_id
        WHERE s.new_unit_id = related.unit AND s.area_share > 0.5
          AND s.area_share * old.area_m2 > 0.5 * new.area_m2
    ) next
)
SELECT given, unit FROM related
