-- The communes (primary keys in `units`) as one GeoJSON text: simplified shapes, 5 decimals (about 1 m).
SELECT '{"type":"FeatureCollection","features":['
    || coalesce(
        string_agg(
            '{"type":"Feature","id":' || id
            || ',"properties":'
            || json_build_object('code', code, 'name', full_name, 'province', province_code)
            || ',"geometry":' || ST_AsGeoJSON(coalesce(display_geometry, geometry), 5)
            || '}',
            ',' ORDER BY id
        ),
        ''
    )
    || ']}'
FROM layers_adminunit
WHERE id = ANY(%(units)s)
