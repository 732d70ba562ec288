from pathlib import Path

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

_CAPS = (Path(__file__).parent / "0005_caps_by_group.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('transformation', '0004_results_work_and_evaluations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(unique=True, verbose_name='thứ tự')),
                ('form', models.PositiveSmallIntegerField(verbose_name='dạng niêm phong')),
                ('previous', models.CharField(blank=True, max_length=64, verbose_name='niêm phong trước')),
                ('content', models.TextField(verbose_name='nội dung niêm phong')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='niêm phong')),
                ('sealed_at', models.DateTimeField(auto_now_add=True, verbose_name='niêm phong lúc')),
            ],
            options={
                'verbose_name': 'niêm phong quyết định',
                'verbose_name_plural': 'niêm phong quyết định',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='SealEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(verbose_name='thứ tự')),
                ('form', models.PositiveSmallIntegerField(verbose_name='dạng niêm phong')),
                ('previous', models.CharField(blank=True, max_length=64, verbose_name='niêm phong trước')),
                ('content', models.TextField(verbose_name='nội dung niêm phong')),
                ('sha256', models.CharField(max_length=64, verbose_name='niêm phong')),
                ('sealed_at', models.DateTimeField(auto_now_add=True, verbose_name='niêm phong lúc')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='planyear',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='planyear',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='planyear',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_recorded_once',
        ),
        migrations.AddField(
            model_name='decision',
            name='amends',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='transformation.decision', verbose_name='quyết định được đính chính, hủy'),
        ),
        migrations.AddField(
            model_name='decision',
            name='caps',
            field=models.JSONField(blank=True, default=list, verbose_name='trần theo nhóm'),
        ),
        migrations.AddField(
            model_name='decision',
            name='decider',
            field=models.CharField(blank=True, help_text='trống: cơ quan mà kế hoạch không nêu', max_length=300, verbose_name='nơi quyết định theo kế hoạch'),
        ),
        migrations.AddField(
            model_name='decision',
            name='decider_reason',
            field=models.TextField(blank=True, verbose_name='lý do nơi khác quyết định'),
        ),
        migrations.AddField(
            model_name='decision',
            name='proposed_by',
            field=models.CharField(blank=True, max_length=300, verbose_name='cơ quan đề xuất'),
        ),
        migrations.AddField(
            model_name='decision',
            name='reason',
            field=models.TextField(blank=True, verbose_name='lý do đính chính, hủy'),
        ),
        migrations.AddField(
            model_name='decision',
            name='signer_title',
            field=models.CharField(blank=True, max_length=200, verbose_name='chức vụ người ký'),
        ),
        migrations.AddField(
            model_name='decision',
            name='starts_on',
            field=models.DateField(blank=True, null=True, verbose_name='bắt đầu chuyển hóa'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='amends',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='transformation.decision', verbose_name='quyết định được đính chính, hủy'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='caps',
            field=models.JSONField(blank=True, default=list, verbose_name='trần theo nhóm'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='decider',
            field=models.CharField(blank=True, help_text='trống: cơ quan mà kế hoạch không nêu', max_length=300, verbose_name='nơi quyết định theo kế hoạch'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='decider_reason',
            field=models.TextField(blank=True, verbose_name='lý do nơi khác quyết định'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='proposed_by',
            field=models.CharField(blank=True, max_length=300, verbose_name='cơ quan đề xuất'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='reason',
            field=models.TextField(blank=True, verbose_name='lý do đính chính, hủy'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='signer_title',
            field=models.CharField(blank=True, max_length=200, verbose_name='chức vụ người ký'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='starts_on',
            field=models.DateField(blank=True, null=True, verbose_name='bắt đầu chuyển hóa'),
        ),
        migrations.AddField(
            model_name='planyear',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='planyear',
            name='closed_on',
            field=models.DateField(blank=True, null=True, verbose_name='khép lại ngày'),
        ),
        migrations.AddField(
            model_name='planyear',
            name='closing_note',
            field=models.TextField(blank=True, verbose_name='căn cứ khép lại hoặc mở lại'),
        ),
        migrations.AddField(
            model_name='planyearevent',
            name='closed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='planyearevent',
            name='closed_on',
            field=models.DateField(blank=True, null=True, verbose_name='khép lại ngày'),
        ),
        migrations.AddField(
            model_name='planyearevent',
            name='closing_note',
            field=models.TextField(blank=True, verbose_name='căn cứ khép lại hoặc mở lại'),
        ),
        migrations.RunSQL(_CAPS, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='decision',
            name='cap_allowed',
        ),
        migrations.RemoveField(
            model_name='decision',
            name='cap_breach_reason',
        ),
        migrations.RemoveField(
            model_name='decision',
            name='cap_count',
        ),
        migrations.RemoveField(
            model_name='decisionevent',
            name='cap_allowed',
        ),
        migrations.RemoveField(
            model_name='decisionevent',
            name='cap_breach_reason',
        ),
        migrations.RemoveField(
            model_name='decisionevent',
            name='cap_count',
        ),
        migrations.AlterField(
            model_name='decision',
            name='act',
            field=models.CharField(choices=[('select', 'lựa chọn địa bàn'), ('start', 'bắt đầu chuyển hóa'), ('recognise', 'công nhận chuyển hóa đạt'), ('not_transformed', 'kết luận chưa đạt'), ('relapse', 'xác định tái phức tạp'), ('withdraw', 'rút khỏi danh sách'), ('correct', 'đính chính quyết định'), ('annul', 'hủy quyết định')], max_length=16, verbose_name='nội dung'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='body',
            field=models.CharField(max_length=300, verbose_name='cơ quan quyết định'),
        ),
        migrations.AlterField(
            model_name='decisionevent',
            name='act',
            field=models.CharField(choices=[('select', 'lựa chọn địa bàn'), ('start', 'bắt đầu chuyển hóa'), ('recognise', 'công nhận chuyển hóa đạt'), ('not_transformed', 'kết luận chưa đạt'), ('relapse', 'xác định tái phức tạp'), ('withdraw', 'rút khỏi danh sách'), ('correct', 'đính chính quyết định'), ('annul', 'hủy quyết định')], max_length=16, verbose_name='nội dung'),
        ),
        migrations.AlterField(
            model_name='decisionevent',
            name='body',
            field=models.CharField(max_length=300, verbose_name='cơ quan quyết định'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f63f7e52cf0b66c78e0a7c066a877dc7bc96a4ce', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changes_6fbb4', table='transformation_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "transformation_decisionevent" ("act", "amends_id", "body", "caps", "decided_on", "decider", "decider_reason", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_year_id", "proposed_by", "reason", "recorded_at", "recorded_by_id", "signer_title", "starts_on") VALUES (NEW."act", NEW."amends_id", NEW."body", NEW."caps", NEW."decided_on", NEW."decider", NEW."decider_reason", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_year_id", NEW."proposed_by", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."signer_title", NEW."starts_on"); RETURN NULL;', hash='6cbc0a623f41f23399fe74be5cc6a46dce601c1d', operation='INSERT', pgid='pgtrigger_insert_insert_b9ba7', table='transformation_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "transformation_decisionevent" ("act", "amends_id", "body", "caps", "decided_on", "decider", "decider_reason", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_year_id", "proposed_by", "reason", "recorded_at", "recorded_by_id", "signer_title", "starts_on") VALUES (NEW."act", NEW."amends_id", NEW."body", NEW."caps", NEW."decided_on", NEW."decider", NEW."decider_reason", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_year_id", NEW."proposed_by", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."signer_title", NEW."starts_on"); RETURN NULL;', hash='e8a36d15ad83ae8d03ae0248513c5842365c9cb1', operation='UPDATE', pgid='pgtrigger_update_update_49d41', table='transformation_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "transformation_decisionevent" ("act", "amends_id", "body", "caps", "decided_on", "decider", "decider_reason", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_year_id", "proposed_by", "reason", "recorded_at", "recorded_by_id", "signer_title", "starts_on") VALUES (OLD."act", OLD."amends_id", OLD."body", OLD."caps", OLD."decided_on", OLD."decider", OLD."decider_reason", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_year_id", OLD."proposed_by", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."signer_title", OLD."starts_on"); RETURN NULL;', hash='bd6c7350eb18901d88763d12e24191a42f9fcb52', operation='DELETE', pgid='pgtrigger_delete_delete_35969', table='transformation_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planyear',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "transformation_planyearevent" ("closed_by_id", "closed_on", "closing_note", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "version_id", "year") VALUES (NEW."closed_by_id", NEW."closed_on", NEW."closing_note", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."version_id", NEW."year"); RETURN NULL;', hash='2d4411a0c74544620901d9611b969942ca92ef2c', operation='INSERT', pgid='pgtrigger_insert_insert_c41b8', table='transformation_planyear', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planyear',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "transformation_planyearevent" ("closed_by_id", "closed_on", "closing_note", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "version_id", "year") VALUES (NEW."closed_by_id", NEW."closed_on", NEW."closing_note", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."version_id", NEW."year"); RETURN NULL;', hash='6bfb1665da7ce4591639a873169782921725a92a', operation='UPDATE', pgid='pgtrigger_update_update_721cf', table='transformation_planyear', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planyear',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "transformation_planyearevent" ("closed_by_id", "closed_on", "closing_note", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "version_id", "year") VALUES (OLD."closed_by_id", OLD."closed_on", OLD."closing_note", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."version_id", OLD."year"); RETURN NULL;', hash='ab73a8bf8bd46fd40b43e9c061da9ea949871adb', operation='DELETE', pgid='pgtrigger_delete_delete_ecc98', table='transformation_planyear', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act__in', ['correct', 'annul']), ('amends__isnull', False), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('act__in', ['correct', 'annul']), _negated=True), ('amends__isnull', True)), _connector='OR'), name='decision_amends_with_a_reason'),
        ),
        migrations.AddField(
            model_name='seal',
            name='decision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='transformation.decision'),
        ),
        migrations.AddField(
            model_name='sealevent',
            name='decision',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='transformation.decision'),
        ),
        migrations.AddField(
            model_name='sealevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sealevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='transformation.seal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5bc3f3331e6e57383c559aa8e1011f5b375ab883', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changes_add50', table='transformation_seal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "transformation_sealevent" ("content", "decision_id", "form", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "previous", "sealed_at", "sha256") VALUES (NEW."content", NEW."decision_id", NEW."form", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."previous", NEW."sealed_at", NEW."sha256"); RETURN NULL;', hash='9669ce11b14e580294c9b935980291ca3361e753', operation='INSERT', pgid='pgtrigger_insert_insert_37559', table='transformation_seal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "transformation_sealevent" ("content", "decision_id", "form", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "previous", "sealed_at", "sha256") VALUES (NEW."content", NEW."decision_id", NEW."form", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."previous", NEW."sealed_at", NEW."sha256"); RETURN NULL;', hash='ae9d39a6c90fcb89487c3c6277533c82d16e06a3', operation='UPDATE', pgid='pgtrigger_update_update_d11b0', table='transformation_seal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "transformation_sealevent" ("content", "decision_id", "form", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "previous", "sealed_at", "sha256") VALUES (OLD."content", OLD."decision_id", OLD."form", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."previous", OLD."sealed_at", OLD."sha256"); RETURN NULL;', hash='807e4ed669c5049bed561cdb5dbd9b00e7797213', operation='DELETE', pgid='pgtrigger_delete_delete_38498', table='transformation_seal', when='AFTER')),
        ),
    ]
