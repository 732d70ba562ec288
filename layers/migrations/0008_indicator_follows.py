"""What a figure of a divided commune goes over by; the planted area is the one that follows the ground."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('layers', '0007_references_checked_per_statement'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='indicator',
            name='follows',
            field=models.CharField(choices=[('people', 'dân số'), ('ground', 'diện tích')], default='people', help_text='khi một xã bị chia, số liệu sang các xã mới theo tỷ lệ này', max_length=6, verbose_name='chia theo'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='follows',
            field=models.CharField(choices=[('people', 'dân số'), ('ground', 'diện tích')], default='people', help_text='khi một xã bị chia, số liệu sang các xã mới theo tỷ lệ này', max_length=6, verbose_name='chia theo'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "layers_indicatorevent" ("criterion", "follows", "key", "label", "label_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit") VALUES (NEW."criterion", NEW."follows", NEW."key", NEW."label", NEW."label_en", _pgh_attach_context(), NOW(), \'insert\', NEW."key", NEW."position", NEW."unit"); RETURN NULL;', hash='712ae6cba7bed7ac8ff3d73980ec527df69e5971', operation='INSERT', pgid='pgtrigger_insert_insert_e11b8', table='layers_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "layers_indicatorevent" ("criterion", "follows", "key", "label", "label_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit") VALUES (NEW."criterion", NEW."follows", NEW."key", NEW."label", NEW."label_en", _pgh_attach_context(), NOW(), \'update\', NEW."key", NEW."position", NEW."unit"); RETURN NULL;', hash='cbf3c098fc10f083068f5af2557a3639087b47c5', operation='UPDATE', pgid='pgtrigger_update_update_25af6', table='layers_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "layers_indicatorevent" ("criterion", "follows", "key", "label", "label_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit") VALUES (OLD."criterion", OLD."follows", OLD."key", OLD."label", OLD."label_en", _pgh_attach_context(), NOW(), \'delete\', OLD."key", OLD."position", OLD."unit"); RETURN NULL;', hash='6cb4ea64962775ae53046c2da5d56775d1135d74', operation='DELETE', pgid='pgtrigger_delete_delete_27c90', table='layers_indicator', when='AFTER')),
        ),
        migrations.RunSQL(
            "UPDATE layers_indicator SET follows = 'ground' WHERE key = 'b.drug_crops'", migrations.RunSQL.noop
        ),
    ]
