"""Overlays of boundary sets that were asked for on the pages."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('data', '0003_looks_templates_and_set_work'),
        ('layers', '0010_problems_and_names_worded_on_reading'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OverlayWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'đang tính'), ('computed', 'đã tính, chưa lưu'), ('stored', 'đã lưu'), ('refused', 'không tính được'), ('interrupted', 'bị ngắt, tính lại')], default='waiting', max_length=12, verbose_name='trạng thái')),
                ('task_id', models.CharField(blank=True, max_length=64)),
                ('sentence', models.TextField(blank=True, verbose_name='lý do')),
                ('result', models.JSONField(blank=True, default=dict, verbose_name='kết quả')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='yêu cầu lúc')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='đổi lúc')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người yêu cầu')),
                ('new_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='layers.boundaryset', verbose_name='bộ mới')),
                ('old_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='layers.boundaryset', verbose_name='bộ cũ')),
            ],
            options={
                'verbose_name': 'lần chồng ghép ranh giới',
                'verbose_name_plural': 'lần chồng ghép ranh giới',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='OverlayWorkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'đang tính'), ('computed', 'đã tính, chưa lưu'), ('stored', 'đã lưu'), ('refused', 'không tính được'), ('interrupted', 'bị ngắt, tính lại')], default='waiting', max_length=12, verbose_name='trạng thái')),
                ('task_id', models.CharField(blank=True, max_length=64)),
                ('sentence', models.TextField(blank=True, verbose_name='lý do')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='yêu cầu lúc')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='đổi lúc')),
                ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người yêu cầu')),
                ('new_set', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='layers.boundaryset', verbose_name='bộ mới')),
                ('old_set', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='layers.boundaryset', verbose_name='bộ cũ')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='data.overlaywork')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='overlaywork',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'computed'])), fields=('old_set', 'new_set'), name='overlay_one_open_per_pair'),
        ),
        migrations.AddConstraint(
            model_name='overlaywork',
            constraint=models.CheckConstraint(condition=models.Q(('old_set', models.F('new_set')), _negated=True), name='overlay_of_two_different_sets'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='overlaywork',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "data_overlayworkevent" ("account_id", "asked_at", "changed_at", "id", "new_set_id", "old_set_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence", "state", "task_id") VALUES (NEW."account_id", NEW."asked_at", NEW."changed_at", NEW."id", NEW."new_set_id", NEW."old_set_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sentence", NEW."state", NEW."task_id"); RETURN NULL;', hash='026b9dfd76a72a00a814419a894a323f1944a63a', operation='INSERT', pgid='pgtrigger_insert_insert_86858', table='data_overlaywork', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='overlaywork',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."new_set_id" IS DISTINCT FROM (NEW."new_set_id") OR OLD."old_set_id" IS DISTINCT FROM (NEW."old_set_id") OR OLD."sentence" IS DISTINCT FROM (NEW."sentence") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."task_id" IS DISTINCT FROM (NEW."task_id"))', func='INSERT INTO "data_overlayworkevent" ("account_id", "asked_at", "changed_at", "id", "new_set_id", "old_set_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence", "state", "task_id") VALUES (NEW."account_id", NEW."asked_at", NEW."changed_at", NEW."id", NEW."new_set_id", NEW."old_set_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sentence", NEW."state", NEW."task_id"); RETURN NULL;', hash='bed8edfe293c3480404a4172cb008ef36f620092', operation='UPDATE', pgid='pgtrigger_update_update_31929', table='data_overlaywork', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='overlaywork',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "data_overlayworkevent" ("account_id", "asked_at", "changed_at", "id", "new_set_id", "old_set_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sentence", "state", "task_id") VALUES (OLD."account_id", OLD."asked_at", OLD."changed_at", OLD."id", OLD."new_set_id", OLD."old_set_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sentence", OLD."state", OLD."task_id"); RETURN NULL;', hash='ce7cabdce65940f026c504c0672f51e961ce5ad4', operation='DELETE', pgid='pgtrigger_delete_delete_a8dd8', table='data_overlaywork', when='AFTER')),
        ),
    ]
