"""Absences, who was told of them, the papers handed in, and the rule of when one is needed."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import imyportal.db
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_guardian_links'),
        ('imyportal', '0010_trail_is_who_did_what'),
        ('placements', '0012_released_reports_are_frozen'),
        ('trainees', '0008_consents_are_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('begins_on', models.DateField(verbose_name='away since')),
                ('starts_at', models.DateTimeField(verbose_name='agreed start')),
                ('kind', models.CharField(choices=[('ill', 'ill'), ('way', 'cannot get there'), ('other', 'another reason'), ('unknown', 'not known yet')], max_length=8, verbose_name='reason')),
                ('shares_reason', models.BooleanField(default=False, verbose_name='the company may know the reason')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note for the agency')),
                ('noted_by', models.CharField(choices=[('trainee', 'trainee'), ('company', 'company tutor, by link'), ('agency', 'agency tutor')], max_length=8, verbose_name='brought in by')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='brought in')),
                ('said_at', models.DateTimeField(null=True, verbose_name='said')),
                ('noticed_at', models.DateTimeField(null=True, verbose_name='noticed by the company')),
                ('cleared_at', models.DateTimeField(null=True, verbose_name='cleared up')),
                ('back_on', models.DateField(null=True, verbose_name='back on')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='taken back')),
                ('paper_due_on', models.DateField(null=True, verbose_name='paper needed from')),
                ('paper_asked_at', models.DateTimeField(null=True, verbose_name='paper asked for')),
                ('paper_reminded_at', models.DateTimeField(null=True, verbose_name='reminded of the paper')),
                ('paper_settled_at', models.DateTimeField(null=True, verbose_name='paper settled')),
                ('cleared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.accesslink')),
                ('paper_settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='placements.placement')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['-first_day', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AbsenceNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.CharField(choices=[('company', 'company tutor'), ('agency', 'agency tutor'), ('trainee', 'trainee')], max_length=8, verbose_name='who')),
                ('what', models.CharField(choices=[('absent', 'does not come'), ('back', 'comes after all'), ('noticed', 'not there, and nobody had told the company'), ('asked', 'what happened?'), ('paper', 'a paper is needed'), ('reminded', 'the paper is still missing')], max_length=8, verbose_name='what')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='told')),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='placements.absence')),
                ('mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='imyportal.outgoingmail')),
            ],
            options={
                'verbose_name': 'notice of an absence',
                'verbose_name_plural': 'notices of absences',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AbsencePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='handed in')),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='placements.absence')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='imyportal.storedfile')),
            ],
            options={
                'verbose_name': 'paper for an absence',
                'verbose_name_plural': 'papers for absences',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AbsenceRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper_after', models.PositiveSmallIntegerField(default=3, help_text='3: an absence that lasts to its third day needs a paper, weekends counted, such as a medical certificate.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(30)], verbose_name='a paper from day')),
                ('group', models.OneToOneField(blank=True, help_text='Empty: for every group without a rule of its own.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='absence_rule', to='trainees.group', verbose_name='group')),
            ],
            options={
                'verbose_name': 'rule for absences',
                'verbose_name_plural': 'rules for absences',
                'ordering': [models.OrderBy(models.F('group__name'), nulls_first=True), 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='absence',
            index=models.Index(condition=models.Q(('cleared_at', None), ('noticed_at__isnull', False), ('withdrawn_at', None)), fields=['noticed_at'], name='placements_absence_noticed'),
        ),
        migrations.AddIndex(
            model_name='absence',
            index=models.Index(condition=models.Q(('paper_due_on__isnull', False), ('paper_settled_at', None), ('withdrawn_at', None)), fields=['paper_due_on'], name='placements_absence_paper'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('begins_on__lte', models.F('first_day')), ('last_day__gte', models.F('first_day'))), name='placements_absence_ends_after_start', violation_error_message='The last day is before the first day.'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=imyportal.db.PeriodsDoNotOverlap(condition=models.Q(('withdrawn_at', None)), end='last_day', name='placements_absence_once_a_day', start='first_day', violation_error_message='An absence on some of these days is known already.', who='placement'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('link__isnull', False), ('noted_by', 'company'), ('noticed_at__isnull', False)), models.Q(('noted_by', 'agency'), ('user__isnull', False)), models.Q(('noted_by', 'trainee'), ('said_at__isnull', False), ('user__isnull', False)), _connector='OR'), name='placements_absence_noted_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'unknown'), _negated=True), ('said_at', None), _connector='OR'), name='placements_absence_unknown_until_it_is_said'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('shares_reason', False), ('said_at__isnull', False), _connector='OR'), name='placements_absence_reason_shared_only_if_said'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('back_on', None), models.Q(('back_on__gt', models.F('first_day')), ('withdrawn_at', None)), _connector='OR'), name='placements_absence_back_or_never_away'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('paper_reminded_at', None), ('paper_asked_at__isnull', False), _connector='OR'), name='placements_absence_reminded_after_asked'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cleared_at', None), ('cleared_by', None)), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='placements_absence_cleared_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paper_settled_at', None), ('paper_settled_by', None)), models.Q(('paper_settled_at__isnull', False), ('paper_settled_by__isnull', False)), _connector='OR'), name='placements_absence_paper_settled_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='absencenotice',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='placements_absencenotice_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='absencerule',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('group', 0), name='placements_absencerule_once', violation_error_message='There is a rule for this already.'),
        ),
        migrations.AddConstraint(
            model_name='absencerule',
            constraint=models.CheckConstraint(condition=models.Q(('paper_after__range', (1, 30))), name='placements_absencerule_within_a_month', violation_error_message='Enter a whole number from 1 to 30.'),
        ),
    ]
