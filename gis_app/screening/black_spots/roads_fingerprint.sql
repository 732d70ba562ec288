-- A hash of all that a network is made from: the roads in a box.
SELECT coalesce(
    md5(string_agg(
        concat_ws(chr(31), number, name, kind, km_origin, md5(ST_AsBinary(geometry))), chr(30) ORDER BY id
    )),
    ''
)
FROM layers_road
WHERE geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
