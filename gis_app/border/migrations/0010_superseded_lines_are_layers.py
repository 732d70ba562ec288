"""Which drawing of the border replaced which is told of the layers, where everything asks for lines in use.

The rows keep their ids, and their history: the triggers of the table they come to write that they came in just
now, which the old events replace. The reasons of changes by hand name the row by the table's new name.
"""

from django.db import migrations

_COPY = """
INSERT INTO {to}_supersededline (id, document, valid_from, valid_to, by_id, line_id)
SELECT id, document, valid_from, valid_to, by_id, line_id FROM {of}_supersededline;
DELETE FROM {to}_supersededlineevent;
INSERT INTO {to}_supersededlineevent (
    pgh_id, pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, document, valid_from, valid_to, by_id, line_id
)
SELECT
    pgh_id, pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, document, valid_from, valid_to, by_id, line_id
FROM {of}_supersededlineevent;
SELECT setval(pg_get_serial_sequence('{to}_supersededline', 'id'), max(id)) FROM {to}_supersededline;
SELECT setval(pg_get_serial_sequence('{to}_supersededlineevent', 'pgh_id'), max(pgh_id))
FROM {to}_supersededlineevent;
UPDATE pghistory_context
SET metadata = jsonb_set(
    metadata, '{{by_hand,row}}', to_jsonb(replace(metadata #>> '{{by_hand,row}}', '{of}.', '{to}.'))
)
WHERE metadata #>> '{{by_hand,row}}' LIKE '{of}.SupersededLine:%';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("border", "0009_superseded_lines"),
        ("layers", "0017_superseded_lines"),
    ]

    operations = [
        migrations.RunSQL(_COPY.format(of="border", to="layers"), _COPY.format(of="layers", to="border")),
        migrations.RemoveField(model_name="supersededlineevent", name="pgh_obj"),
        migrations.RemoveField(model_name="supersededlineevent", name="by"),
        migrations.RemoveField(model_name="supersededlineevent", name="line"),
        migrations.RemoveField(model_name="supersededlineevent", name="pgh_context"),
        migrations.DeleteModel(name="SupersededLine"),
        migrations.DeleteModel(name="SupersededLineEvent"),
    ]
