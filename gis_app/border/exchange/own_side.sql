-- For each shape (WKB, degrees, in order) how many square metres of it the communes in force on the day cover.
SELECT coalesce((
    SELECT sum(ST_Area(ST_Intersection(unit.geometry, given_shape.shape)::geography))
    FROM layers_adminunit AS unit
    JOIN layers_boundaryset AS boundary_set ON boundary_set.id = unit.boundary_set_id
    WHERE unit.level = 'commune' AND boundary_set.status = 'active'
        AND unit.valid_from <= %(day)s AND (unit.valid_to IS NULL OR unit.valid_to > %(day)s)
        AND ST_Intersects(unit.geometry, given_shape.shape)
), 0)
FROM (
    SELECT position, ST_SetSRID(ST_GeomFromWKB(wkb), 4326) AS shape
    FROM unnest(%(shapes)s::bytea[]) WITH ORDINALITY AS given (wkb, position)
) AS given_shape
ORDER BY given_shape.position
