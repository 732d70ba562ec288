-- Black spots that touch each commune (`spots`, found before: gis_app.screening.black_spots), congestion, racing
-- and pavement stalls in it within the window of days.
-- A spot belongs to every commune that the hull of its crashes touches, so crashes beyond the edge count too.
WITH asked AS MATERIALIZED (
    SELECT id, province_code, geometry FROM layers_adminunit WHERE id = ANY(%(units)s)
),
spot AS MATERIALIZED (
    SELECT
        row_number() OVER () AS spot,
        qualifies,
        method,
        crashes,
        fatal,
        injured,
        unknown,
        ARRAY(SELECT id::bigint FROM jsonb_array_elements_text(ids) AS id) AS ids,
        hull::geometry AS hull
    FROM jsonb_to_recordset(%(spots)s::jsonb) AS found (
        qualifies boolean, method text, crashes int, fatal int, injured int, unknown int, ids jsonb, hull text
    )
),
spots AS (
    SELECT
        asked.id AS unit_id,
        count(*) FILTER (WHERE spot.qualifies) AS spots,
        count(*) FILTER (WHERE NOT spot.qualifies) AS maybe_spots,
        jsonb_agg(
            jsonb_build_object(
                'crashes', spot.crashes, 'fatal', spot.fatal, 'injured', spot.injured, 'unknown', spot.unknown,
                'method', spot.method
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
