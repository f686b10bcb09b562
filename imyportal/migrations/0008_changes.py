import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imyportal', '0007_stored_file_measures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='auditevent',
            options={'ordering': ['-at', '-pk'], 'verbose_name': 'audit event', 'verbose_name_plural': 'audit events'},
        ),
        migrations.AlterField(
            model_name='auditevent',
            name='actor_kind',
            field=models.CharField(choices=[('tutor', 'agency tutor'), ('person', 'trainee or sending tutor'), ('link', 'by mailed link'), ('nobody', 'not signed in'), ('portal', 'the portal itself')], max_length=6, verbose_name='kind of person'),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('link_id', models.PositiveBigIntegerField(null=True)),
                ('actor_kind', models.CharField(choices=[('tutor', 'agency tutor'), ('person', 'trainee or sending tutor'), ('link', 'by mailed link'), ('nobody', 'not signed in'), ('portal', 'the portal itself')], max_length=6, verbose_name='kind of person')),
                ('actor', models.CharField(blank=True, max_length=200, verbose_name='who')),
                ('about_kind', models.CharField(blank=True, max_length=80)),
                ('about_id', models.CharField(blank=True, max_length=40)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['about_kind', 'about_id'], name='imyportal_change_about')],
            },
        ),
    ]
