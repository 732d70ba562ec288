-- Fires and explosions by their consequences, and offences with weapons, explosives and fireworks, of the window.
-- A case with unknown deaths (or, without deaths, unknown injuries) may be serious: `maybe_…` count it as such.
-- Only categories shown as points give their places.
WITH asked AS MATERIALIZED (
    SELECT id, province_code FROM layers_adminunit WHERE id = ANY(%(units)s)
),
event AS MATERIALIZED (
    SELECT
        incident.unit_id,
        incident.id,
        incident.category_id,
        incident.occurred_on,
        incident.deaths,
        incident.category_id IN ('fire', 'explosion') AS burnt,
        category.precision = 'point' AS shown,
        incident.deaths > 0 AS fatal,
        incident.deaths > 0 OR incident.injuries > 0 AS serious,
        incident.point
    FROM screening_located incident
    JOIN layers_incidentcategory category ON category.key = incident.category_id
    WHERE incident.category_id = ANY(%(categories)s)
      AND incident.occurred_on >= %(since)s
),
counted AS (
    SELECT
        unit_id,
        count(*) FILTER (WHERE burnt) AS fires,
        count(*) FILTER (WHERE burnt AND fatal) AS fatal,
        count(*) FILTER (WHERE burnt AND fatal IS NOT FALSE) AS maybe_fatal,
        count(*) FILTER (WHERE burnt AND serious) AS serious,
        count(*) FILTER (WHERE burnt AND serious IS NOT FALSE) AS maybe_serious,
        count(*) FILTER (WHERE category_id = 'weapon') AS weapon,
        count(*) FILTER (WHERE category_id = 'explosive') AS explosive,
        count(*) FILTER (WHERE category_id = 'fireworks') AS fireworks,
        string_agg(
            format(
                '{"layer": "incident", "id": %%s, "category": %%s, "on": "%%s"%%s}',
                id, to_json(category_id), occurred_on,
                CASE WHEN burnt THEN ', "deaths": ' || coalesce(deaths::text, 'null') END
            ), ', ' ORDER BY id
        ) FILTER (WHERE NOT burnt OR serious IS NOT FALSE) AS evidence,
        ST_Collect(point ORDER BY id) FILTER (WHERE burnt AND shown AND serious IS NOT FALSE) AS shapes
    FROM event
    GROUP BY unit_id
),
known AS (
    SELECT DISTINCT ON (unit_id) unit_id, value, jsonb_build_object(
        'layer', 'indicator', 'id', id, 'indicator', indicator_id, 'value', value, 'label', source, 'on', as_of
    ) AS evidence
    FROM layers_indicatorvalue
    WHERE unit_id = ANY(%(units)s)
      AND indicator_id = ANY(%(indicators)s)
      AND value IS NOT NULL
      AND as_of >= %(since)s AND as_of < %(until)s
    ORDER BY unit_id, as_of DESC, id DESC
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    coalesce(counted.fires, 0) AS fires,
    coalesce(counted.fatal, 0) AS fatal,
    coalesce(counted.maybe_fatal, 0) AS maybe_fatal,
    coalesce(counted.serious, 0) AS serious,
    coalesce(counted.maybe_serious, 0) AS maybe_serious,
    known.value AS accidents,
    coalesce(counted.weapon, 0) AS weapon,
    coalesce(counted.explosive, 0) AS explosive,
    coalesce(counted.fireworks, 0) AS fireworks,
    '[' || concat_ws(', ', known.evidence, counted.evidence) || ']' AS evidence,
    ST_AsHEXEWKB(ST_ForceCollection(counted.shapes)) AS evidence_geometry
FROM asked
LEFT JOIN counted ON counted.unit_id = asked.id
LEFT JOIN known ON known.unit_id = asked.id
ORDER BY asked.id
