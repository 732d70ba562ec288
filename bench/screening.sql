-- Sites and figures beside the synthetic incidents, so that no rule is quick for want of data: 5,000 places in the
-- same clusters as the incidents, one in ten of them a mine; figures of every commune.
SET session_replication_role = replica;  -- no history of synthetic rows
INSERT INTO layers_importbatch (layer, file_name, file_sha256, kind, source, encoding, crs, datum_operation, columns,
    imported_at, is_sample, rows_read, rows_accepted, rows_duplicate, rows_refused)
VALUES ('sites', 'bench', repeat('0', 64), '', '', '', '', '', '{}', now(), false, 0, 0, 0, 0);
INSERT INTO layers_site (kind_id, source, ref, name, geometry, attributes, batch_id)
SELECT
    (ARRAY['hotel', 'guesthouse', 'karaoke', 'pawnshop', 'massage', 'restaurant', 'school', 'market', 'bus_station', 'mine'])
        [1 + row_number() OVER (ORDER BY id) % 10],
    'bench',
    id::text,
    'Địa điểm ' || id,
    point,
    '{"licence": "yes", "area_ha": 2, "mineral": "da"}',
    (SELECT max(id) FROM layers_importbatch WHERE file_name = 'bench')
FROM layers_incident
WHERE id % (SELECT greatest(1, count(*) / 5000) FROM layers_incident) = 0;
INSERT INTO layers_indicatorvalue (unit_id, indicator_id, period, value, source, as_of, batch_id)
SELECT unit.id, indicator.key, period, 5 + unit.id % 17, 'bench', as_of::date,
    (SELECT max(id) FROM layers_importbatch WHERE file_name = 'bench')
FROM layers_adminunit unit
CROSS JOIN layers_indicator indicator
CROSS JOIN (VALUES ('2024', '2024-12-31'), ('2025', '2025-12-31')) AS year (period, as_of)
WHERE unit.level = 'commune';
SET session_replication_role = DEFAULT;
ANALYZE layers_site, layers_indicatorvalue;
