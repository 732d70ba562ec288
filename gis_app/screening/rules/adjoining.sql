-- What each commune adjoins and how many of its incidents of the window lie in the strip along that part of its
-- edge. `survey` names the edges (gis_app.screening.frontiers); `boundaries` says which kinds of them count: `border`,
-- `province` and, for boundaries with key areas of the same set, `key_area`. A part that is not longer than `min_shared_m`
-- with one province, one country or nothing known is left out altogether.
-- Categories that may only be shown per commune and year are not counted: with a total that holds them, they
-- could be found out by subtraction. Only categories shown as points are named as evidence.
WITH asked AS MATERIALIZED (
    SELECT id, province_code FROM layers_adminunit WHERE id = ANY(%(units)s)
),
beside_key AS MATERIALIZED (  -- key areas of the same boundary set that share a boundary with the commune
    SELECT
        adjacency.unit_id,
        key.id,
        key.code,
        key.full_name,
        adjacency.shared_m,
        jsonb_build_object('layer', 'unit', 'id', key.id, 'label', key.full_name) AS evidence
    FROM layers_unitadjacency adjacency
    JOIN layers_adminunit key ON key.id = adjacency.neighbour_id
    WHERE adjacency.unit_id = ANY(%(units)s)
      AND adjacency.neighbour_id = ANY(%(key_areas)s)
      AND adjacency.shared_m > %(min_shared_m)s
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
    WHERE frontier.survey_id = %(survey)s
      AND frontier.unit_id = ANY(%(units)s)
      AND (frontier.faces = 'open' OR frontier.faces = ANY(%(boundaries)s))
    UNION ALL
    SELECT
        beside_key.unit_id,
        'key_area',
        beside_key.code,
        beside_key.shared_m,
        ST_Multi(ST_CollectionExtract(ST_Intersection(own.geometry, key.geometry), 2)),
        beside_key.evidence
    FROM beside_key
    JOIN layers_adminunit own ON own.id = beside_key.unit_id
    JOIN layers_adminunit key ON key.id = beside_key.id
    WHERE 'key_area' = ANY(%(boundaries)s)
),
facing AS MATERIALIZED (
    SELECT
        part.unit_id,
        part.faces,
        part.facing,
        sum(part.length_m) AS length_m,
        CASE part.faces
            WHEN 'key_area' THEN min(part.evidence ->> 'label')
            WHEN 'province' THEN (
                SELECT province.full_name
                FROM layers_adminunit province
                JOIN layers_boundaryset s ON s.id = province.boundary_set_id AND s.status = 'active'
                WHERE province.level = 'province' AND province.code = part.facing
                  AND province.valid_from <= %(as_of)s
                  AND (province.valid_to IS NULL OR province.valid_to > %(as_of)s)
                ORDER BY province.id LIMIT 1
            )
        END AS name
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
    SELECT unit_id, faces, facing, faces <> 'open' AS known, ST_Subdivide(geometry, 32) AS line FROM shared
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
beside AS MATERIALIZED (
    SELECT DISTINCT incident.unit_id, incident.id, strip.faces, strip.facing, strip.known
    FROM incident
    JOIN strip
        ON strip.unit_id = incident.unit_id
        AND strip.line && ST_Expand(incident.point, incident.reach)
        AND ST_DWithin(strip.line::geography, incident.point::geography, %(near_m)s)
),
near AS MATERIALIZED (
    SELECT unit_id, id, bool_or(known) AS known FROM beside GROUP BY unit_id, id
),
near_each AS (
    SELECT unit_id, faces, facing, count(*) AS near FROM beside GROUP BY unit_id, faces, facing
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
                'faces', faces, 'facing', facing, 'name', name, 'length_m', length_m,
                'near', coalesce(near_each.near, 0)
            ) ORDER BY faces, length_m DESC, facing
        ) AS facing
    FROM facing
    LEFT JOIN near_each USING (unit_id, faces, facing)
    GROUP BY unit_id
),
key_areas AS (
    SELECT
        unit_id,
        jsonb_agg(
            jsonb_build_object('unit', id, 'code', code, 'name', full_name, 'length_m', shared_m)
            ORDER BY shared_m DESC, code
        ) AS beside
    FROM beside_key
    GROUP BY unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    coalesce(described.facing, '[]') AS facing,
    coalesce(key_areas.beside, '[]') AS key_areas,
    coalesce(counted.incidents, 0) AS incidents,
    coalesce(counted.near_known, 0) AS near_known,
    coalesce(counted.near_any, 0) AS near_any,
    coalesce(adjoined.evidence, '[]') || coalesce(named.evidence, '[]') AS evidence,
    ST_AsHEXEWKB(ST_ForceCollection(ST_Collect(adjoined.shapes, named.shapes))) AS evidence_geometry
FROM asked
LEFT JOIN described ON described.unit_id = asked.id
LEFT JOIN key_areas ON key_areas.unit_id = asked.id
LEFT JOIN counted ON counted.unit_id = asked.id
LEFT JOIN adjoined ON adjoined.unit_id = asked.id
LEFT JOIN named ON named.unit_id = asked.id
ORDER BY asked.id
