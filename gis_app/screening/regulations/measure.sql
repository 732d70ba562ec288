-- The newest known figures of each commune: those of the window, and residents of any day before.
WITH asked AS MATERIALIZED (
    SELECT id, province_code, population FROM layers_adminunit WHERE id = ANY(%(units)s)
),
newest AS (
    SELECT DISTINCT ON (unit_id, indicator_id) id, unit_id, indicator_id, value, as_of, source
    FROM layers_indicatorvalue
    WHERE unit_id = ANY(%(units)s)
      AND indicator_id = ANY(%(indicators)s)
      AND value IS NOT NULL
      AND (as_of >= %(since)s OR indicator_id = ANY(%(bases)s))
      AND as_of < %(until)s
    ORDER BY unit_id, indicator_id, as_of DESC, id DESC
),
known AS (
    SELECT
        unit_id,
        jsonb_object_agg(indicator_id, value) AS figures,
        jsonb_agg(
            jsonb_build_object(
                'layer', 'indicator', 'id', id, 'indicator', indicator_id, 'value', value,
                'label', source, 'on', as_of
            ) ORDER BY indicator_id
        ) AS evidence
    FROM newest
    GROUP BY unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    CASE WHEN asked.population IS NULL THEN '{}' ELSE jsonb_build_object('population', asked.population) END
        || coalesce(known.figures, '{}') AS figures,
    known.evidence
FROM asked
LEFT JOIN known ON known.unit_id = asked.id
ORDER BY asked.id
