-- The crashes of the days in a box, in the order of their primary keys; duplicates and withdrawn ones left out.
SELECT id, ST_X(point), ST_Y(point), deaths, injuries
FROM layers_incident
WHERE category_id = 'traffic_crash'
  AND duplicate_of_id IS NULL
  AND withdrawn_reason = ''
  AND point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
  AND occurred_on >= %(since)s AND occurred_on < %(until)s
ORDER BY id
