-- All units in the jurisdiction of one account: the units it is given, everything below them, and the units
-- that took over (or gave up) ground in a reform, so that one account sees the years before and after.
-- A successor counts when most of the predecessor's ground went to it, and the reverse: a sliver that crossed a
-- province boundary does not open the neighbouring province.
WITH RECURSIVE covered(id) AS (
    SELECT adminunit_id FROM access_account_units WHERE account_id = %(account)s
    UNION
    SELECT next.id
    FROM covered
    CROSS JOIN LATERAL (
        SELECT child.id FROM layers_adminunit child WHERE child.parent_id = covered.id
        UNION ALL
        SELECT s.new_unit_id FROM layers_succession s
        WHERE s.old_unit_id = covered.id AND s.area_share >= 0.5
        UNION ALL
        SELECT s.old_unit_id FROM layers_succession s
        WHERE s.new_unit_id = covered.id AND s.area_share >= 0.5
    ) next
)
SELECT id FROM covered
