-- Indicators of each commune, one row for each of both: the newest known figure of the window, the same commune's figure of the same
-- period a year before, and the figures of all communes of the province that are known for that period.
-- A period is written 2026, 2026-Q3 or 2026-07; the one a year before differs in its first four signs.
WITH asked AS MATERIALIZED (
    SELECT id, province_code FROM layers_adminunit WHERE id = ANY(%(units)s)
),
compared AS MATERIALIZED (
    SELECT id, province_code, population FROM layers_adminunit WHERE id = ANY(%(province_units)s)
),
residents AS MATERIALIZED (
    SELECT compared.id AS unit_id, compared.province_code, coalesce(known.value, compared.population) AS population
    FROM compared
    LEFT JOIN (
        SELECT DISTINCT ON (unit_id) unit_id, value
        FROM layers_indicatorvalue
        WHERE unit_id = ANY(%(province_units)s) AND indicator_id = 'population'
          AND value IS NOT NULL AND as_of <= %(as_of)s
        ORDER BY unit_id, as_of DESC, id DESC
    ) known ON known.unit_id = compared.id
),
figure AS MATERIALIZED (  -- of several sources for a period, the newest
    SELECT DISTINCT ON (indicator_id, unit_id, period) id, indicator_id, unit_id, period, value, as_of, source
    FROM layers_indicatorvalue
    WHERE unit_id = ANY(%(province_units)s) AND indicator_id = ANY(%(indicators)s)
      AND value IS NOT NULL AND as_of < %(until)s
    ORDER BY indicator_id, unit_id, period, as_of DESC, id DESC
),
now AS MATERIALIZED (
    SELECT DISTINCT ON (indicator_id, unit_id) *
    FROM figure
    WHERE as_of >= %(since)s
    ORDER BY indicator_id, unit_id, as_of DESC, id DESC
),
province AS (
    SELECT
        figure.indicator_id,
        residents.province_code,
        figure.period,
        count(*) AS communes,
        sum(figure.value) AS total,
        sum(residents.population) AS population
    FROM figure
    JOIN residents ON residents.unit_id = figure.unit_id AND residents.population > 0
    WHERE figure.as_of >= %(since)s
    GROUP BY figure.indicator_id, residents.province_code, figure.period
),
communes AS (
    SELECT province_code, count(*) AS communes FROM compared GROUP BY province_code
)
SELECT
    indicator.id AS indicator,
    asked.id AS unit_id,
    asked.province_code,
    residents.population,
    now.value,
    now.period,
    now.as_of,
    before.value AS value_before,
    before.period AS period_before,
    before.as_of AS as_of_before,
    province.total AS province_total,
    province.population AS province_population,
    coalesce(province.communes, 0) AS communes_known,
    communes.communes,
    (
        SELECT jsonb_agg(jsonb_build_object(
            'layer', 'indicator', 'id', told.id, 'indicator', indicator.id, 'value', told.value,
            'label', told.source, 'on', told.as_of
        ) ORDER BY told.as_of DESC)
        FROM (SELECT now.* UNION ALL SELECT before.*) told
        WHERE told.id IS NOT NULL
    ) AS evidence
FROM asked
CROSS JOIN unnest(%(indicators)s::text[]) AS indicator (id)
JOIN residents ON residents.unit_id = asked.id
JOIN communes ON communes.province_code = asked.province_code
LEFT JOIN now ON now.unit_id = asked.id AND now.indicator_id = indicator.id
LEFT JOIN figure before
    ON before.unit_id = asked.id
    AND before.indicator_id = indicator.id
    AND before.period = (left(now.period, 4)::int - 1)::text || substr(now.period, 5)
LEFT JOIN province
    ON province.province_code = asked.province_code
    AND province.indicator_id = indicator.id
    AND province.period = now.period
ORDER BY indicator.id, asked.id
