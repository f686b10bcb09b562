"""Contacts of agency tutors with notes, and the restricted register of incidents."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imyportal', '0010_trail_is_who_did_what'),
        ('placements', '0016_absences_denied'),
        ('trainees', '0009_reports_by_mail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(choices=[('call', 'phone call'), ('message', 'message'), ('email', 'e-mail'), ('visit', 'on-site visit'), ('survey', 'survey')], max_length=8, verbose_name='how')),
                ('with_whom', models.CharField(choices=[('trainee', 'trainee'), ('company', 'company tutor'), ('sending', 'sending tutor'), ('guardian', 'guardian'), ('other', 'somebody else')], max_length=8, verbose_name='with')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('minutes', models.PositiveSmallIntegerField(null=True, validators=[django.core.validators.MaxValueValidator(600)], verbose_name='minutes')),
                ('text', models.TextField(verbose_name='what was said')),
                ('logged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('next_step', models.CharField(blank=True, max_length=300, verbose_name='next step')),
                ('next_on', models.DateField(null=True, verbose_name='by when')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done')),
                ('is_shared', models.BooleanField(default=False, verbose_name='shared with the school')),
                ('school_text', models.TextField(blank=True, verbose_name='what the school reads')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='trainees.group', verbose_name='group')),
                ('next_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who does it')),
                ('trainee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='trainees.trainee', verbose_name='trainee')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ContactNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='placements.contact', verbose_name='contact')),
            ],
            options={
                'verbose_name': 'note to a contact',
                'verbose_name_plural': 'notes to contacts',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('accident', 'accident'), ('conflict', 'conflict'), ('safety', 'safety at work'), ('misconduct', 'misconduct')], max_length=10, verbose_name='what it is')),
                ('severity', models.PositiveSmallIntegerField(choices=[(1, 'slight: settled on the spot'), (2, 'serious: somebody was hurt or cannot go on like this'), (3, 'grave: hospital, police, or the placement is at risk')], verbose_name='how grave')),
                ('happened_at', models.DateTimeField(verbose_name='when it happened')),
                ('place', models.CharField(max_length=200, verbose_name='where')),
                ('text', models.TextField(verbose_name='what happened')),
                ('known_at', models.DateTimeField(verbose_name='when it became known')),
                ('reported_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reported')),
                ('spared_because', models.CharField(blank=True, max_length=300, verbose_name='INAIL need not be told')),
                ('spared_at', models.DateTimeField(null=True)),
                ('outcome', models.TextField(blank=True, verbose_name='outcome')),
                ('lessons', models.TextField(blank=True, verbose_name='what we learn from it')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('spared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('trainee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trainees.trainee', verbose_name='trainee')),
            ],
            options={
                'verbose_name': 'incident',
                'verbose_name_plural': 'incidents',
                'ordering': ['-known_at', '-pk'],
                'permissions': [('view_all_incidents', 'May see the register of incidents')],
            },
        ),
        migrations.CreateModel(
            name='IncidentNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('inail', 'INAIL (accident insurance)'), ('company', 'company'), ('sending', 'sending organisation'), ('guardian', 'guardian'), ('trainee', 'trainee'), ('agency', 'the agency'), ('insurer', 'another insurance'), ('authority', 'police or another authority'), ('other', 'somebody else')], max_length=10, verbose_name='who')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('how', models.CharField(choices=[('phone', 'by phone'), ('talk', 'in person'), ('email', 'by e-mail'), ('online', 'on their portal'), ('letter', 'by letter')], max_length=8, verbose_name='how')),
                ('told_at', models.DateTimeField(verbose_name='told')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='reference number')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='placements.incident')),
            ],
            options={
                'verbose_name': 'party told',
                'verbose_name_plural': 'who was told',
                'ordering': ['told_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='IncidentPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='what it is')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='imyportal.storedfile')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='placements.incident')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='IncidentStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='what was agreed')),
                ('with_whom', models.CharField(blank=True, max_length=300, verbose_name='with whom')),
                ('due_on', models.DateField(null=True, verbose_name='by when')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='placements.incident')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['trainee', '-at'], name='placements_contact_latest'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['-at', '-id'], name='placements_contact_newest'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('done_at', None), ('next_on__isnull', False)), fields=['next_on'], name='placements_contact_steps'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('trainee', None), ('group', None), _connector='XOR'), name='placements_contact_about_one'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='placements_contact_says_something', violation_error_message='Write in a few words what was said.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('at__lte', models.F('logged_at'))), name='placements_contact_has_been', violation_error_message='A contact that is still to come is a next step.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('minutes', None), ('minutes__range', (1, 600)), _connector='OR'), name='placements_contact_minutes_are_some'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('with_whom', 'other'), _negated=True), models.Q(('name', ''), _negated=True), _connector='OR'), name='placements_contact_other_is_named', violation_error_message='Say with whom.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_by', None), ('next_on', None), ('next_step', '')), models.Q(models.Q(('next_step', ''), _negated=True), ('next_by__isnull', False), ('next_on__isnull', False)), _connector='OR'), name='placements_contact_step_has_day_and_owner', violation_error_message='A next step has a day and somebody who does it.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False), models.Q(('next_step', ''), _negated=True)), _connector='OR'), name='placements_contact_done_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('is_shared', False), models.Q(('school_text', ''), _negated=True), _connector='OR'), name='placements_contact_shared_has_a_text', violation_error_message='Write what the school reads.'),
        ),
        migrations.AddConstraint(
            model_name='contactnote',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='placements_contactnote_says_something'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['trainee'], name='placements_incident_open'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('happened_at__lte', models.F('known_at')), ('known_at__lte', models.F('reported_at'))), name='placements_incident_is_told_in_order', violation_error_message='It happened first, then it became known, then it is reported.'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('place', ''), _negated=True)), name='placements_incident_says_what_and_where'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('severity__range', (1, 3))), name='placements_incident_severity_is_one_of_three'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('spared_at', None), ('spared_because', ''), ('spared_by', None)), models.Q(models.Q(('spared_because', ''), _negated=True), ('kind', 'accident'), ('spared_at__isnull', False), ('spared_by__isnull', False)), _connector='OR'), name='placements_incident_spared_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('lessons', ''), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='placements_incident_closed_with_an_outcome', violation_error_message='Write how it ended.'),
        ),
        migrations.AddConstraint(
            model_name='incidentnotice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('told_at__lte', models.F('at'))), name='placements_incidentnotice_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='incidentpaper',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='placements_incidentpaper_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='incidentstep',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='placements_incidentstep_says_something'),
        ),
    ]
