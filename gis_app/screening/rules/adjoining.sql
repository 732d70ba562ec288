-- What each commune adjoins and how many of its incidents of the window lie in the strip along that part of its
-- edge. `survey` names the edges (gis_app.screening.frontiers); `boundaries` says which kinds of them count: `border`,
-- `province` and, for boundaries with key areas of the same set, `key_area`. A part that is not longer than `min_shared_m`
-- with one province, one country or nothing known is left out altogether.
-- Categories that may only be shown per commune and year are not `countable`: with a total that holds them, they
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
stretch AS (  -- short ones, so that boxes choose well; those of a survey are short already
    SELECT unit_id, faces, facing, (ST_Dump(geometry)).geom AS line FROM shared WHERE faces <> 'key_area'
    UNION ALL
    SELECT unit_id, faces, facing, ST_Subdivide(geometry, 32) FROM shared WHERE faces = 'key_area'
),
strip AS MATERIALIZED (
    SELECT
        unit_id,
        faces,
        facing,
        line,
        %(near_m)s / (110000 * cos(radians(greatest(abs(ST_YMin(line)), abs(ST_YMax(line)))))) AS reach
    FROM stretch
),
along AS MATERIALIZED (
    SELECT DISTINCT strip.unit_id, strip.faces, strip.facing, found.id
    FROM strip
    CROSS JOIN LATERAL (  -- by the places of incidents: few of them are near an edge
        SELECT incident.id
        FROM layers_incident incident
        WHERE incident.point && ST_Expand(strip.line, strip.reach)
          AND incident.occurred_on >= %(since)s AND incident.occurred_on < %(until)s
          AND incident.category_id = ANY(%(countable)s)
          AND ST_DWithin(strip.line::geography, incident.point::geography, %(near_m)s)
        OFFSET 0
    ) found
),
beside AS MATERIALIZED (  -- of those the ones located in the commune itself
    SELECT along.*
    FROM along
    CROSS JOIN LATERAL (
        SELECT FROM layers_incidentlocation located
        WHERE located.incident_id = along.id AND located.unit_id = along.unit_id
        OFFSET 0
    ) there
),
near AS MATERIALIZED (
    SELECT unit_id, id, bool_or(faces <> 'open') AS known FROM beside GROUP BY unit_id, id
),
near_each AS (
    SELECT unit_id, faces, facing, count(*) AS near FROM beside GROUP BY unit_id, faces, facing
),
near_all AS (
    SELECT unit_id, count(*) FILTER (WHERE known) AS near_known, count(*) AS near_any FROM near GROUP BY unit_id
),
counts AS (  -- whole months are counted already, the days at both ends are counted here
    SELECT unit_id, incidents
    FROM layers_monthlycount
    WHERE unit_id = ANY(ARRAY(SELECT unit_id FROM shared))
      AND category_id = ANY(%(countable)s)
      AND month >= %(first_month)s AND month < %(end_month)s
    UNION ALL
    SELECT location.unit_id, 1
    FROM layers_incident incident
    JOIN layers_incidentlocation location ON location.incident_id = incident.id
    WHERE location.unit_id = ANY(ARRAY(SELECT unit_id FROM shared))
      AND incident.category_id = ANY(%(countable)s)
      AND (
          incident.occurred_on >= %(since)s AND incident.occurred_on < %(first_month)s
          OR incident.occurred_on >= %(end_month)s AND incident.occurred_on < %(until)s
      )
),
counted AS (
    SELECT unit_id, sum(incidents)::bigint AS incidents FROM counts GROUP BY unit_id
),
named AS (
    SELECT
        near.unit_id,
        jsonb_agg(
            jsonb_build_object(
                'layer', 'incident', 'id', incident.id, 'category', incident.category_id, 'on', incident.occurred_on
            ) ORDER BY incident.id
        ) AS evidence,
        ST_Collect(incident.point ORDER BY incident.id) AS shapes
    FROM near
    JOIN layers_incident incident USING (id)
    JOIN layers_incidentcategory category ON category.key = incident.category_id
    WHERE near.known AND category.precision = 'point'
    GROUP BY near.unit_id
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
    coalesce(near_all.near_known, 0) AS near_known,
    coalesce(near_all.near_any, 0) AS near_any,
    coalesce(adjoined.evidence, '[]') || coalesce(named.evidence, '[]') AS evidence,
    ST_AsHEXEWKB(ST_ForceCollection(ST_Collect(adjoined.shapes, named.shapes))) AS evidence_geometry
FROM asked
LEFT JOIN described ON described.unit_id = asked.id
LEFT JOIN key_areas ON key_areas.unit_id = asked.id
LEFT JOIN counted ON counted.unit_id = asked.id
LEFT JOIN near_all ON near_all.unit_id = asked.id
LEFT JOIN adjoined ON adjoined.unit_id = asked.id
LEFT JOIN named ON named.unit_id = asked.id
ORDER BY asked.id
