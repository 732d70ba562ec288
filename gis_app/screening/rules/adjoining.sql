-- What each commune adjoins and how many of its incidents of the window lie in the strip along that part of its
-- edge. `survey` names the edges (gis_app.screening.frontiers). A part that is not longer than `min_shared_m`
-- with one province, one country or nothing known is left out altogether.
-- Categories that may only be shown per commune and year are not counted: with a total that holds them, they
-- could be found out by subtraction. Only categories shown as points are named as evidence.
WITH asked AS MATERIALIZED (
    SELECT id, province_code FROM layers_adminunit WHERE id = ANY(%(units)s)
),
part AS MATERIALIZED (
    SELECT
        frontier.unit_id,
        frontier.faces,
        coalesce(line.country, beside.province_code, '') AS facing,
        frontier.length_m,
        frontier.geometry,
        CASE frontier.faces
            WHEN 'border' THEN jsonb_build_object('layer', 'border_line', 'id', line.id, 'label', line.name)
            WHEN 'province' THEN jsonb_build_object('layer', 'unit', 'id', beside.id, 'label', beside.full_name)
        END AS evidence
    FROM screening_frontier frontier
    LEFT JOIN layers_borderline line ON line.id = frontier.border_line_id
    LEFT JOIN layers_adminunit beside ON beside.id = frontier.neighbour_id
    WHERE frontier.survey_id = %(survey)s AND frontier.unit_id = ANY(%(units)s)
),
facing AS MATERIALIZED (
    SELECT
        part.unit_id,
        part.faces,
        part.facing,
        sum(part.length_m) AS length_m,
        (
            SELECT province.full_name
            FROM layers_adminunit province
            JOIN layers_boundaryset s ON s.id = province.boundary_set_id AND s.status = 'active'
            WHERE part.faces = 'province' AND province.level = 'province' AND province.code = part.facing
              AND province.valid_from <= %(as_of)s
              AND (province.valid_to IS NULL OR province.valid_to > %(as_of)s)
            ORDER BY province.id LIMIT 1
        ) AS province_name
    FROM part
    GROUP BY part.unit_id, part.faces, part.facing
    HAVING sum(part.length_m) > %(min_shared_m)s
),
shared AS MATERIALIZED (
    SELECT part.*
    FROM part
    JOIN facing USING (unit_id, faces, facing)
),
strip AS MATERIALIZED (  -- short stretches, so that boxes choose well
    SELECT unit_id, faces <> 'open' AS known, ST_Subdivide(geometry, 32) AS line FROM shared
),
incident AS MATERIALIZED (
    SELECT
        location.unit_id,
        incident.id,
        incident.point,
        incident.occurred_on,
        category.precision = 'point' AS shown,
        incident.category_id,
        %(near_m)s / (110000 * cos(radians(ST_Y(incident.point)))) AS reach
    FROM layers_incidentlocation location
    JOIN layers_incident incident ON incident.id = location.incident_id
    JOIN layers_incidentcategory category ON category.key = incident.category_id
    WHERE location.unit_id IN (SELECT unit_id FROM shared)
      AND incident.occurred_on >= %(since)s AND incident.occurred_on < %(until)s
      AND category.precision <> 'commune_year'
),
near AS MATERIALIZED (
    SELECT incident.unit_id, incident.id, bool_or(strip.known) AS known
    FROM incident
    JOIN strip
        ON strip.unit_id = incident.unit_id
        AND strip.line && ST_Expand(incident.point, incident.reach)
        AND ST_DWithin(strip.line::geography, incident.point::geography, %(near_m)s)
    GROUP BY incident.unit_id, incident.id
),
counted AS (
    SELECT
        incident.unit_id,
        count(*) AS incidents,
        count(*) FILTER (WHERE near.known) AS near_known,
        count(near.id) AS near_any
    FROM incident
    LEFT JOIN near USING (unit_id, id)
    GROUP BY incident.unit_id
),
named AS (
    SELECT
        incident.unit_id,
        jsonb_agg(
            jsonb_build_object(
                'layer', 'incident',
                'id', incident.id,
                'category', incident.category_id,
                'on', incident.occurred_on
            ) ORDER BY incident.id
        ) AS evidence,
        ST_Collect(incident.point ORDER BY incident.id) AS shapes
    FROM near
    JOIN incident USING (unit_id, id)
    WHERE near.known AND incident.shown
    GROUP BY incident.unit_id
),
adjoined AS (
    SELECT
        unit_id,
        jsonb_agg(evidence ORDER BY faces, evidence -> 'id') AS evidence,
        -- For drawing only: vertices some ten metres apart are more than a map of a commune shows.
        ST_Collect(ST_SimplifyPreserveTopology(geometry, 0.0001) ORDER BY faces, evidence -> 'id') AS shapes
    FROM shared
    WHERE faces <> 'open'
    GROUP BY unit_id
),
described AS (
    SELECT
        unit_id,
        jsonb_agg(
            jsonb_build_object(
                'faces', faces, 'facing', facing, 'name', province_name, 'length_m', length_m
            ) ORDER BY faces, length_m DESC, facing
        ) AS facing
    FROM facing
    GROUP BY unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    coalesce(described.facing, '[]') AS facing,
    coalesce(counted.incidents, 0) AS incidents,
    coalesce(counted.near_known, 0) AS near_known,
    coalesce(counted.near_any, 0) AS near_any,
    coalesce(adjoined.evidence, '[]') || coalesce(named.evidence, '[]') AS evidence,
    ST_AsHEXEWKB(ST_ForceCollection(ST_Collect(adjoined.shapes, named.shapes))) AS evidence_geometry
FROM asked
LEFT JOIN described ON described.unit_id = asked.id
LEFT JOIN counted ON counted.unit_id = asked.id
LEFT JOIN adjoined ON adjoined.unit_id = asked.id
LEFT JOIN named ON named.unit_id = asked.id
ORDER BY asked.id
