-- Clearance projects that reach into each commune with their open complaints, the newest figures on collective
-- disputes and complaints of the window, and the incidents of the window.
-- A project that only touches the commune's edge from outside does not count.
WITH asked AS MATERIALIZED (
    SELECT id, province_code, geometry FROM layers_adminunit WHERE id = ANY(%(units)s)
),
project AS MATERIALIZED (
    SELECT
        asked.id AS unit_id,
        site.id,
        site.kind_id,
        coalesce(nullif(site.name, ''), site.ref) AS label,
        inside.shape,
        CASE WHEN site.attributes ->> 'open_complaints' ~ '^[0-9]{1,9}$'
            THEN (site.attributes ->> 'open_complaints')::int
        END AS complaints
    FROM asked
    JOIN layers_site site ON site.kind_id = ANY(%(site_kinds)s) AND ST_Intersects(asked.geometry, site.geometry)
    CROSS JOIN LATERAL (SELECT ST_Intersection(site.geometry, asked.geometry) AS shape) inside
    WHERE (site.valid_from IS NULL OR site.valid_from <= %(as_of)s)
      AND (site.valid_to IS NULL OR site.valid_to > %(as_of)s)
      AND (ST_Dimension(site.geometry) < 2 OR ST_Area(inside.shape) > 0)
),
projects AS (
    SELECT
        unit_id,
        count(*) AS projects,
        sum(complaints) AS complaints,
        count(*) FILTER (WHERE complaints IS NULL) AS without_complaints,
        string_agg(
            jsonb_build_object('layer', 'site', 'id', id, 'kind', kind_id, 'label', label)::text, ', ' ORDER BY id
        ) AS evidence,
        ST_ForceCollection(ST_Collect(shape ORDER BY id)) AS shapes
    FROM project
    GROUP BY unit_id
),
newest AS (
    SELECT DISTINCT ON (unit_id, indicator_id) id, unit_id, indicator_id, value, as_of, source
    FROM layers_indicatorvalue
    WHERE unit_id = ANY(%(units)s)
      AND indicator_id = ANY(%(indicators)s)
      AND value IS NOT NULL
      AND as_of >= %(since)s AND as_of < %(until)s
    ORDER BY unit_id, indicator_id, as_of DESC, id DESC
),
known AS (
    SELECT
        unit_id,
        max(value) FILTER (WHERE indicator_id = 'd.collective_disputes') AS collective,
        max(value) FILTER (WHERE indicator_id = 'd.clearance_complaints') AS complaints,
        string_agg(
            jsonb_build_object(
                'layer', 'indicator', 'id', id, 'indicator', indicator_id, 'value', value,
                'label', source, 'on', as_of
            )::text, ', ' ORDER BY indicator_id
        ) AS evidence
    FROM newest
    GROUP BY unit_id
),
event AS MATERIALIZED (
    SELECT incident.unit_id, incident.id, incident.category_id, incident.occurred_on, incident.point
    FROM screening_located incident
    WHERE incident.category_id = ANY(%(categories)s)
      AND incident.occurred_on >= %(since)s
),
events AS (
    SELECT
        unit_id,
        count(*) FILTER (WHERE category_id = 'land_dispute') AS disputes,
        count(*) FILTER (WHERE category_id = 'public_disorder') AS disorder,
        string_agg(
            format(
                '{"layer": "incident", "id": %%s, "category": %%s, "on": "%%s"}', id, to_json(category_id), occurred_on
            ), ', ' ORDER BY id
        ) AS evidence,
        ST_Collect(point ORDER BY id) AS shapes
    FROM event
    GROUP BY unit_id
)
SELECT
    asked.id AS unit_id,
    asked.province_code,
    known.collective,
    known.complaints AS complaints_counted,
    coalesce(projects.projects, 0) AS projects,
    coalesce(projects.complaints, 0) AS project_complaints,
    coalesce(projects.without_complaints, 0) AS without_complaints,
    coalesce(events.disputes, 0) AS disputes,
    coalesce(events.disorder, 0) AS disorder,
    '[' || concat_ws(', ', known.evidence, projects.evidence, events.evidence) || ']' AS evidence,
    ST_AsHEXEWKB(ST_ForceCollection(ST_Collect(projects.shapes, events.shapes))) AS evidence_geometry
FROM asked
LEFT JOIN known ON known.unit_id = asked.id
LEFT JOIN projects ON projects.unit_id = asked.id
LEFT JOIN events ON events.unit_id = asked.id
ORDER BY asked.id
