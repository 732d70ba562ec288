-- Takes the incidents of one import out of the counts of their communes and months, in every boundary set, and
-- returns these communes. Run once, before the incidents go: then the counts are those of all that stay. A case
-- that counts nowhere (a duplicate, one withdrawn by itself) has no place and is not taken out twice.
WITH gone AS MATERIALIZED (
    SELECT l.unit_id,
           i.category_id,
           date_trunc('month', i.occurred_on)::date AS month,
           count(*) AS incidents,
           COALESCE(sum(i.deaths), 0) AS deaths,
           COALESCE(sum(i.injuries), 0) AS injuries
    FROM layers_incident i
    JOIN layers_incidentlocation l ON l.incident_id = i.id
    WHERE i.batch_id = %(batch)s
    GROUP BY 1, 2, 3
),
emptied AS (
    DELETE FROM layers_monthlycount kept
    USING gone
    WHERE (kept.unit_id, kept.category_id, kept.month) = (gone.unit_id, gone.category_id, gone.month)
      AND kept.incidents = gone.incidents
),
reduced AS (
    UPDATE layers_monthlycount kept
    SET incidents = kept.incidents - gone.incidents,
        deaths = kept.deaths - gone.deaths,
        injuries = kept.injuries - gone.injuries
    FROM gone
    WHERE (kept.unit_id, kept.category_id, kept.month) = (gone.unit_id, gone.category_id, gone.month)
      AND kept.incidents <> gone.incidents
)
SELECT DISTINCT unit_id FROM gone
