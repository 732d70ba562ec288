-- The roads in a box, in the order of their primary keys.
SELECT number, name, kind, km_origin, ST_AsBinary(ST_Force2D(geometry))
FROM layers_road
WHERE geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
ORDER BY id
