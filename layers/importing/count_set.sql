-- Counts of all communes of one boundary set, just located.
INSERT INTO layers_monthlycount (unit_id, category_id, month, incidents, deaths, injuries)
SELECT l.unit_id,
       i.category_id,
       date_trunc('month', i.occurred_on)::date,
       count(*),
       COALESCE(sum(i.deaths), 0),
       COALESCE(sum(i.injuries), 0)
FROM layers_incidentlocation l
JOIN layers_incident i ON i.id = l.incident_id
WHERE l.boundary_set_id = %(boundary_set)s
GROUP BY 1, 2, 3
ON CONFLICT (unit_id, category_id, month) DO UPDATE
SET incidents = EXCLUDED.incidents,
    deaths = EXCLUDED.deaths,
    injuries = EXCLUDED.injuries
