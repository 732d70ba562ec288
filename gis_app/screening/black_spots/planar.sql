-- Crashes near each other as the crow flies, for where there is no road layer.
--
-- Around every crash, the crashes at most half of `window_m` away (geodesic) are looked at together. Where they
-- reach the severity rule that place qualifies; qualifying places whose circles overlap are one spot. Crashes
-- beyond the communes' edge count too.
-- A crash with unknown deaths (or, without deaths, unknown injuries) qualifies nothing; spots that do not
-- qualify are those that would if the unknown ones were serious.
-- Pairs are found through a grid of cells `reach` degrees wide, at least half the window: no index on a derived
-- table is needed.
WITH crash AS MATERIALIZED (
    SELECT
        incident.id,
        incident.point,
        incident.occurred_on,
        incident.deaths,
        incident.injuries,
        incident.deaths > 0 AS fatal,
        incident.deaths = 0 AND incident.injuries > 0 AS injured,
        incident.deaths IS NULL OR (incident.deaths = 0 AND incident.injuries IS NULL) AS unknown,
        floor(ST_X(incident.point) / %(reach)s)::int AS cell_x,
        floor(ST_Y(incident.point) / %(reach)s)::int AS cell_y
    FROM layers_incident incident
    WHERE incident.category_id = 'traffic_crash'
      AND incident.duplicate_of_id IS NULL
      AND incident.withdrawn_reason = ''
      AND incident.point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
      AND incident.occurred_on >= %(since)s AND incident.occurred_on < %(until)s
),
beside AS (
    SELECT centre.id AS centre, centre.point AS middle, crash.*
    FROM crash centre
    CROSS JOIN (VALUES (-1), (0), (1)) AS x (step)
    CROSS JOIN (VALUES (-1), (0), (1)) AS y (step)
    JOIN crash ON crash.cell_x = centre.cell_x + x.step AND crash.cell_y = centre.cell_y + y.step
    WHERE ST_DWithin(crash.point::geography, centre.point::geography, %(window_m)s / 2)
),
place AS MATERIALIZED (
    SELECT
        centre,
        middle,
        count(*) FILTER (WHERE fatal) >= %(fatal_crashes)s
            OR (count(*) >= %(mixed_crashes)s AND count(*) FILTER (WHERE fatal) >= %(mixed_fatal_crashes)s)
            OR count(*) FILTER (WHERE injured) >= %(injury_crashes)s AS qualifies,
        count(*) FILTER (WHERE fatal OR deaths IS NULL) >= %(fatal_crashes)s
            OR (
                count(*) >= %(mixed_crashes)s
                AND count(*) FILTER (WHERE fatal OR deaths IS NULL) >= %(mixed_fatal_crashes)s
            )
            OR count(*) FILTER (WHERE injured OR unknown) >= %(injury_crashes)s AS may_qualify,
        array_agg(id ORDER BY id) AS crashes
    FROM beside
    GROUP BY centre, middle
),
merged AS MATERIALIZED (  -- circles overlap when their middles are at most one window apart
    SELECT
        qualifies,
        crashes,
        ST_ClusterDBSCAN(ST_Transform(middle, %(utm)s), %(window_m)s, 1) OVER (PARTITION BY qualifies) AS spot
    FROM place
    WHERE may_qualify
),
spot AS MATERIALIZED (
    SELECT
        merged.qualifies,
        merged.spot,
        count(*) AS crashes,
        count(*) FILTER (WHERE crash.fatal) AS fatal,
        count(*) FILTER (WHERE crash.injured) AS injured,
        count(*) FILTER (WHERE crash.unknown) AS unknown,
        array_agg(crash.id ORDER BY crash.id) AS ids,
        ST_AsHEXEWKB(ST_ConvexHull(ST_Collect(crash.point))) AS hull
    FROM (SELECT DISTINCT qualifies, spot, unnest(crashes) AS id FROM merged) merged
    JOIN crash USING (id)
    GROUP BY merged.qualifies, merged.spot
)
SELECT qualifies, crashes, fatal, injured, unknown, ids, hull
FROM spot
ORDER BY qualifies DESC, ids
