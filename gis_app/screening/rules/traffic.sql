-- Black spots (planar: without a road layer, crashes near each other as the crow flies), congestion, racing and
-- pavement stalls in each commune within the window of days.
--
-- Around every crash, the crashes at most half of `window_m` away (geodesic) are looked at together. Where they
-- reach the severity rule that place qualifies; qualifying places whose circles overlap are one spot. A spot
-- belongs to every commune that the hull of its crashes touches, so crashes beyond the commune's edge count too.
-- A crash with unknown deaths (or, without deaths, unknown injuries) qualifies nothing; `maybe_spots` are the
-- places that would qualify if the unknown ones were serious.
-- Pairs are found through a grid of cells `reach` degrees wide, at least half the window: no index on a derived
-- table is needed.
WITH asked AS MATERIALIZED (
    SELECT id, province_code, geometry FROM layers_adminunit WHERE id = ANY(%(units)s)
),
crash AS MATERIALIZED (
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
        array_agg(crash.id) AS ids,
        ST_ConvexHull(ST_Collect(crash.point)) AS hull
    FROM (SELECT DISTINCT qualifies, spot, unnest(crashes) AS id FROM merged) merged
    JOIN crash USING (id)
    GROUP BY merged.qualifies, merged.spot
),
spots AS (
    SELECT
        asked.id AS unit_id,
        count(*) FILTER (WHERE spot.qualifies) AS spots,
        count(*) FILTER (WHERE NOT spot.qualifies) AS maybe_spots,
        jsonb_agg(
            jsonb_build_object(
                'crashes', spot.crashes, 'fatal', spot.fatal, 'injured', spot.injured, 'unknown', spot.unknown
            ) ORDER BY spot.fatal DESC, spot.crashes DESC, spot.spot
        ) FILTER (WHERE spot.qualifies) AS described,
        ST_Collect(spot.hull ORDER BY spot.spot) FILTER (WHERE spot.qualifies) AS hulls
    FROM spot
    JOIN asked ON ST_Intersects(asked.geometry, spot.hull)
    GROUP BY asked.id
),
event AS MATERIALIZED (
    SELECT location.unit_id, incident.id, incident.category_id, incident.occurred_on, incident.deaths,
        incident.point
    FROM layers_incidentlocation location
    JOIN layers_incident incident ON incident.id = location.incident_id
    WHERE location.unit_id = ANY(%(units)s)
      AND incident.category_id = ANY(%(categories)s)
      AND incident.occurred_on >= %(since)s AND incident.occurred_on < %(until)s
),
congested AS (
    SELECT unit_id, date_trunc('month', occurred_on)::date AS month
    FROM event
    WHERE category_id = 'traffic_congestion'
    GROUP BY unit_id, date_trunc('month', occurred_on)
    HAVING count(*) >= %(congestion_per_month)s
),
in_a_row AS (  -- the month less its place in the list is the same for consecutive months
    SELECT unit_id, count(*) AS months
    FROM (
        SELECT unit_id, month - row_number() OVER (PARTITION BY unit_id ORDER BY month) * interval '1 month' AS run
        FROM congested
    ) numbered
    GROUP BY unit_id, run
),
longest AS (
    SELECT unit_id, max(months) AS months FROM in_a_row GROUP BY unit_id
),
counted AS (
    SELECT
        unit_id,
        count(*) FILTER (WHERE category_id = 'traffic_crash') AS crashes,
        count(*) FILTER (WHERE category_id = 'traffic_crash' AND deaths IS NULL) AS crashes_unknown,
        count(*) FILTER (WHERE category_id = 'traffic_congestion') AS congestion,
        count(*) FILTER (WHERE category_id = 'illegal_racing') AS racing,
        count(*) FILTER (WHERE category_id = 'pavement_stall') AS stalls
    FROM event
    GROUP BY unit_id
),
chosen AS (  -- what the sub-conditions that are met rest on
    SELECT asked.id AS unit_id, unnest(spot.ids) AS id
    FROM spot
    JOIN asked ON ST_Intersects(asked.geometry, spot.hull)
    WHERE spot.qualifies
    UNION
    SELECT event.unit_id, event.id
    FROM event
    JOIN longest USING (unit_id)
    WHERE event.category_id = 'traffic_congestion' AND longest.months >= %(congestion_months)s
    UNION
    SELECT event.unit_id, event.id
    FROM event
    JOIN counted USING (unit_id)
    WHERE event.category_id = 'illegal_racing' AND counted.racing >= %(racing_gatherings)s
),
named AS (
    SELECT
        chosen.unit_id,
        jsonb_agg(
            jsonb_build_object(
                'layer', 'incident',
                'id', incident.id,
                'category', incident.category_id,
                'on', incident.occurred_on
            ) || CASE WHEN incident.category_id = 'traffic_crash'
                THEN jsonb_build_object('deaths', incident.deaths) ELSE '{}'
            END ORDER BY incident.id
        ) AS evidence,
        ST_Collect(incident.point ORDER BY incident.id) AS shapes
    FROM chosen
    JOIN layers_incident incident USING (id)
    GROUP BY chosen.unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    coalesce(spots.spots, 0) AS spots,
    coalesce(spots.maybe_spots, 0) AS maybe_spots,
    coalesce(spots.described, '[]') AS black_spots,
    coalesce(counted.crashes, 0) AS crashes,
    coalesce(counted.crashes_unknown, 0) AS crashes_unknown,
    coalesce(counted.congestion, 0) AS congestion,
    coalesce(longest.months, 0) AS congested_months,
    coalesce(counted.racing, 0) AS racing,
    coalesce(counted.stalls, 0) AS stalls,
    coalesce(named.evidence, '[]') AS evidence,
    ST_AsHEXEWKB(ST_ForceCollection(ST_Collect(named.shapes, spots.hulls))) AS evidence_geometry
FROM asked
LEFT JOIN spots ON spots.unit_id = asked.id
LEFT JOIN counted ON counted.unit_id = asked.id
LEFT JOIN longest ON longest.unit_id = asked.id
LEFT JOIN named ON named.unit_id = asked.id
ORDER BY asked.id
