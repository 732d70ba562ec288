-- The incidents that criteria read one by one, with the commune each is in: read once for all criteria of a run.
-- `categories` with the first day (`since`) wanted of each; `first` is the earliest of these days.
CREATE TEMPORARY TABLE screening_located ON COMMIT DROP AS
SELECT
    location.unit_id,
    incident.id,
    incident.category_id,
    incident.occurred_on,
    incident.deaths,
    incident.injuries,
    incident.point
FROM layers_incident incident
JOIN unnest(%(categories)s::text[], %(since)s::date[]) AS wanted (category, since)
    ON wanted.category = incident.category_id AND incident.occurred_on >= wanted.since
CROSS JOIN LATERAL (  -- looked up for each of them: they are fewer than all that is located in the communes
    SELECT located.unit_id
    FROM layers_incidentlocation located
    WHERE located.incident_id = incident.id AND located.unit_id = ANY(%(units)s)
    OFFSET 0
) location
WHERE incident.occurred_on >= %(first)s AND incident.occurred_on < %(until)s
