-- Adds the cells of one import to the counts of their communes, categories and months. Run once, in the
-- transaction that stores these incidents: then the counts are those of all incidents. Adding keeps the cost
-- that of the import, however many incidents there are already.
INSERT INTO layers_monthlycount AS kept (unit_id, category_id, month, incidents, deaths, injuries)
SELECT cell.unit_id,
       (%(categories)s::varchar[])[1 + cell.category],
       (date '1970-01-01' + make_interval(months => cell.month::int))::date,
       cell.incidents,
       cell.deaths,
       cell.injuries
FROM import_cell cell
ORDER BY 1, 2, 3
ON CONFLICT (unit_id, category_id, month) DO UPDATE
SET incidents = kept.incidents + EXCLUDED.incidents,
    deaths = kept.deaths + EXCLUDED.deaths,
    injuries = kept.injuries + EXCLUDED.injuries
