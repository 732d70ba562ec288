-- Pairs of one new case and one known case of another source, of the same category, near in place and time.
-- The box in degrees lets the index on the points answer; the distance itself is geodesic. OFFSET 0 makes the
-- box the only thing that is asked of an index: by category and time there are hundreds of times as many.
INSERT INTO layers_suspectedduplicate (first_id, second_id, metres, minutes, decision)
SELECT known.id,
       fresh.id,
       ST_Distance(known.point::geography, fresh.point::geography),
       abs(extract(epoch FROM known.occurred_at - fresh.occurred_at)) / 60,
       ''
FROM layers_incident fresh
CROSS JOIN LATERAL (
    SELECT *
    FROM layers_incident beside
    WHERE beside.point && ST_Expand(fresh.point, %(metres)s / (110000 * cos(radians(ST_Y(fresh.point)))))
    OFFSET 0
) known
WHERE fresh.batch_id = %(batch)s
  AND known.category_id = fresh.category_id
  AND known.source <> fresh.source
  AND known.id < fresh.id
  AND known.occurred_at BETWEEN fresh.occurred_at - make_interval(mins => %(minutes)s)
                            AND fresh.occurred_at + make_interval(mins => %(minutes)s)
  AND ST_DWithin(known.point::geography, fresh.point::geography, %(metres)s)
  AND known.duplicate_of_id IS NULL
  AND known.withdrawn_reason = ''
  AND fresh.duplicate_of_id IS NULL
ON CONFLICT DO NOTHING
