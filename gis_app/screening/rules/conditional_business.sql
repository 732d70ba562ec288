-- Where places gather in each commune, and the violations of the window there.
--
-- A place of the commune is *crowded* when at least `min_places` places (itself included, also beyond the
-- commune's edge) lie within `radius_m` of it, geodesic. Violations located in the commune count *there* when
-- they are within `radius_m` of a crowded place. A commune is *dense* when fewer than `top_percent` percent of
-- its province's communes have more places per km²; then all its violations count.
-- Degrees only choose the candidates, generously.
WITH asked AS MATERIALIZED (
    SELECT id, province_code, geometry, area_m2 FROM layers_adminunit WHERE id = ANY(%(units)s)
),
compared AS MATERIALIZED (  -- the communes of the province, among which density is ranked
    SELECT id, province_code, geometry, area_m2 FROM layers_adminunit WHERE id = ANY(%(province_units)s)
),
place AS MATERIALIZED (  -- only those that belong to a commune are looked at
    SELECT
        site.id,
        site.kind_id,
        site.name,
        site.geometry,
        %(radius_m)s / (110000 * cos(radians(greatest(abs(ST_YMin(site.geometry)), abs(ST_YMax(site.geometry))))))
            AS reach
    FROM layers_site site
    WHERE site.kind_id = ANY(%(site_kinds)s)
),
belongs AS MATERIALIZED (
    SELECT compared.id AS unit_id, site.id
    FROM compared
    JOIN layers_site site ON site.kind_id = ANY(%(site_kinds)s) AND ST_Intersects(compared.geometry, site.geometry)
    WHERE (site.valid_from IS NULL OR site.valid_from <= %(as_of)s)
      AND (site.valid_to IS NULL OR site.valid_to > %(as_of)s)
),
density AS MATERIALIZED (
    SELECT
        compared.id AS unit_id,
        count(belongs.id) AS places,
        count(belongs.id) / compared.area_m2 * 1e6 AS per_km2,
        rank() OVER by_density AS place_in_province,
        count(*) OVER (PARTITION BY compared.province_code) AS communes
    FROM compared
    LEFT JOIN belongs ON belongs.unit_id = compared.id
    GROUP BY compared.id, compared.province_code, compared.area_m2
    WINDOW by_density AS (
        PARTITION BY compared.province_code ORDER BY count(belongs.id) / compared.area_m2 DESC
    )
),
beside AS MATERIALIZED (  -- how many places are within the radius of each place of the communes asked about
    SELECT centre.id, count(*) AS places
    FROM place centre
    JOIN layers_site other
        ON other.kind_id = ANY(%(site_kinds)s)
        AND other.geometry && ST_Expand(centre.geometry, centre.reach)
        AND ST_DWithin(other.geometry::geography, centre.geometry::geography, %(radius_m)s)
    WHERE centre.id IN (SELECT belongs.id FROM belongs JOIN asked ON asked.id = belongs.unit_id)
      AND (other.valid_from IS NULL OR other.valid_from <= %(as_of)s)
      AND (other.valid_to IS NULL OR other.valid_to > %(as_of)s)
    GROUP BY centre.id
),
crowded AS MATERIALIZED (
    SELECT belongs.unit_id, place.*, beside.places
    FROM beside
    JOIN place USING (id)
    JOIN belongs USING (id)
    JOIN asked ON asked.id = belongs.unit_id
    WHERE beside.places >= %(min_places)s
),
violation AS MATERIALIZED (
    SELECT incident.unit_id, incident.id, incident.category_id, incident.occurred_on, incident.point
    FROM screening_located incident
    WHERE incident.category_id = ANY(%(categories)s)
      AND incident.occurred_on >= %(since)s
),
there AS MATERIALIZED (
    SELECT DISTINCT violation.unit_id, violation.id
    FROM violation
    JOIN crowded
        ON crowded.unit_id = violation.unit_id
        AND violation.point && ST_Expand(crowded.geometry, crowded.reach)
        AND ST_DWithin(violation.point::geography, crowded.geometry::geography, %(radius_m)s)
),
violations AS (
    SELECT
        violation.unit_id,
        count(*) AS violations,
        count(there.id) AS violations_there,
        string_agg(
            format(
                '{"layer": "incident", "id": %%s, "category": %%s, "on": "%%s"}',
                violation.id, to_json(violation.category_id), violation.occurred_on
            ), ', ' ORDER BY violation.id
        ) AS evidence,
        ST_Collect(violation.point ORDER BY violation.id) AS shapes
    FROM violation
    LEFT JOIN there USING (unit_id, id)
    GROUP BY violation.unit_id
),
gathered AS (
    SELECT
        unit_id,
        max(places) AS most,
        string_agg(
            jsonb_build_object('layer', 'site', 'id', id, 'kind', kind_id, 'label', name)::text, ', ' ORDER BY id
        ) AS evidence,
        ST_Collect(geometry ORDER BY id) AS shapes
    FROM crowded
    GROUP BY unit_id
),
most AS (
    SELECT belongs.unit_id, max(beside.places) AS places
    FROM beside
    JOIN belongs USING (id)
    GROUP BY belongs.unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    density.places,
    density.per_km2,
    density.place_in_province,
    density.communes,
    density.places > 0 AND (density.place_in_province - 1) * 100 < %(top_percent)s * density.communes AS dense,
    coalesce(most.places, 0) AS most_places,
    gathered.unit_id IS NOT NULL AS crowded,
    coalesce(violations.violations, 0) AS violations,
    coalesce(violations.violations_there, 0) AS violations_there,
    '[' || concat_ws(', ', gathered.evidence, violations.evidence) || ']' AS evidence,
    ST_AsHEXEWKB(ST_ForceCollection(ST_Collect(gathered.shapes, violations.shapes))) AS evidence_geometry
FROM asked
JOIN density ON density.unit_id = asked.id
LEFT JOIN most ON most.unit_id = asked.id
LEFT JOIN gathered ON gathered.unit_id = asked.id
LEFT JOIN violations ON violations.unit_id = asked.id
ORDER BY asked.id
