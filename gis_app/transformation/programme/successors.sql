-- For each given unit, every unit that took over some of its ground, directly or over several reforms, with the
-- share of the given unit's ground that it has. Shares of several ways to the same unit add up. Links lead from
-- an older set to a newer one; the depth only stops at links that someone stored in a circle.
WITH RECURSIVE heirs(given, unit, share, depth) AS (
    SELECT s.old_unit_id, s.new_unit_id, s.area_share, 1
    FROM layers_succession s
    WHERE s.old_unit_id = ANY(%(units)s)
    UNION ALL
    SELECT heirs.given, s.new_unit_id, heirs.share * s.area_share, heirs.depth + 1
    FROM heirs
    JOIN layers_succession s ON s.old_unit_id = heirs.unit
    WHERE heirs.depth < 10
)
SELECT given, unit, LEAST(SUM(share), 1)
FROM heirs
GROUP BY given, unit
