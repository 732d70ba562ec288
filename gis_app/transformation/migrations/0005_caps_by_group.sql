-- The one cap of a decision becomes the first of its caps by group: the whole territory. How many counted against
-- it is told by the status that each area of the year had once the decision was recorded.
UPDATE transformation_decision decided
SET caps = jsonb_build_array(jsonb_build_object(
    'key', 'territory',
    'name', '',
    'units', decided.cap_count,
    'percent', (version.record -> 'selection' ->> 'cap_pct')::int,
    'selected', (
        SELECT count(*)
        FROM (
            SELECT DISTINCT ON (change.area_id) change.to_status
            FROM transformation_statuschange change
            JOIN transformation_keyarea area ON area.id = change.area_id
            WHERE area.plan_year_id = decided.plan_year_id
              AND change.id <= (
                  SELECT max(last.id) FROM transformation_statuschange last WHERE last.decision_id = decided.id
              )
            ORDER BY change.area_id, change.id DESC
        ) standing
        WHERE standing.to_status IN (
            'selected', 'in_transformation', 'transformed', 'not_transformed', 'relapsed'
        )
    ),
    'reason', decided.cap_breach_reason
))
FROM transformation_planyear year
JOIN plans_planversion version ON version.id = year.version_id
WHERE year.id = decided.plan_year_id AND decided.cap_count IS NOT NULL;

UPDATE transformation_decision decided
SET starts_on = (
    SELECT min(area.starts_on)
    FROM transformation_statuschange change
    JOIN transformation_keyarea area ON area.id = change.area_id
    WHERE change.decision_id = decided.id
)
WHERE decided.act = 'start';

UPDATE transformation_decisionevent event
SET caps = decided.caps, starts_on = decided.starts_on
FROM transformation_decision decided
WHERE decided.id = event.id;
