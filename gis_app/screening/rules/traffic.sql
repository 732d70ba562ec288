-- Black spots that touch each commune (`spots`, found before: gis_app.screening.black_spots), congestion, racing
-- and pavement stalls in it within the window of days.
-- A spot belongs to every commune that its stretch or one of its crashes touches; crashes beyond the edge count.
WITH asked AS MATERIALIZED (
    SELECT id, province_code FROM layers_adminunit WHERE id = ANY(%(units)s)
),
spot AS MATERIALIZED (
    SELECT
        rank,
        level,
        method,
        ARRAY(SELECT id::bigint FROM jsonb_array_elements_text(ids) AS id) AS ids,
        shape::geometry AS shape,
        touches::geometry AS touches,
        jsonb_build_object(
            'crashes', crashes, 'fatal', fatal, 'injured', injured, 'unknown', unknown,
            'deaths', deaths, 'injuries', injuries,
            'method', method, 'roads', roads, 'clauses', clauses
        ) AS described
    FROM ROWS FROM (jsonb_to_recordset(%(spots)s::jsonb) AS (
        level text, method text, crashes int, fatal int, injured int, unknown int, deaths int, injuries int,
        ids jsonb, roads jsonb, clauses jsonb, shape text, touches text
    )) WITH ORDINALITY AS found (
        level, method, crashes, fatal, injured, unknown, deaths, injuries, ids, roads, clauses, shape, touches, rank
    )
),
touched AS MATERIALIZED (
    SELECT unit.id AS unit_id, unit.full_name, spot.rank
    FROM spot
    JOIN layers_adminunit unit ON unit.geometry && spot.touches AND ST_Intersects(unit.geometry, spot.touches)
    WHERE unit.id = ANY(%(units)s)
),
named_spot AS (
    SELECT rank, jsonb_agg(full_name ORDER BY full_name, unit_id) AS communes FROM touched GROUP BY rank
),
spots AS (
    SELECT
        touched.unit_id,
        count(*) FILTER (WHERE level = 'black_spot') AS spots,
        count(*) FILTER (WHERE level = 'possible') AS maybe_spots,
        count(*) FILTER (WHERE level = 'potential') AS potential_spots,
        jsonb_agg(described || jsonb_build_object('communes', communes) ORDER BY rank)
            FILTER (WHERE level = 'black_spot') AS described,
        ST_Collect(shape ORDER BY rank) FILTER (WHERE level = 'black_spot') AS shapes
    FROM touched
    JOIN spot USING (rank)
    JOIN named_spot USING (rank)
    GROUP BY touched.unit_id
),
event AS MATERIALIZED (
    SELECT incident.unit_id, incident.id, incident.category_id, incident.occurred_on, incident.deaths,
        incident.point
    FROM screening_located incident
    WHERE incident.category_id = ANY(%(categories)s)
      AND incident.occurred_on >= least(%(crashes_since)s, %(since)s)
      AND incident.occurred_on >= CASE incident.category_id
          WHEN 'traffic_crash' THEN %(crashes_since)s ELSE %(since)s
      END
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
        count(beside.id) AS crashes_unsnapped,
        count(*) FILTER (WHERE category_id = 'traffic_congestion') AS congestion,
        count(*) FILTER (WHERE category_id = 'illegal_racing') AS racing,
        count(*) FILTER (WHERE category_id = 'pavement_stall') AS stalls
    FROM event
    LEFT JOIN unnest(%(unsnapped)s::bigint[]) AS beside (id) ON beside.id = event.id
    GROUP BY unit_id
),
chosen AS (  -- what the sub-conditions that are met rest on; a spot may have crashes beyond the commune's edge
    SELECT there.unit_id, incident.id, incident.category_id, incident.occurred_on, incident.deaths, incident.point
    FROM (
        SELECT DISTINCT touched.unit_id, unnest(spot.ids) AS id
        FROM spot
        JOIN touched USING (rank)
        WHERE spot.level = 'black_spot'
    ) there
    JOIN layers_incident incident USING (id)
    UNION ALL
    SELECT event.*
    FROM event
    JOIN longest USING (unit_id)
    WHERE event.category_id = 'traffic_congestion' AND longest.months >= %(congestion_months)s
    UNION ALL
    SELECT event.*
    FROM event
    JOIN counted USING (unit_id)
    WHERE event.category_id = 'illegal_racing' AND counted.racing >= %(racing_gatherings)s
),
named AS (
    SELECT
        unit_id,
        string_agg(
            format(
                '{"layer": "incident", "id": %%s, "category": %%s, "on": "%%s"%%s}',
                id, to_json(category_id), occurred_on,
                CASE WHEN category_id = 'traffic_crash' THEN ', "deaths": ' || coalesce(deaths::text, 'null') END
            ), ', ' ORDER BY id
        ) AS evidence,
        ST_Collect(point ORDER BY id) AS shapes
    FROM chosen
    GROUP BY unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    %(roads)s AS roads,
    coalesce(spots.spots, 0) AS spots,
    coalesce(spots.maybe_spots, 0) AS maybe_spots,
    coalesce(spots.potential_spots, 0) AS potential_spots,
    coalesce(spots.described, '[]') AS black_spots,
    coalesce(counted.crashes, 0) AS crashes,
    coalesce(counted.crashes_unknown, 0) AS crashes_unknown,
    coalesce(counted.crashes_unsnapped, 0) AS crashes_unsnapped,
    coalesce(counted.congestion, 0) AS congestion,
    coalesce(longest.months, 0) AS congested_months,
    coalesce(counted.racing, 0) AS racing,
    coalesce(counted.stalls, 0) AS stalls,
    '[' || coalesce(named.evidence, '') || ']' AS evidence,
    ST_AsHEXEWKB(ST_ForceCollection(ST_Collect(named.shapes, spots.shapes))) AS evidence_geometry
FROM asked
LEFT JOIN spots ON spots.unit_id = asked.id
LEFT JOIN counted ON counted.unit_id = asked.id
LEFT JOIN longest ON longest.unit_id = asked.id
LEFT JOIN named ON named.unit_id = asked.id
ORDER BY asked.id
