"""Lists of incidents begin at the newest day, lists of sites go by name: each page is a stretch of an index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('layers', '0008_indicator_follows'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['occurred_on'], name='incident_day'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('withdrawn_reason', ''), _negated=True), fields=['occurred_on'], name='incident_withdrawn'),
        ),
        migrations.AddIndex(
            model_name='site',
            index=models.Index(fields=['name', 'id'], name='site_name'),
        ),
    ]
