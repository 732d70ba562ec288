-- Ten years of closed reports of the bench's agencies, each told to its author; numbers are negative, below those of the run.
WITH made AS (
    INSERT INTO border_borderreport (
        id, fingerprint, kind_id, urgency, state, text, point, occurred_at, sent_at, received_at,
        author_agency_id, holder_id, last_number, line_name, marker, marks, place_settled
    )
    SELECT gen_random_uuid(), '', (ARRAY['smuggling', 'drug', 'fire'])[1 + n %% 3], 'routine', 'closed', 'bench',
        ST_SetSRID(ST_MakePoint(106 + random(), 11 + random()), 4326), at, at, at,
        agency, agency, -n, '', '', '{}', false
    FROM (
        SELECT n, (%(agencies)s::bigint[])[1 + n %% cardinality(%(agencies)s::bigint[])] AS agency,
            now() - n * interval '52 minutes' AS at
        FROM generate_series(1, %(rows)s) AS n
    ) AS numbered
    RETURNING id, author_agency_id, last_number, received_at
), stepped AS (
    INSERT INTO border_reportstep (id, fingerprint, number, report_id, act, state, agency_id, text, at)
    SELECT gen_random_uuid(), '', last_number, id, 'report', 'closed', author_agency_id, '', received_at FROM made
    RETURNING id, report_id, agency_id
)
INSERT INTO border_reportshare (report_id, agency_id, why, step_id)
SELECT report_id, agency_id, 'author', id FROM stepped
