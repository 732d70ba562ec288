-- Places where people gather inside each commune or within `near_m` metres of it, and the newest known figures
-- on residents and workers. Distances are geodesic; degrees only choose the candidates,
-- generously: first by box, then by the box around the site (the commune comes first, so that PostGIS prepares it
-- once for all its sites). The commune is cut to that box before measuring.
WITH asked AS MATERIALIZED (
    SELECT
        id,
        province_code,
        population AS published_population,
        geometry,
        -- at least a metre: a box without an area touches nothing
        greatest(%(near_m)s, 1) / (110000 * cos(radians(greatest(abs(ST_YMin(geometry)), abs(ST_YMax(geometry)))))) AS reach
    FROM layers_adminunit
    WHERE id = ANY(%(units)s)
),
candidate AS MATERIALIZED (
    SELECT asked.id AS unit_id, asked.geometry AS commune, asked.reach, site.id, site.kind_id, site.name, site.geometry
    FROM asked
    JOIN layers_site site
        ON site.kind_id = ANY(%(site_kinds)s)
        AND site.geometry && ST_Expand(asked.geometry, asked.reach)
        AND ST_Intersects(asked.geometry, ST_Expand(site.geometry, asked.reach))
    WHERE (site.valid_from IS NULL OR site.valid_from <= %(as_of)s)
      AND (site.valid_to IS NULL OR site.valid_to > %(as_of)s)
),
measured AS MATERIALIZED (
    SELECT unit_id, id, kind_id, name, geometry, CASE
        WHEN ST_Intersects(commune, geometry) THEN 0
        ELSE ST_Distance(
            geometry::geography, ST_ClipByBox2D(commune, ST_Expand(geometry, reach)::box2d)::geography
        )
    END AS metres
    FROM candidate
),
place AS (
    SELECT * FROM measured WHERE metres <= %(near_m)s
),
found AS (
    SELECT
        unit_id,
        count(*) AS places,
        count(*) FILTER (WHERE metres = 0) AS places_inside,
        jsonb_agg(
            jsonb_build_object('layer', 'site', 'id', id, 'kind', kind_id, 'label', name) ORDER BY id
        ) AS evidence,
        ST_ForceCollection(ST_Collect(geometry ORDER BY id)) AS shapes
    FROM place
    GROUP BY unit_id
),
newest AS (
    SELECT DISTINCT ON (unit_id, indicator_id) unit_id, indicator_id, value, as_of
    FROM layers_indicatorvalue
    WHERE unit_id = ANY(%(units)s)
      AND indicator_id = ANY(%(indicators)s)
      AND value IS NOT NULL
      AND as_of <= %(as_of)s
    ORDER BY unit_id, indicator_id, as_of DESC, id DESC
),
known AS (
    SELECT
        unit_id,
        max(value) FILTER (WHERE indicator_id = 'population') AS population,
        max(value) FILTER (WHERE indicator_id = 'temporary_residents') AS temporary_residents,
        max(value) FILTER (WHERE indicator_id = 'foreign_workers') AS foreign_workers,
        jsonb_object_agg(indicator_id, as_of) AS as_of
    FROM newest
    GROUP BY unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    coalesce(found.places, 0) AS places,
    coalesce(found.places_inside, 0) AS places_inside,
    coalesce(known.population, asked.published_population) AS population,
    known.temporary_residents,
    known.foreign_workers,
    coalesce(known.as_of, '{}') AS known_as_of,
    found.evidence,
    ST_AsHEXEWKB(found.shapes) AS evidence_geometry
FROM asked
LEFT JOIN found ON found.unit_id = asked.id
LEFT JOIN known ON known.unit_id = asked.id
ORDER BY asked.id
