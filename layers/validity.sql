-- See validity.py. The point inside each unit is computed once, before it meets the units of later sets.
WITH ground AS MATERIALIZED (
    SELECT u.id,
           u.level,
           s.id AS set_id,
           s.valid_from,
           s.valid_to,
           COALESCE(s.activated_at, '-infinity') AS activated_at,
           ST_PointOnSurface(u.geometry) AS inside
    FROM layers_adminunit u
    JOIN layers_boundaryset s ON s.id = u.boundary_set_id
    WHERE s.status = 'active'
),
span AS (
    SELECT g.id,
           g.valid_from,
           -- LEAST leaves NULLs out: an open end counts only when no later set covers the place.
           LEAST(
               g.valid_to,
               (
                   SELECT min(later.valid_from)
                   FROM layers_adminunit cover
                   JOIN layers_boundaryset later ON later.id = cover.boundary_set_id
                   WHERE later.status = 'active'
                     AND cover.level = g.level
                     AND (later.valid_from, COALESCE(later.activated_at, '-infinity'), later.id)
                         > (g.valid_from, g.activated_at, g.set_id)
                     AND ST_Intersects(cover.geometry, g.inside)
               )
           ) AS valid_to
    FROM ground g
)
UPDATE layers_adminunit u
SET valid_from = span.valid_from,
    valid_to = span.valid_to
FROM span
WHERE span.id = u.id
  AND (u.valid_from, u.valid_to) IS DISTINCT FROM (span.valid_from, span.valid_to)
