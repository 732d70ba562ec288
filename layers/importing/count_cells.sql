-- Counts of some communes for one category and one month, made anew.
INSERT INTO layers_monthlycount (unit_id, category_id, month, incidents, deaths, injuries)
SELECT l.unit_id, i.category_id, %(month)s, count(*), COALESCE(sum(i.deaths), 0), COALESCE(sum(i.injuries), 0)
FROM layers_incidentlocation l
JOIN layers_incident i ON i.id = l.incident_id
WHERE l.unit_id = ANY(%(units)s)
  AND i.category_id = %(category)s
  AND i.occurred_on >= %(month)s AND i.occurred_on < %(month)s + interval '1 month'
GROUP BY 1, 2
