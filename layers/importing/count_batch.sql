-- Counts again, from the incidents themselves, each commune, category and month that an import touched.
WITH touched AS (
    SELECT DISTINCT l.unit_id, i.category_id, date_trunc('month', i.occurred_on)::date AS month
    FROM layers_incident i
    JOIN layers_incidentlocation l ON l.incident_id = i.id
    WHERE i.batch_id = %(batch)s
)
INSERT INTO layers_monthlycount (unit_id, category_id, month, incidents, deaths, injuries)
SELECT t.unit_id,
       t.category_id,
       t.month,
       count(*),
       COALESCE(sum(i.deaths), 0),
       COALESCE(sum(i.injuries), 0)
FROM touched t
JOIN layers_incidentlocation l ON l.unit_id = t.unit_id
JOIN layers_incident i
    ON i.id = l.incident_id
    AND i.category_id = t.category_id
    AND i.occurred_on >= t.month
    AND i.occurred_on < t.month + INTERVAL '1 month'
GROUP BY t.unit_id, t.category_id, t.month
ON CONFLICT (unit_id, category_id, month) DO UPDATE
SET incidents = EXCLUDED.incidents,
    deaths = EXCLUDED.deaths,
    injuries = EXCLUDED.injuries
