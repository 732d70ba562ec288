-- Metres along a line at which points were set every so many metres, and whether a route lies within the reach:
-- geography throughout, nothing of the program. The line is one LineString (WKB), the routes one collection.
WITH vertices AS (
    SELECT (dumped.path)[1] AS n, dumped.geom AS place
    FROM ST_DumpPoints(ST_SetSRID(ST_GeomFromWKB(%(line)s), 4326)) AS dumped
), edges AS (
    SELECT n, place AS a, LEAD(place) OVER (ORDER BY n) AS b FROM vertices
), measured AS (
    SELECT n, a, b, ST_Distance(a::geography, b::geography) AS metres FROM edges WHERE b IS NOT NULL
), reached AS (
    SELECT n, a, b, metres, SUM(metres) OVER (ORDER BY n) - metres AS begins FROM measured
), placed AS (
    SELECT at, ST_LineInterpolatePoint(ST_MakeLine(a, b), (at - begins) / metres)::geography AS place
    FROM generate_series(%(from)s::numeric, %(to)s::numeric, %(step)s::numeric) AS at
    JOIN (SELECT * FROM reached WHERE metres > 0 AND begins + metres >= %(from)s AND begins <= %(to)s) AS edge
        ON at >= begins AND at < begins + metres
), routes AS (
    SELECT ST_SetSRID(ST_GeomFromWKB(%(routes)s), 4326)::geography AS shape
)
SELECT at::float8, ST_DWithin(place, shape, %(reach)s), ST_Distance(place, shape)
FROM placed, routes
ORDER BY at
