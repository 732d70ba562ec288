-- For each point (WKB, in order) whether a commune in force on the day covers it.
SELECT EXISTS (
    SELECT FROM layers_adminunit AS unit
    JOIN layers_boundaryset AS boundary_set ON boundary_set.id = unit.boundary_set_id
    WHERE unit.level = 'commune' AND boundary_set.status = 'active'
        AND unit.valid_from <= %(day)s AND (unit.valid_to IS NULL OR unit.valid_to > %(day)s)
        AND ST_Covers(unit.geometry, point.shape)
)
FROM (
    SELECT position, ST_SetSRID(ST_GeomFromWKB(wkb), 4326) AS shape
    FROM unnest(%(points)s::bytea[]) WITH ORDINALITY AS given (wkb, position)
) AS point
ORDER BY point.position
