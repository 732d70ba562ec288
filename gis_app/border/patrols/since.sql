-- For each stretch, given as the middles of its pieces (WKB multipoints, in order), the last day before a day
-- on which a route came within the reach of any of them. A degree is at least 100 km long in Việt Nam, so the
-- box that the index is asked for holds the reach.
SELECT passed.done_on
FROM (
    SELECT position, ST_SetSRID(ST_GeomFromWKB(wkb), 4326) AS shape
    FROM unnest(%(middles)s::bytea[]) WITH ORDINALITY AS given (wkb, position)
) AS stretch
LEFT JOIN LATERAL (
    SELECT patrol.done_on
    FROM border_patrol AS patrol
    WHERE patrol.state = 'done' AND patrol.done_on < %(before)s
        AND patrol.route && ST_Expand(stretch.shape, %(reach)s / 100000.0)
        AND ST_DWithin(patrol.route::geography, stretch.shape::geography, %(reach)s)
    ORDER BY patrol.done_on DESC
    LIMIT 1
) AS passed ON TRUE
ORDER BY stretch.position
