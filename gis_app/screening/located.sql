-- Incidents of some categories that criteria read one by one, with the commune each is in.
-- Where `days` are given, they are all from `since` to before `until`: an index then finds, day by day, only what is
-- of the categories. The box is that of the communes: an incident is located where its point lies.
SELECT
    location.unit_id,
    incident.id,
    incident.category_id,
    incident.occurred_on,
    incident.deaths,
    incident.injuries,
    incident.point
FROM layers_incident incident
CROSS JOIN LATERAL (  -- looked up for each of them: they are fewer than all that is located in the communes
    SELECT located.unit_id
    FROM layers_incidentlocation located
    WHERE located.incident_id = incident.id AND located.unit_id = ANY(%(units)s)
    OFFSET 0
) location
WHERE incident.category_id = ANY(%(categories)s)
  AND (
      incident.occurred_on = ANY(%(days)s)
      OR %(days)s::date[] IS NULL AND incident.occurred_on >= %(since)s AND incident.occurred_on < %(until)s
  )
  AND incident.point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
