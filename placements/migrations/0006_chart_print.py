"""Hour charts on paper: what a code says is never changed; a trigger sees to it."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


TABLE = "placements_chartprint"
KEPT = "What was printed is kept as it is."


def create(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(
            f"CREATE TRIGGER {TABLE}_locked BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW "
            f"EXECUTE FUNCTION placements_refuse('{KEPT}')",
            params=None,
        )
        return
    for event in ("update", "delete"):
        run(
            f"CREATE TRIGGER {TABLE}_locked_{event} BEFORE {event.upper()} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
            params=None,
        )


def drop(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(f"DROP TRIGGER IF EXISTS {TABLE}_locked ON {TABLE}", params=None)
        return
    for event in ("update", "delete"):
        run(f"DROP TRIGGER IF EXISTS {TABLE}_locked_{event}", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('placements', '0005_working_time_limits'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChartPrint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=13, unique=True, verbose_name='code')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the content')),
                ('stated', models.JSONField(verbose_name='what it says')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='printed')),
                ('link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.accesslink')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prints', to='placements.placement')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'printed hour chart',
                'verbose_name_plural': 'printed hour charts',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('placement', 'digest'), name='placements_chartprint_once'), models.CheckConstraint(condition=models.Q(models.Q(('link', None), ('user__isnull', False)), models.Q(('link__isnull', False), ('user', None)), _connector='OR'), name='placements_chartprint_by_somebody')],
            },
        ),
        migrations.RunPython(create, drop),
    ]
