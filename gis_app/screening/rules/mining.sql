-- Mines that belong to each commune: how many, how large inside it, with and without licence; and the incidents of
-- illegal mining of the window beside them.
-- A mine belongs to every commune it reaches into. A polygon that only touches the edge from outside does not
-- reach in. A mine given as a point has the area that its attribute `area_ha` says; without it, its area is
-- unknown. Extraction of a river's minerals belongs to the communes on the banks as well: a site at most `bank_m`
-- (geodesic) from both the bank of a river and the commune counts there, without an area. Where no river is
-- loaded, `maybe_river` are the sites that could be so. Degrees only choose the candidates, generously.
WITH asked AS MATERIALIZED (
    SELECT
        id,
        province_code,
        geometry,
        -- at least a metre: a box without an area touches nothing
        greatest(%(bank_m)s, 1) / (110000 * cos(radians(greatest(abs(ST_YMin(geometry)), abs(ST_YMax(geometry)))))) AS reach
    FROM layers_adminunit
    WHERE id = ANY(%(units)s)
),
near AS MATERIALIZED (
    SELECT
        asked.id AS unit_id,
        asked.geometry AS commune,
        asked.reach,
        site.id,
        site.kind_id,
        coalesce(nullif(site.name, ''), site.ref) AS label,
        site.attributes,
        site.geometry,
        coalesce(site.attributes ->> 'mineral' = ANY(%(river_minerals)s), false) AS of_river,
        ST_Intersects(asked.geometry, site.geometry) AS touches
    FROM asked
    JOIN layers_site site ON site.kind_id = ANY(%(mine_kinds)s) AND site.geometry && ST_Expand(asked.geometry, asked.reach)
    WHERE (site.valid_from IS NULL OR site.valid_from <= %(as_of)s)
      AND (site.valid_to IS NULL OR site.valid_to > %(as_of)s)
),
placed AS MATERIALIZED (
    SELECT
        near.*,
        inside.shape,
        touches AND (ST_Dimension(geometry) < 2 OR ST_Area(inside.shape) > 0) AS inside,
        of_river AND EXISTS (
            SELECT FROM layers_site river
            WHERE river.kind_id = 'river'
              AND river.geometry && ST_Expand(near.geometry, near.reach)
              AND (river.valid_from IS NULL OR river.valid_from <= %(as_of)s)
              AND (river.valid_to IS NULL OR river.valid_to > %(as_of)s)
              AND ST_DWithin(
                  CASE WHEN ST_Dimension(river.geometry) = 2 THEN ST_Boundary(river.geometry)
                      ELSE river.geometry END::geography,
                  near.geometry::geography,
                  %(bank_m)s
              )
        ) AS on_bank
    FROM near
    CROSS JOIN LATERAL (SELECT ST_Intersection(near.geometry, near.commune) AS shape) inside
    WHERE touches OR of_river
),
mine AS MATERIALIZED (
    SELECT
        unit_id,
        id,
        kind_id,
        label,
        attributes ->> 'licence' AS licence,
        attributes ->> 'mineral' = ANY(%(minerals)s) AS named,
        inside,
        on_bank,
        CASE WHEN inside THEN shape ELSE geometry END AS shape,
        CASE
            WHEN NOT inside THEN 0
            WHEN ST_Dimension(geometry) = 2 THEN ST_Area(shape::geography) / 10000
            WHEN attributes ->> 'area_ha' ~ '^[0-9]+(\.[0-9]+)?$' THEN (attributes ->> 'area_ha')::float
        END AS area_ha
    FROM placed
    WHERE inside
       OR of_river AND ST_DWithin(
           geometry::geography, ST_ClipByBox2D(commune, ST_Expand(geometry, reach)::box2d)::geography, %(bank_m)s
       )
),
found AS (
    SELECT
        unit_id,
        count(*) AS sites,
        count(*) FILTER (WHERE on_bank) AS river_sites,
        count(*) FILTER (WHERE named) AS named_sites,
        coalesce(sum(area_ha), 0) AS area_ha,
        coalesce(sum(area_ha) FILTER (WHERE licence = 'yes'), 0) AS licensed_ha,
        coalesce(sum(area_ha) FILTER (WHERE licence = 'no'), 0) AS unlicensed_ha,
        count(*) FILTER (WHERE area_ha IS NULL) AS without_area,
        count(*) FILTER (WHERE licence = 'yes') AS licensed,
        count(*) FILTER (WHERE licence = 'no') AS unlicensed,
        count(*) FILTER (WHERE licence IS NULL OR licence NOT IN ('yes', 'no')) AS licence_unknown,
        jsonb_agg(
            jsonb_build_object('layer', 'site', 'id', id, 'kind', kind_id, 'label', label) ORDER BY id
        ) AS evidence,
        ST_ForceCollection(ST_Collect(shape ORDER BY id)) AS shapes
    FROM mine
    WHERE inside OR on_bank
    GROUP BY unit_id
),
maybe AS (
    SELECT unit_id, count(*) AS sites FROM mine WHERE NOT inside AND NOT on_bank GROUP BY unit_id
),
illegal AS (
    SELECT incident.unit_id, count(*) AS incidents
    FROM screening_located incident
    WHERE incident.category_id = ANY(%(categories)s)
      AND incident.occurred_on >= %(since)s
    GROUP BY incident.unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    coalesce(found.sites, 0) AS sites,
    coalesce(found.river_sites, 0) AS river_sites,
    coalesce(maybe.sites, 0) AS maybe_river,
    coalesce(found.named_sites, 0) AS named_sites,
    coalesce(found.area_ha, 0) AS area_ha,
    coalesce(found.licensed_ha, 0) AS licensed_ha,
    coalesce(found.unlicensed_ha, 0) AS unlicensed_ha,
    coalesce(found.without_area, 0) AS without_area,
    coalesce(found.licensed, 0) AS licensed,
    coalesce(found.unlicensed, 0) AS unlicensed,
    coalesce(found.licence_unknown, 0) AS licence_unknown,
    coalesce(illegal.incidents, 0) AS illegal_incidents,
    found.evidence,
    ST_AsHEXEWKB(found.shapes) AS evidence_geometry
FROM asked
LEFT JOIN found ON found.unit_id = asked.id
LEFT JOIN maybe ON maybe.unit_id = asked.id
LEFT JOIN illegal ON illegal.unit_id = asked.id
ORDER BY asked.id
