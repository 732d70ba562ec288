-- Adds the incidents of one import to the counts of their communes, categories and months. Run once, in the
-- transaction that stores these incidents: then the counts are those of all incidents. Adding keeps the cost
-- that of the import, however many incidents there are already.
INSERT INTO layers_monthlycount AS kept (unit_id, category_id, month, incidents, deaths, injuries)
SELECT l.unit_id,
       i.category_id,
       date_trunc('month', i.occurred_on)::date,
       count(*),
       COALESCE(sum(i.deaths), 0),
       COALESCE(sum(i.injuries), 0)
FROM layers_incident i
JOIN layers_incidentlocation l ON l.incident_id = i.id
WHERE i.batch_id = %(batch)s
GROUP BY 1, 2, 3
ON CONFLICT (unit_id, category_id, month) DO UPDATE
SET incidents = kept.incidents + EXCLUDED.incidents,
    deaths = kept.deaths + EXCLUDED.deaths,
    injuries = kept.injuries + EXCLUDED.injuries
