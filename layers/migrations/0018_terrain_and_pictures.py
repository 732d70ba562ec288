"""Heights may be below zero and are not shared out; pictures from the air and where they show something."""

import django.contrib.gis.db.models.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("layers", "0017_superseded_lines"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="indicator",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="indicator",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="indicator",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="raster",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="raster",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="raster",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="indicatorvalue",
            name="indicator_value_not_negative",
        ),
        migrations.AddField(
            model_name="indicator",
            name="may_be_negative",
            field=models.BooleanField(
                default=False, help_text="số đo như độ cao; số đếm không bao giờ âm", verbose_name="có thể âm"
            ),
        ),
        migrations.AddField(
            model_name="indicatorevent",
            name="may_be_negative",
            field=models.BooleanField(
                default=False, help_text="số đo như độ cao; số đếm không bao giờ âm", verbose_name="có thể âm"
            ),
        ),
        migrations.AddField(
            model_name="raster",
            name="footprint",
            field=django.contrib.gis.db.models.fields.MultiPolygonField(
                blank=True, null=True, srid=4326, verbose_name="phần có hình ảnh"
            ),
        ),
        migrations.AddField(
            model_name="raster",
            name="kept_m",
            field=models.FloatField(blank=True, null=True, verbose_name="cỡ điểm ảnh lưu giữ (m)"),
        ),
        migrations.AddField(
            model_name="rasterevent",
            name="kept_m",
            field=models.FloatField(blank=True, null=True, verbose_name="cỡ điểm ảnh lưu giữ (m)"),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="follows",
            field=models.CharField(
                choices=[("people", "dân số"), ("ground", "diện tích"), ("none", "không chia")],
                default="people",
                help_text="khi một xã bị chia, số liệu sang các xã mới theo tỷ lệ này",
                max_length=6,
                verbose_name="chia theo",
            ),
        ),
        migrations.AlterField(
            model_name="indicatorevent",
            name="follows",
            field=models.CharField(
                choices=[("people", "dân số"), ("ground", "diện tích"), ("none", "không chia")],
                default="people",
                help_text="khi một xã bị chia, số liệu sang các xã mới theo tỷ lệ này",
                max_length=6,
                verbose_name="chia theo",
            ),
        ),
        migrations.AlterField(
            model_name="raster",
            name="kind",
            field=models.CharField(
                choices=[
                    ("population", "dân số mỗi ô"),
                    ("terrain", "độ cao mặt đất mỗi ô (m)"),
                    ("drone", "ảnh bay chụp (drone)"),
                ],
                max_length=20,
                verbose_name="loại",
            ),
        ),
        migrations.AlterField(
            model_name="rasterevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("population", "dân số mỗi ô"),
                    ("terrain", "độ cao mặt đất mỗi ô (m)"),
                    ("drone", "ảnh bay chụp (drone)"),
                ],
                max_length=20,
                verbose_name="loại",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "layers_indicatorevent" ("criterion", "follows", "key", "label", "label_en", "may_be_negative", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit") VALUES (NEW."criterion", NEW."follows", NEW."key", NEW."label", NEW."label_en", NEW."may_be_negative", _pgh_attach_context(), NOW(), \'insert\', NEW."key", NEW."position", NEW."unit"); RETURN NULL;',
                    hash="87190a9299abea8f5b34699014b6a9193d3bf864",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e11b8",
                    table="layers_indicator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "layers_indicatorevent" ("criterion", "follows", "key", "label", "label_en", "may_be_negative", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit") VALUES (NEW."criterion", NEW."follows", NEW."key", NEW."label", NEW."label_en", NEW."may_be_negative", _pgh_attach_context(), NOW(), \'update\', NEW."key", NEW."position", NEW."unit"); RETURN NULL;',
                    hash="5b0feebc8ed02a7886732dc823163cb23d46446e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_25af6",
                    table="layers_indicator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "layers_indicatorevent" ("criterion", "follows", "key", "label", "label_en", "may_be_negative", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit") VALUES (OLD."criterion", OLD."follows", OLD."key", OLD."label", OLD."label_en", OLD."may_be_negative", _pgh_attach_context(), NOW(), \'delete\', OLD."key", OLD."position", OLD."unit"); RETURN NULL;',
                    hash="fe30c3df29b38071eab3e12529eb528d03d3ea48",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_27c90",
                    table="layers_indicator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicatorvalue",
            trigger=pgtrigger.compiler.Trigger(
                name="not_negative",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."value" < 0.0)',
                    func="\nIF NOT (SELECT may_be_negative FROM layers_indicator WHERE key = NEW.indicator_id) THEN\n    RAISE EXCEPTION 'indicator % counts something and cannot be %', NEW.indicator_id, NEW.value\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="c9fa5fe41bd98fec79437be9a45bdb8c5aba25be",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_not_negative_3ff75",
                    table="layers_indicatorvalue",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raster",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "layers_rasterevent" ("as_of", "batch_id", "crs", "file_sha256", "height", "id", "kept_m", "kind", "name", "nodata", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution_x", "resolution_y", "source", "width") VALUES (NEW."as_of", NEW."batch_id", NEW."crs", NEW."file_sha256", NEW."height", NEW."id", NEW."kept_m", NEW."kind", NEW."name", NEW."nodata", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."resolution_x", NEW."resolution_y", NEW."source", NEW."width"); RETURN NULL;',
                    hash="887a43651eac66d2e7d0bbf9a198beb4e5d5a07f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d9d48",
                    table="layers_raster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raster",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."crs" IS DISTINCT FROM (NEW."crs") OR OLD."file_sha256" IS DISTINCT FROM (NEW."file_sha256") OR OLD."height" IS DISTINCT FROM (NEW."height") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kept_m" IS DISTINCT FROM (NEW."kept_m") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."nodata" IS DISTINCT FROM (NEW."nodata") OR OLD."resolution_x" IS DISTINCT FROM (NEW."resolution_x") OR OLD."resolution_y" IS DISTINCT FROM (NEW."resolution_y") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."width" IS DISTINCT FROM (NEW."width"))',
                    func='INSERT INTO "layers_rasterevent" ("as_of", "batch_id", "crs", "file_sha256", "height", "id", "kept_m", "kind", "name", "nodata", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution_x", "resolution_y", "source", "width") VALUES (NEW."as_of", NEW."batch_id", NEW."crs", NEW."file_sha256", NEW."height", NEW."id", NEW."kept_m", NEW."kind", NEW."name", NEW."nodata", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."resolution_x", NEW."resolution_y", NEW."source", NEW."width"); RETURN NULL;',
                    hash="2ac3477ec6f0c0443b68b468d9bf9423574ca28c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_876f3",
                    table="layers_raster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raster",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "layers_rasterevent" ("as_of", "batch_id", "crs", "file_sha256", "height", "id", "kept_m", "kind", "name", "nodata", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resolution_x", "resolution_y", "source", "width") VALUES (OLD."as_of", OLD."batch_id", OLD."crs", OLD."file_sha256", OLD."height", OLD."id", OLD."kept_m", OLD."kind", OLD."name", OLD."nodata", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."resolution_x", OLD."resolution_y", OLD."source", OLD."width"); RETURN NULL;',
                    hash="b398ca9e96aa8071535ec7351694131d537b31f8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3f56a",
                    table="layers_raster",
                    when="AFTER",
                ),
            ),
        ),
    ]
