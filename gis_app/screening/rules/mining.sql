-- Mines in each commune: how many, how large inside the commune, with and without licence; and the incidents
-- of illegal mining of the window beside them.
-- A polygon that only touches the commune's edge from outside has no area inside and does not count. A mine
-- given as a point has the area that its attribute `area_ha` says; without it, its area is unknown.
WITH asked AS MATERIALIZED (
    SELECT id, province_code, geometry FROM layers_adminunit WHERE id = ANY(%(units)s)
),
mine AS MATERIALIZED (
    SELECT
        asked.id AS unit_id,
        site.id,
        coalesce(nullif(site.name, ''), site.ref) AS label,
        site.attributes ->> 'licence' AS licence,
        inside.shape,
        CASE
            WHEN ST_Dimension(site.geometry) = 2 THEN ST_Area(inside.shape::geography) / 10000
            WHEN site.attributes ->> 'area_ha' ~ '^[0-9]+(\.[0-9]+)?$'
                THEN (site.attributes ->> 'area_ha')::float
        END AS area_ha
    FROM asked
    JOIN layers_site site ON site.kind_id = ANY(%(site_kinds)s) AND ST_Intersects(asked.geometry, site.geometry)
    CROSS JOIN LATERAL (SELECT ST_Intersection(site.geometry, asked.geometry) AS shape) inside
    WHERE (site.valid_from IS NULL OR site.valid_from <= %(as_of)s)
      AND (site.valid_to IS NULL OR site.valid_to > %(as_of)s)
      AND (ST_Dimension(site.geometry) < 2 OR ST_Area(inside.shape) > 0)
),
found AS (
    SELECT
        unit_id,
        count(*) AS sites,
        coalesce(sum(area_ha), 0) AS area_ha,
        count(*) FILTER (WHERE area_ha IS NULL) AS without_area,
        count(*) FILTER (WHERE licence = 'yes') AS licensed,
        count(*) FILTER (WHERE licence = 'no') AS unlicensed,
        count(*) FILTER (WHERE licence IS NULL OR licence NOT IN ('yes', 'no')) AS licence_unknown,
        jsonb_agg(jsonb_build_object('layer', 'site', 'id', id, 'label', label) ORDER BY id) AS evidence,
        ST_ForceCollection(ST_Collect(shape ORDER BY id)) AS shapes
    FROM mine
    GROUP BY unit_id
),
illegal AS (
    SELECT location.unit_id, count(*) AS incidents
    FROM layers_incidentlocation location
    JOIN layers_incident incident ON incident.id = location.incident_id
    WHERE location.unit_id = ANY(%(units)s)
      AND incident.category_id = ANY(%(categories)s)
      AND incident.occurred_on >= %(since)s AND incident.occurred_on < %(until)s
    GROUP BY location.unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    coalesce(found.sites, 0) AS sites,
    coalesce(found.area_ha, 0) AS area_ha,
    coalesce(found.without_area, 0) AS without_area,
    coalesce(found.licensed, 0) AS licensed,
    coalesce(found.unlicensed, 0) AS unlicensed,
    coalesce(found.licence_unknown, 0) AS licence_unknown,
    coalesce(illegal.incidents, 0) AS illegal_incidents,
    found.evidence,
    ST_AsHEXEWKB(found.shapes) AS evidence_geometry
FROM asked
LEFT JOIN found ON found.unit_id = asked.id
LEFT JOIN illegal ON illegal.unit_id = asked.id
ORDER BY asked.id
