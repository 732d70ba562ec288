-- 100,000 incidents of ten categories over five years in 40 communes of ten provinces, 20,000 sites, and figures of eight years.
INSERT INTO layers_incident (source, ref, category_id, occurred_at, occurred_on, point, batch_id, deaths, injuries)
SELECT
    'plan',
    n::text,
    (ARRAY['theft', 'robbery', 'assault', 'drug', 'fire', 'traffic_crash', 'traffic_congestion', 'public_disorder',
        'business_violation', 'land_dispute'])[1 + n % 10],
    '2026-06-30'::timestamptz - make_interval(days => (n % 1826)::int),
    '2026-06-30'::date - (n % 1826)::int,
    ST_SetSRID(ST_MakePoint(105 + (n * 7919 % 100000) / 100000.0 * 4, 11 + (n * 104729 % 100000) / 1000000.0), 4326),
    %(batch)s,
    0,
    n % 3
FROM generate_series(1::bigint, 100000) AS n;
WITH unit AS MATERIALIZED (
    SELECT id, ST_XMin(geometry) AS west, ST_XMax(geometry) AS east
    FROM layers_adminunit
    WHERE boundary_set_id = %(set)s
)
INSERT INTO layers_incidentlocation (incident_id, boundary_set_id, unit_id)
SELECT incident.id, %(set)s, unit.id
FROM layers_incident incident
JOIN unit ON ST_X(incident.point) >= unit.west AND ST_X(incident.point) < unit.east
WHERE incident.batch_id = %(batch)s;
INSERT INTO layers_site (kind_id, source, ref, name, geometry, attributes, batch_id)
SELECT
    (ARRAY['karaoke', 'hotel', 'school', 'market', 'mine', 'clearance_project'])[1 + id % 6],
    'plan', id::text, '', point, '{"mineral": "cat"}', batch_id
FROM layers_incident
WHERE batch_id = %(batch)s AND id % 5 = 0;
INSERT INTO layers_indicatorvalue (unit_id, indicator_id, period, value, source, as_of, batch_id)
SELECT unit.id, indicator.key, year::text, 10, 'plan', make_date(year, 6, 30), %(batch)s
FROM layers_adminunit unit
CROSS JOIN layers_indicator indicator
CROSS JOIN generate_series(2019, 2026) AS year
WHERE unit.boundary_set_id = %(set)s;
ANALYZE;
