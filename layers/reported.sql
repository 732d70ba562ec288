-- Which of the categories each province of the communes reported on the days from `since` (included) to `until`
-- (excluded). Whole months are counted already; only the days at both ends are looked for among the incidents.
WITH province AS MATERIALIZED (
    SELECT province_code AS code, array_agg(id) AS units
    FROM layers_adminunit
    WHERE id = ANY(%(units)s)
    GROUP BY province_code
),
whole AS MATERIALIZED (
    SELECT first, greatest(first, date_trunc('month', %(until)s::date)::date) AS last
    FROM (SELECT date_trunc('month', %(since)s::date + interval '1 month - 1 day')::date AS first) begun
)
SELECT province.code, category.key
FROM province
CROSS JOIN unnest(%(categories)s::text[]) AS category (key)
CROSS JOIN whole
WHERE EXISTS (
        SELECT FROM layers_monthlycount counted
        WHERE counted.unit_id = ANY(province.units)
          AND counted.category_id = category.key
          AND counted.month >= whole.first AND counted.month < whole.last
          AND counted.incidents > 0
    )
   OR EXISTS (
        SELECT FROM layers_incident incident
        JOIN layers_incidentlocation located ON located.incident_id = incident.id
        WHERE incident.category_id = category.key
          AND (
              incident.occurred_on >= %(since)s AND incident.occurred_on < least(whole.first, %(until)s)
              OR incident.occurred_on >= whole.last AND incident.occurred_on < %(until)s
          )
          AND located.unit_id = ANY(province.units)
    )
