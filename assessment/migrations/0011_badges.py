import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0010_confirmations_are_kept'),
        ('trainees', '0003_trainees_by_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StatusEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['status_list', 'place', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StatusList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('document', models.JSONField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BadgeLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('months', models.PositiveSmallIntegerField(unique=True, verbose_name='months')),
                ('weeks', models.PositiveSmallIntegerField(unique=True, verbose_name='placement weeks')),
                ('names', models.JSONField(verbose_name='names')),
                ('picture', models.CharField(max_length=100, verbose_name='picture')),
            ],
            options={
                'verbose_name': 'badge level',
                'verbose_name_plural': 'badge levels',
                'ordering': ['weeks', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weeks__gte', 1)), name='assessment_badgelevel_takes_weeks')],
            },
        ),
        migrations.CreateModel(
            name='BadgeAward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=13, unique=True, verbose_name='code')),
                ('subject', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('awarded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='awarded')),
                ('shows_full_name', models.BooleanField(default=False, verbose_name='shows the full name')),
                ('hidden_at', models.DateTimeField(editable=False, null=True, verbose_name='hidden')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn')),
                ('withdraw_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason')),
                ('trainee', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='badge', to='trainees.trainee', verbose_name='trainee')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.badgelevel', verbose_name='level')),
            ],
            options={
                'verbose_name': 'badge',
                'verbose_name_plural': 'badges',
                'ordering': ['-awarded_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='IssuerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('controller', models.URLField(max_length=300, verbose_name='issuer')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('ed25519', 'Ed25519'), ('rsa', 'RSA')], max_length=10, verbose_name='kind')),
                ('public', models.JSONField(verbose_name='public half')),
                ('private', models.TextField(editable=False)),
                ('valid_from', models.DateTimeField(default=django.utils.timezone.now, verbose_name='in use since')),
                ('retired_at', models.DateTimeField(editable=False, null=True, verbose_name='retired')),
                ('compromised_at', models.DateTimeField(editable=False, null=True, verbose_name='stolen')),
            ],
            options={
                'verbose_name': 'key for badges',
                'verbose_name_plural': 'keys for badges',
                'ordering': ['-valid_from', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('controller', 'kind'), name='assessment_issuerkey_one_in_use'), models.CheckConstraint(condition=models.Q(('compromised_at', None), ('retired_at__isnull', False), _connector='OR'), name='assessment_issuerkey_stolen_is_retired')],
            },
        ),
        migrations.CreateModel(
            name='BadgeIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='issued')),
                ('weeks', models.PositiveSmallIntegerField(verbose_name='placement weeks')),
                ('credential_id', models.CharField(max_length=300, unique=True)),
                ('document', models.JSONField(verbose_name='credential')),
                ('digest', models.CharField(max_length=64)),
                ('jwt', models.TextField(verbose_name='token')),
                ('superseded_at', models.DateTimeField(editable=False, null=True, verbose_name='superseded')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='assessment.badgeaward')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.badgelevel', verbose_name='level')),
                ('jwt_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.issuerkey')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.issuerkey')),
                ('status', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='badge_issue', to='assessment.statusentry')),
            ],
            options={
                'verbose_name': 'badge credential',
                'verbose_name_plural': 'badge credentials',
                'ordering': ['-issued_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='statusentry',
            name='status_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='assessment.statuslist'),
        ),
        migrations.AddConstraint(
            model_name='badgeaward',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdraw_reason', ''), _negated=True), _connector='OR'), name='assessment_badgeaward_withdrawn_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='badgeissue',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('award',), name='assessment_badgeissue_one_current'),
        ),
        migrations.AddConstraint(
            model_name='statusentry',
            constraint=models.UniqueConstraint(fields=('status_list', 'place'), name='assessment_statusentry_place_once'),
        ),
        migrations.AddConstraint(
            model_name='statusentry',
            constraint=models.CheckConstraint(condition=models.Q(('place__lt', 131072)), name='assessment_statusentry_place_in_list'),
        ),
    ]
