-- The inventory of mass models of each commune (not older than `oldest`), the offences of the window, and the
-- reported number of criminal cases of the window for where no incidents are entered. Whole months are counted
-- already (layers.importing.counts).
WITH asked AS MATERIALIZED (
    SELECT id, province_code FROM layers_adminunit WHERE id = ANY(%(units)s)
),
newest AS (
    SELECT DISTINCT ON (unit_id, indicator_id) id, unit_id, indicator_id, value, as_of, source
    FROM layers_indicatorvalue
    WHERE unit_id = ANY(%(units)s)
      AND indicator_id = ANY(%(indicators)s)
      AND value IS NOT NULL
      AND as_of >= CASE WHEN indicator_id = 'a.criminal_cases' THEN %(since)s ELSE %(oldest)s END
      AND as_of < %(until)s
    ORDER BY unit_id, indicator_id, as_of DESC, id DESC
),
known AS (
    SELECT
        unit_id,
        max(value) FILTER (WHERE indicator_id = 'd.mass_models') AS models,
        max(value) FILTER (WHERE indicator_id = 'd.mass_models_effective') AS effective,
        max(value) FILTER (WHERE indicator_id = 'a.criminal_cases') AS cases,
        jsonb_agg(
            jsonb_build_object(
                'layer', 'indicator', 'id', id, 'indicator', indicator_id, 'value', value,
                'label', source, 'on', as_of
            ) ORDER BY indicator_id
        ) AS evidence
    FROM newest
    GROUP BY unit_id
),
at_the_ends AS (  -- days of the window outside its whole months
    SELECT location.unit_id, count(*) AS incidents
    FROM layers_incident incident
    JOIN layers_incidentlocation location ON location.incident_id = incident.id
    WHERE location.unit_id = ANY(%(units)s)
      AND incident.category_id = ANY(%(categories)s)
      AND (
          incident.occurred_on >= %(since)s AND incident.occurred_on < %(first_month)s
          OR incident.occurred_on >= %(end_month)s AND incident.occurred_on < %(until)s
      )
    GROUP BY location.unit_id
),
in_whole_months AS (
    SELECT unit_id, sum(incidents) AS incidents
    FROM layers_monthlycount
    WHERE unit_id = ANY(%(units)s)
      AND category_id = ANY(%(categories)s)
      AND month >= %(first_month)s AND month < %(end_month)s
    GROUP BY unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    known.models,
    known.effective,
    known.cases,
    (coalesce(in_whole_months.incidents, 0) + coalesce(at_the_ends.incidents, 0))::bigint AS incidents,
    known.evidence,
    NULL AS evidence_geometry
FROM asked
LEFT JOIN known ON known.unit_id = asked.id
LEFT JOIN in_whole_months ON in_whole_months.unit_id = asked.id
LEFT JOIN at_the_ends ON at_the_ends.unit_id = asked.id
ORDER BY asked.id
