import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imyportal', '0002_cache_table'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('link_id', models.PositiveBigIntegerField(null=True)),
                ('actor_kind', models.CharField(choices=[('tutor', 'agency tutor'), ('person', 'trainee or sending tutor'), ('link', 'by mailed link'), ('nobody', 'not signed in'), ('portal', 'the portal itself')], max_length=6, verbose_name='as')),
                ('actor', models.CharField(blank=True, max_length=200, verbose_name='who')),
                ('about_kind', models.CharField(blank=True, max_length=80)),
                ('about_id', models.CharField(blank=True, max_length=40)),
                ('action', models.CharField(max_length=40, verbose_name='what')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='about')),
                ('ip', models.GenericIPAddressField(null=True, verbose_name='address')),
                ('details', models.JSONField(blank=True, default=dict, verbose_name='details')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'audit event',
                'verbose_name_plural': 'audit trail',
                'ordering': ['-at', '-pk'],
                'indexes': [
                    models.Index(fields=['-at', '-id'], name='imyportal_audit_at'),
                    models.Index(fields=['action', '-at'], name='imyportal_audit_action'),
                    models.Index(fields=['about_kind', 'about_id'], name='imyportal_audit_about'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='imyportal.auditevent')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
    ]
