-- Linear referencing by PostGIS alone: the line is cut into pieces of 200 edges; each point is located on the
-- nearest piece in metres of UTM 48N, and lengths are measured on the ellipsoid.
WITH vertex AS MATERIALIZED (
    SELECT (dumped).path[1] - 1 AS place, (dumped).geom AS geom
    FROM (SELECT ST_DumpPoints(ST_GeomFromWKB(%(line)s, 4326)) AS dumped) AS all_vertices
), piece AS MATERIALIZED (
    SELECT number, ST_MakeLine(geom ORDER BY place) AS geom
    FROM generate_series(0, (SELECT max(place) / 200 FROM vertex)) AS number
    JOIN vertex ON vertex.place BETWEEN number * 200 AND number * 200 + 200
    GROUP BY number HAVING count(*) > 1
), measured AS MATERIALIZED (
    SELECT ST_Transform(geom, 32648) AS geom, ST_Envelope(ST_Transform(geom, 32648)) AS box,
        sum(ST_Length(geom::geography)) OVER (ORDER BY number) - ST_Length(geom::geography) AS starts_at
    FROM piece
), point AS MATERIALIZED (
    SELECT position, ST_SetSRID(ST_GeomFromWKB(wkb), 4326) AS geom
    FROM unnest(%(points)s::bytea[]) WITH ORDINALITY AS given (wkb, position)
)
SELECT
    nearest.starts_at + ST_Length(ST_Transform(ST_LineSubstring(nearest.geom, 0, nearest.share), 4326)::geography),
    ST_Distance(
        ST_Transform(ST_LineInterpolatePoint(nearest.geom, nearest.share), 4326)::geography, point.geom::geography
    )
FROM point
CROSS JOIN LATERAL (
    SELECT measured.geom, measured.starts_at,
        ST_LineLocatePoint(measured.geom, ST_Transform(point.geom, 32648)) AS share
    FROM measured
    WHERE ST_DWithin(measured.box, ST_Transform(point.geom, 32648), 60000)
    ORDER BY measured.geom <-> ST_Transform(point.geom, 32648)
    LIMIT 1
) AS nearest
ORDER BY point.position
