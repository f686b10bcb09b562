import datetime as dt
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import imyportal.db
import imyportal.migrating
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("placements", "0001_initial"),
        ("placements", "0004_working_time"),
        ("placements", "0007_correction_requests"),
        ("placements", "0008_live_placements"),
        ("placements", "0010_placements_newest"),
        ("placements", "0011_weekly_reports"),
        ("placements", "0013_absences"),
        ("placements", "0015_weekly_cycle"),
        ("placements", "0016_absences_denied"),
        ("placements", "0017_contacts_and_incidents"),
        ("placements", "0020_report_wanted_by"),
        ("placements", "0021_visits"),
        ("placements", "0023_deadly_accidents"),
        ("placements", "0025_another_day_for_a_visit"),
        ("placements", "0027_incident_steps_done"),
        ("placements", "0029_agreements"),
        ("placements", "0032_first_days"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_ground"),
        ("imyportal", "0001_ground"),
        ("trainees", "0001_ground"),
    ]

    operations = [
        imyportal.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="AbsenceRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "group",
                            models.OneToOneField(
                                blank=True,
                                help_text="Empty: for every group without a rule of its own.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="absence_rule",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "paper_after",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="3: an absence that lasts to its third day needs a paper, weekends counted, such as a medical certificate.",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(30),
                                ],
                                verbose_name="a paper from day",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rule for absences",
                        "verbose_name_plural": "rules for absences",
                        "ordering": [
                            models.OrderBy(models.F("group__name"), nulls_first=True),
                            "pk",
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.comparison.Coalesce("group", 0),
                                name="placements_absencerule_once",
                                violation_error_message="There is a rule for this already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("paper_after__range", (1, 30))),
                                name="placements_absencerule_within_a_month",
                                violation_error_message="Enter a whole number from 1 to 30.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementCover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                blank=True,
                                help_text="Empty: the agency itself.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreement_cover",
                                to="trainees.sendingorganisation",
                                verbose_name="sending organisation",
                            ),
                        ),
                        (
                            "legal_name",
                            models.CharField(blank=True, max_length=200, verbose_name="legal name"),
                        ),
                        (
                            "tax_number",
                            models.CharField(blank=True, max_length=40, verbose_name="tax number"),
                        ),
                        (
                            "represented_by",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="represented by"
                            ),
                        ),
                        (
                            "accident_cover",
                            models.CharField(
                                blank=True,
                                help_text="In Italy the INAIL position; else insurer and number.",
                                max_length=200,
                                verbose_name="accident insurance",
                            ),
                        ),
                        (
                            "liability_cover",
                            models.CharField(
                                blank=True,
                                help_text="Insurer and number of the policy.",
                                max_length=200,
                                verbose_name="third-party liability insurance",
                            ),
                        ),
                        (
                            "health_cover",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="health insurance"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "legal facts and insurances",
                        "verbose_name_plural": "legal facts and insurances",
                        "ordering": ["organisation_id", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.Value(1),
                                condition=models.Q(("organisation", None)),
                                name="placements_agreementcover_one_of_agency",
                                violation_error_message="Those of the agency are there already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementTerms",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: of the agency, for schools without their own.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreement_terms",
                                to="trainees.sendingorganisation",
                                verbose_name="sending organisation",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("it", "Italiano"),
                                    ("de", "Deutsch"),
                                    ("es", "Español"),
                                    ("fr", "Français"),
                                    ("hu", "Magyar"),
                                    ("pl", "Polski"),
                                ],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        ("monitoring", models.TextField(verbose_name="monitoring and support")),
                        ("evaluation", models.TextField(verbose_name="evaluation")),
                        ("recognition", models.TextField(verbose_name="recognition")),
                        ("duties", models.TextField(verbose_name="duties of the trainee")),
                    ],
                    options={
                        "verbose_name": "texts of agreements",
                        "verbose_name_plural": "texts of agreements",
                        "ordering": ["organisation_id", "language", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "language"),
                                name="placements_agreementterms_once",
                                violation_error_message="This school has texts in this language.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("organisation", None)),
                                fields=("language",),
                                name="placements_agreementterms_once_of_agency",
                                violation_error_message="The agency has texts in this language.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompanyImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="handed in"),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="file")),
                        ("content", models.BinaryField()),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "applied_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="brought in"
                            ),
                        ),
                        ("result", models.JSONField(default=dict)),
                    ],
                    options={
                        "verbose_name": "company list",
                        "verbose_name_plural": "company lists",
                        "ordering": ["-created_at", "-pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("applied_at", None), ("content", b""), _connector="OR"
                                ),
                                name="placements_companyimport_content_goes_when_applied",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("occasion", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "trainee",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("call", "phone call"),
                                    ("message", "message"),
                                    ("email", "e-mail"),
                                    ("visit", "on-site visit"),
                                    ("survey", "survey"),
                                ],
                                max_length=8,
                                verbose_name="how",
                            ),
                        ),
                        (
                            "with_whom",
                            models.CharField(
                                choices=[
                                    ("trainee", "trainee"),
                                    ("company", "company tutor"),
                                    ("sending", "sending tutor"),
                                    ("guardian", "guardian"),
                                    ("other", "somebody else"),
                                ],
                                max_length=8,
                                verbose_name="with",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                        ("at", models.DateTimeField(verbose_name="when")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(600)],
                                verbose_name="minutes",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what was said")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "logged_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="written"
                            ),
                        ),
                        (
                            "next_step",
                            models.CharField(blank=True, max_length=300, verbose_name="next step"),
                        ),
                        ("next_on", models.DateField(null=True, verbose_name="by when")),
                        (
                            "next_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who does it",
                            ),
                        ),
                        ("done_at", models.DateTimeField(null=True, verbose_name="done")),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="done by",
                            ),
                        ),
                        (
                            "is_shared",
                            models.BooleanField(
                                default=False, verbose_name="shared with the school"
                            ),
                        ),
                        (
                            "school_text",
                            models.TextField(blank=True, verbose_name="what the school reads"),
                        ),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["trainee", "-at"], name="placements_contact_latest"
                            ),
                            models.Index(fields=["-at", "-id"], name="placements_contact_newest"),
                            models.Index(
                                condition=models.Q(("done_at", None), ("next_on__isnull", False)),
                                fields=["next_on"],
                                name="placements_contact_steps",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("trainee", None), ("group", None), _connector="XOR"
                                ),
                                name="placements_contact_about_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="placements_contact_says_something",
                                violation_error_message="Write in a few words what was said.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("at__lte", models.F("logged_at"))),
                                name="placements_contact_has_been",
                                violation_error_message="A contact that is still to come is a next step.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes", None), ("minutes__range", (1, 600)), _connector="OR"
                                ),
                                name="placements_contact_minutes_are_some",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("with_whom", "other"), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="placements_contact_other_is_named",
                                violation_error_message="Say with whom.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("next_by", None), ("next_on", None), ("next_step", "")
                                    ),
                                    models.Q(
                                        models.Q(("next_step", ""), _negated=True),
                                        ("next_by__isnull", False),
                                        ("next_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_contact_step_has_day_and_owner",
                                violation_error_message="A next step has a day and somebody who does it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("done_by", None)),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        models.Q(("next_step", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_contact_done_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_shared", False),
                                    models.Q(("school_text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="placements_contact_shared_has_a_text",
                                violation_error_message="Write what the school reads.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CycleMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("laid_until", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CycleTime",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cycle_times",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("check_in", "check-in of the trainee"),
                                    ("company_questions", "questions to the company tutor"),
                                    ("hours", "hours of the trainee"),
                                    ("sign", "signature of the company"),
                                    ("report_due", "weekly report to the school"),
                                    ("own_contact", "contact by the agency tutor"),
                                ],
                                max_length=20,
                                verbose_name="what",
                            ),
                        ),
                        ("step", models.PositiveSmallIntegerField(default=1, verbose_name="step")),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ],
                                null=True,
                                verbose_name="weekday",
                            ),
                        ),
                        ("at", models.TimeField(blank=True, null=True, verbose_name="time")),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="days"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "time of the weekly cycle",
                        "verbose_name_plural": "times of the weekly cycle",
                        "ordering": ["group", "kind", "step", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "kind", "step"),
                                name="placements_cycletime_once_a_group",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("group", None)),
                                fields=("kind", "step"),
                                name="placements_cycletime_once_for_all",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("at", None), ("days", None), ("weekday", None)),
                                    models.Q(
                                        (
                                            "kind__in",
                                            [
                                                "check_in",
                                                "company_questions",
                                                "hours",
                                                "report_due",
                                            ],
                                        ),
                                        ("at__isnull", False),
                                        ("days", None),
                                        ("weekday__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "kind__in",
                                                [
                                                    "check_in",
                                                    "company_questions",
                                                    "hours",
                                                    "report_due",
                                                ],
                                            ),
                                            _negated=True,
                                        ),
                                        ("at", None),
                                        ("days__isnull", False),
                                        ("weekday", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_cycletime_moment_or_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("at", None),
                                    models.Q(
                                        ("at__gte", dt.time(8, 0)), ("at__lt", dt.time(20, 0))
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_cycletime_in_the_daytime",
                                violation_error_message="Mails go out from 8:00 to 20:00. Choose a time then.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("weekday", None), ("weekday__lte", 6), _connector="OR"
                                ),
                                name="placements_cycletime_is_a_weekday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("days", None), ("days__range", (1, 60)), _connector="OR"
                                ),
                                name="placements_cycletime_days_are_some",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("step", 1),
                                    models.Q(
                                        ("kind__in", ["check_in", "hours"]),
                                        ("step", 2),
                                        ("at__isnull", False),
                                        ("days", None),
                                        ("weekday__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_cycletime_second_only_of_some",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FirstDayPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: of the agency. A group with points of its own has these alone.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="first_day_points",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        ("names", models.JSONField(verbose_name="names")),
                    ],
                    options={
                        "verbose_name": "point of the first day",
                        "verbose_name_plural": "points of the first day",
                        "ordering": ["group_id", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "code"),
                                name="placements_firstdaypoint_once_in_group",
                                violation_error_message="This group has a point with this code.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("group", None)),
                                fields=("code",),
                                name="placements_firstdaypoint_once_in_template",
                                violation_error_message="The template has a point with this code.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HostCompany",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "sector",
                            models.CharField(blank=True, max_length=120, verbose_name="sector"),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=300, verbose_name="address"),
                        ),
                        (
                            "country",
                            models.CharField(
                                db_default="IT",
                                default="IT",
                                max_length=2,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{2}$", "Two capital letters, like IT."
                                    )
                                ],
                                verbose_name="country",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=40, verbose_name="phone"),
                        ),
                        (
                            "places",
                            models.PositiveSmallIntegerField(default=1, verbose_name="places"),
                        ),
                        (
                            "languages",
                            models.CharField(
                                blank=True,
                                help_text="Two letters each, like: it, en",
                                max_length=100,
                                verbose_name="languages",
                            ),
                        ),
                        ("step_free", models.BooleanField(default=False, verbose_name="step-free")),
                        (
                            "minors_allowed",
                            models.BooleanField(default=True, verbose_name="minors allowed"),
                        ),
                        (
                            "directions",
                            models.TextField(blank=True, verbose_name="way by public transport"),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="takes trainees"),
                        ),
                    ],
                    options={
                        "verbose_name": "company",
                        "verbose_name_plural": "companies",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                django.db.models.functions.text.Lower("address"),
                                name="placements_hostcompany_once",
                                violation_error_message="This company is already here.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "trainee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("accident", "accident"),
                                    ("conflict", "conflict"),
                                    ("safety", "safety at work"),
                                    ("misconduct", "misconduct"),
                                ],
                                max_length=10,
                                verbose_name="what it is",
                            ),
                        ),
                        (
                            "severity",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "slight: settled on the spot"),
                                    (2, "serious: somebody was hurt or cannot go on like this"),
                                    (3, "grave: hospital, police, or the placement is at risk"),
                                ],
                                verbose_name="how grave",
                            ),
                        ),
                        (
                            "is_deadly",
                            models.BooleanField(
                                null=True, verbose_name="death, or danger of death"
                            ),
                        ),
                        ("happened_at", models.DateTimeField(verbose_name="when it happened")),
                        ("place", models.CharField(max_length=200, verbose_name="where")),
                        ("text", models.TextField(verbose_name="what happened")),
                        ("known_at", models.DateTimeField(verbose_name="when it became known")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reported by",
                            ),
                        ),
                        (
                            "reported_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="reported"
                            ),
                        ),
                        (
                            "spared_because",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="INAIL need not be told"
                            ),
                        ),
                        ("spared_at", models.DateTimeField(null=True)),
                        (
                            "spared_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                        (
                            "lessons",
                            models.TextField(blank=True, verbose_name="what we learn from it"),
                        ),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="closed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "incident",
                        "verbose_name_plural": "incidents",
                        "ordering": ["-known_at", "-pk"],
                        "permissions": [
                            ("view_all_incidents", "May see the register of incidents")
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at", None)),
                                fields=["trainee"],
                                name="placements_incident_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("happened_at__lte", models.F("known_at")),
                                    ("known_at__lte", models.F("reported_at")),
                                ),
                                name="placements_incident_is_told_in_order",
                                violation_error_message="It happened first, then it became known, then it is reported.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("place", ""), _negated=True),
                                ),
                                name="placements_incident_says_what_and_where",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("severity__range", (1, 3))),
                                name="placements_incident_severity_is_one_of_three",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("spared_at", None),
                                        ("spared_because", ""),
                                        ("spared_by", None),
                                    ),
                                    models.Q(
                                        models.Q(("spared_because", ""), _negated=True),
                                        ("kind", "accident"),
                                        ("spared_at__isnull", False),
                                        ("spared_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_incident_spared_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at", None),
                                        ("closed_by", None),
                                        ("lessons", ""),
                                        ("outcome", ""),
                                    ),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_incident_closed_with_an_outcome",
                                violation_error_message="Write how it ended.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit_requests",
                                to="trainees.sendingorganisation",
                                verbose_name="sending organisation",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit_requests",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "tutor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="trainees.sendingtutor",
                                verbose_name="asked by",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        ("people", models.CharField(max_length=300, verbose_name="who comes")),
                        ("wish", models.TextField(blank=True, verbose_name="wish")),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="asked"
                            ),
                        ),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "decline_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it does not work"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "visit asked for",
                        "verbose_name_plural": "visits asked for",
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["organisation"],
                                name="placements_visitrequest_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="placements_visitrequest_ends_after_start",
                                violation_error_message="The last day is before the first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("decline_reason", ""),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_visitrequest_answered_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeeklyReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(
                                db_index=True,
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="due",
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="done"),
                        ),
                        (
                            "stopped_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="given up"
                            ),
                        ),
                        ("lease_until", models.DateTimeField(editable=False, null=True)),
                        ("lease_token", models.UUIDField(editable=False, null=True)),
                        (
                            "attempts",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="attempts"
                            ),
                        ),
                        (
                            "last_error",
                            models.TextField(blank=True, editable=False, verbose_name="last error"),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        ("monday", models.DateField(verbose_name="week of")),
                        (
                            "version",
                            models.PositiveSmallIntegerField(default=1, verbose_name="version"),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="placements.weeklyreport",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "wanted_by",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="asked for by"
                            ),
                        ),
                        (
                            "refreshed_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="refreshed"
                            ),
                        ),
                        ("seen_revision", models.PositiveIntegerField(default=0, editable=False)),
                        ("in_short", models.TextField(blank=True, verbose_name="in short")),
                        ("in_short_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "in_short_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "released_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="released"
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "content",
                            models.JSONField(editable=False, null=True, verbose_name="content"),
                        ),
                        (
                            "digest",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=64,
                                verbose_name="digest of the content",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "weekly report",
                        "verbose_name_plural": "weekly reports",
                        "ordering": ["-monday", "group__name", "-version", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "monday", "version"),
                                name="placements_weeklyreport_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("released_at", None)),
                                fields=("group", "monday"),
                                name="placements_weeklyreport_one_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("monday__iso_week_day", 1)),
                                name="placements_weeklyreport_starts_on_a_monday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("content__isnull", True),
                                        ("digest", ""),
                                        ("released_at", None),
                                        ("released_by", None),
                                    ),
                                    models.Q(
                                        ("content__isnull", False),
                                        ("done_at__isnull", False),
                                        ("released_at__isnull", False),
                                        ("released_by__isnull", False),
                                        models.Q(("digest", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_weeklyreport_released_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_short", ""),
                                    models.Q(
                                        ("in_short_at__isnull", False),
                                        ("in_short_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_weeklyreport_words_have_a_writer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("supersedes", None), ("version", 1)),
                                    models.Q(("supersedes__isnull", False), ("version__gt", 1)),
                                    _connector="OR",
                                ),
                                name="placements_weeklyreport_later_versions_supersede",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkingTimeRecheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(
                                db_index=True,
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="due",
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="done"),
                        ),
                        (
                            "stopped_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="given up"
                            ),
                        ),
                        ("lease_until", models.DateTimeField(editable=False, null=True)),
                        ("lease_token", models.UUIDField(editable=False, null=True)),
                        (
                            "attempts",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="attempts"
                            ),
                        ),
                        (
                            "last_error",
                            models.TextField(blank=True, editable=False, verbose_name="last error"),
                        ),
                        ("after", models.PositiveBigIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="WorkingTimeRules",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "country",
                            models.CharField(
                                blank=True,
                                help_text="Where the company is, like IT. Empty: everywhere in the Union.",
                                max_length=2,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{2}$", "Two capital letters, like IT."
                                    )
                                ],
                                verbose_name="country",
                            ),
                        ),
                        (
                            "age_from",
                            models.PositiveSmallIntegerField(default=0, verbose_name="from age"),
                        ),
                        (
                            "age_below",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="below age"
                            ),
                        ),
                        (
                            "for_school",
                            models.BooleanField(
                                default=False,
                                verbose_name="also for under-18s in compulsory schooling",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="in force from")),
                    ],
                    options={
                        "verbose_name": "working-time rules",
                        "verbose_name_plural": "working-time rules",
                        "ordering": ["country", "age_from", "-valid_from", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("age_below", None),
                                    ("age_below__gt", models.F("age_from")),
                                    _connector="OR",
                                ),
                                name="placements_workingtimerules_ages_in_order",
                                violation_error_message="The upper age must be above the lower one.",
                            ),
                            models.UniqueConstraint(
                                fields=("country", "age_from", "for_school", "valid_from"),
                                name="placements_workingtimerules_once",
                                violation_error_message="There are rules for this country and age from this day on.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompanyTutor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tutors",
                                to="placements.hostcompany",
                                verbose_name="company",
                            ),
                        ),
                        ("first_name", models.CharField(max_length=100, verbose_name="first name")),
                        ("last_name", models.CharField(max_length=100, verbose_name="last name")),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=40, verbose_name="phone"),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("it", "Italiano"),
                                    ("de", "Deutsch"),
                                    ("es", "Español"),
                                    ("fr", "Français"),
                                    ("hu", "Magyar"),
                                    ("pl", "Polski"),
                                ],
                                default="it",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="still there"),
                        ),
                        (
                            "doubted_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="said: not me"
                            ),
                        ),
                        (
                            "doubt",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="what they wrote",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "company tutor",
                        "verbose_name_plural": "company tutors",
                        "ordering": ["last_name", "first_name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("company"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("email", ""), _negated=True),
                                name="placements_companytutor_email_once",
                                violation_error_message="Somebody at this company has this e-mail address.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="placements.contact",
                                verbose_name="contact",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="note")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="written"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "note to a contact",
                        "verbose_name_plural": "notes to contacts",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="placements_contactnote_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="placements.incident",
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("inail", "INAIL (accident insurance)"),
                                    ("company", "company"),
                                    ("sending", "sending organisation"),
                                    ("guardian", "guardian"),
                                    ("trainee", "trainee"),
                                    ("agency", "the agency"),
                                    ("insurer", "another insurance"),
                                    ("authority", "police or another authority"),
                                    ("other", "somebody else"),
                                ],
                                max_length=10,
                                verbose_name="who",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("phone", "by phone"),
                                    ("talk", "in person"),
                                    ("email", "by e-mail"),
                                    ("online", "on their portal"),
                                    ("letter", "by letter"),
                                ],
                                max_length=8,
                                verbose_name="how",
                            ),
                        ),
                        ("told_at", models.DateTimeField(verbose_name="told")),
                        (
                            "number",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="reference number"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="written"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "party told",
                        "verbose_name_plural": "who was told",
                        "ordering": ["told_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    ("told_at__lte", models.F("at")),
                                ),
                                name="placements_incidentnotice_to_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="placements.incident",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="what it is")),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="imyportal.storedfile",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="added by",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="added"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document",
                        "verbose_name_plural": "documents",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True),
                                name="placements_incidentpaper_has_a_title",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="placements.incident",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what was agreed")),
                        (
                            "with_whom",
                            models.CharField(blank=True, max_length=300, verbose_name="with whom"),
                        ),
                        ("due_on", models.DateField(null=True, verbose_name="by when")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="written"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step",
                        "verbose_name_plural": "steps",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="placements_incidentstep_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportAcknowledgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acknowledgement",
                                to="placements.weeklyreport",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="when"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "acknowledgement of a report",
                        "verbose_name_plural": "acknowledgements of reports",
                        "ordering": ["-at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="placements.weeklyreport",
                            ),
                        ),
                        ("from_school", models.BooleanField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="when"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="text")),
                    ],
                    options={
                        "verbose_name": "message about a report",
                        "verbose_name_plural": "messages about reports",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="placements_reportmessage_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="trainees.sendingorganisation",
                                verbose_name="sending organisation",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "agency_tutor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="agency tutor who comes along",
                            ),
                        ),
                        ("meeting_at", models.TimeField(null=True, verbose_name="meeting at")),
                        (
                            "meeting_point",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="meeting point"
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="placements.visitrequest",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "being planned"),
                                    ("confirmed", "fixed"),
                                    ("done", "took place"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="planned by",
                            ),
                        ),
                        (
                            "planned_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="planned"
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(null=True, verbose_name="fixed")),
                        ("done_at", models.DateTimeField(null=True, verbose_name="reported")),
                        (
                            "cancelled_at",
                            models.DateTimeField(null=True, verbose_name="cancelled at"),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="cancelled by",
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="reason"),
                        ),
                    ],
                    options={
                        "verbose_name": "visit",
                        "verbose_name_plural": "visits",
                        "ordering": ["-day", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["planned", "confirmed"])),
                                fields=["day"],
                                name="placements_visit_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_at", None),
                                        ("done_at", None),
                                        ("state", "planned"),
                                    ),
                                    models.Q(
                                        ("cancelled_at", None),
                                        ("confirmed_at__isnull", False),
                                        ("done_at", None),
                                        ("state", "confirmed"),
                                    ),
                                    models.Q(
                                        ("cancelled_at", None),
                                        ("done_at__isnull", False),
                                        ("state", "done"),
                                    ),
                                    models.Q(
                                        ("done_at", None),
                                        ("state", "cancelled"),
                                        ("cancelled_at__isnull", False),
                                        ("cancelled_by__isnull", False),
                                        models.Q(("cancel_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_visit_state_has_its_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkingTimeLimit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "rules",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="limits",
                                to="placements.workingtimerules",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("day", "work in a day, at most"),
                                    ("week", "work in a week, at most"),
                                    ("average", "work in a week on average, at most"),
                                    ("rest", "rest between two days, at least"),
                                    ("weekrest", "rest in a row in a week, at least"),
                                    ("freedays", "free days in a week, at least"),
                                    ("break", "break, at least"),
                                    ("stretch", "work without a break, at most"),
                                    ("night", "work at night, at most"),
                                    ("nights", "night shifts on average, at most"),
                                    ("sunday", "work on a Sunday, at most"),
                                ],
                                max_length=8,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(10080)],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(7)],
                                verbose_name="days",
                            ),
                        ),
                        (
                            "after_minutes",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(1440)],
                                verbose_name="when longer than, minutes",
                            ),
                        ),
                        (
                            "night_from",
                            models.TimeField(blank=True, null=True, verbose_name="night from"),
                        ),
                        (
                            "night_to",
                            models.TimeField(blank=True, null=True, verbose_name="night to"),
                        ),
                        (
                            "weeks",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(52)],
                                verbose_name="over weeks",
                            ),
                        ),
                        (
                            "article",
                            models.CharField(
                                help_text="Like: 94/33/EC, art. 8(2)",
                                max_length=80,
                                verbose_name="article",
                            ),
                        ),
                        (
                            "weight",
                            models.CharField(
                                choices=[
                                    ("note", "worth knowing"),
                                    ("warn", "warning"),
                                    ("block", "cannot be saved"),
                                ],
                                default="warn",
                                max_length=5,
                                verbose_name="what happens",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "limit",
                        "verbose_name_plural": "limits",
                        "ordering": ["rules", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rules", "kind"),
                                name="placements_workingtimelimit_once",
                                violation_error_message="This limit is there twice.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("days__isnull", False),
                                        ("kind", "freedays"),
                                        ("minutes", None),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "freedays"), _negated=True),
                                        ("days", None),
                                        ("minutes__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_workingtimelimit_says_how_much",
                                violation_error_message="Free days are counted in days, all else in minutes.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("article", ""), _negated=True),
                                name="placements_workingtimelimit_has_an_article",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentStepDone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "step",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="done",
                                to="placements.incidentstep",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="done by",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="done"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step that is done",
                        "verbose_name_plural": "steps that are done",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Placement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "trainee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="placements.hostcompany",
                                verbose_name="company",
                            ),
                        ),
                        (
                            "company_tutor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="placements.companytutor",
                                verbose_name="company tutor",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("confirmed", "confirmed"),
                                    ("interrupted", "interrupted"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="proposed",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "tasks",
                            models.TextField(
                                blank=True, help_text="One task a line.", verbose_name="tasks"
                            ),
                        ),
                        ("objective", models.TextField(blank=True, verbose_name="objective")),
                        (
                            "working_language",
                            models.CharField(
                                blank=True,
                                help_text="Like: Italian, English",
                                max_length=60,
                                verbose_name="working language",
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="reason"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "placement",
                        "verbose_name_plural": "placements",
                        "ordering": ["-starts_on", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ["confirmed", "interrupted"])),
                                fields=["ends_on", "starts_on"],
                                name="placements_placement_live",
                            ),
                            models.Index(
                                fields=["-starts_on", "id"], name="placements_placement_newest"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="placements_placement_ends_after_start",
                                violation_error_message="The last day is before the first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "cancelled"), ("cancelled_at__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("status", "cancelled"), _negated=True),
                                        ("cancelled_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_placement_cancelled_has_a_time",
                            ),
                            imyportal.db.PeriodsDoNotOverlap(
                                condition=models.Q(("status", "cancelled"), _negated=True),
                                end="ends_on",
                                name="placements_placement_one_at_a_time",
                                start="starts_on",
                                violation_error_message="This trainee already has a placement on some of these days.",
                                who="trainee",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitGuest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guest_rows",
                                to="placements.visit",
                            ),
                        ),
                        (
                            "tutor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit_rows",
                                to="trainees.sendingtutor",
                                verbose_name="sending tutor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sending tutor who comes along",
                        "verbose_name_plural": "sending tutors who come along",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "tutor"), name="placements_visitguest_once_a_visit"
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="visit",
                    name="guests",
                    field=models.ManyToManyField(
                        related_name="visits",
                        through="placements.VisitGuest",
                        to="trainees.sendingtutor",
                        verbose_name="sending tutors",
                    ),
                ),
                migrations.CreateModel(
                    name="VisitStop",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stops",
                                to="placements.visit",
                                verbose_name="visit",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit_stops",
                                to="placements.hostcompany",
                                verbose_name="company",
                            ),
                        ),
                        (
                            "company_tutor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit_stops",
                                to="placements.companytutor",
                                verbose_name="company tutor",
                            ),
                        ),
                        ("starts_at", models.TimeField(verbose_name="from")),
                        ("ends_at", models.TimeField(verbose_name="to")),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("open", "not asked yet"),
                                    ("asked", "asked"),
                                    ("yes", "agreed"),
                                    ("other", "proposes another time"),
                                    ("no", "cannot"),
                                ],
                                default="open",
                                max_length=6,
                                verbose_name="answer",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(null=True, verbose_name="asked")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                        (
                            "answered_link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                        (
                            "answered_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("proposed_at", models.TimeField(null=True, verbose_name="proposed time")),
                        ("proposed_on", models.DateField(null=True, verbose_name="proposed day")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what the company wrote"
                            ),
                        ),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "changed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="changed",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="taken out")),
                    ],
                    options={
                        "verbose_name": "company to visit",
                        "verbose_name_plural": "companies to visit",
                        "ordering": ["starts_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="placements_visitstop_ends_after_start",
                                violation_error_message="The end is not after the start.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("visit", "company"),
                                name="placements_visitstop_company_once_a_visit",
                                violation_error_message="This company is there twice.",
                            ),
                            imyportal.db.TimesDoNotOverlap(
                                condition=models.Q(
                                    ("withdrawn_at", None),
                                    models.Q(("answer", "no"), _negated=True),
                                ),
                                end="ends_at",
                                name="placements_visitstop_one_at_a_time",
                                start="starts_at",
                                violation_error_message="Two companies at the same time.",
                                who="visit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer__in", ["yes", "other", "no"]),
                                        ("answered_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("answer__in", ["yes", "other", "no"]), _negated=True
                                        ),
                                        ("answered_at", None),
                                        ("answered_link", None),
                                        ("answered_user", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_visitstop_answer_has_its_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "asked"), _negated=True),
                                    ("asked_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="placements_visitstop_asked_has_its_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "other"), ("proposed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("answer", "other"), _negated=True),
                                        ("proposed_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_visitstop_other_time_is_said",
                                violation_error_message="Enter the time that suits you better.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to="placements.placement",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        ("begins_on", models.DateField(verbose_name="away since")),
                        ("starts_at", models.DateTimeField(verbose_name="agreed start")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ill", "ill"),
                                    ("way", "cannot get there"),
                                    ("other", "another reason"),
                                    ("unknown", "not known yet"),
                                ],
                                max_length=8,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "shares_reason",
                            models.BooleanField(
                                default=False, verbose_name="the company may know the reason"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="note for the agency"
                            ),
                        ),
                        (
                            "noted_by",
                            models.CharField(
                                choices=[
                                    ("trainee", "trainee"),
                                    ("company", "company tutor, by link"),
                                    ("agency", "agency tutor"),
                                ],
                                max_length=8,
                                verbose_name="brought in by",
                            ),
                        ),
                        (
                            "noted_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="brought in"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("said_at", models.DateTimeField(null=True, verbose_name="said")),
                        (
                            "noticed_at",
                            models.DateTimeField(null=True, verbose_name="noticed by the company"),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                        (
                            "denied_at",
                            models.DateTimeField(null=True, verbose_name="denied by the trainee"),
                        ),
                        ("cleared_at", models.DateTimeField(null=True, verbose_name="cleared up")),
                        (
                            "cleared_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("back_on", models.DateField(null=True, verbose_name="back on")),
                        (
                            "withdrawn_at",
                            models.DateTimeField(null=True, verbose_name="taken back"),
                        ),
                        (
                            "paper_due_on",
                            models.DateField(null=True, verbose_name="paper needed from"),
                        ),
                        (
                            "paper_asked_at",
                            models.DateTimeField(null=True, verbose_name="paper asked for"),
                        ),
                        (
                            "paper_reminded_at",
                            models.DateTimeField(null=True, verbose_name="reminded of the paper"),
                        ),
                        (
                            "paper_settled_at",
                            models.DateTimeField(null=True, verbose_name="paper settled"),
                        ),
                        (
                            "paper_settled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "absence",
                        "verbose_name_plural": "absences",
                        "ordering": ["-first_day", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("cleared_at", None),
                                    ("noticed_at__isnull", False),
                                    ("withdrawn_at", None),
                                ),
                                fields=["noticed_at"],
                                name="placements_absence_noticed",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("paper_due_on__isnull", False),
                                    ("paper_settled_at", None),
                                    ("withdrawn_at", None),
                                ),
                                fields=["paper_due_on"],
                                name="placements_absence_paper",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("begins_on__lte", models.F("first_day")),
                                    ("last_day__gte", models.F("first_day")),
                                ),
                                name="placements_absence_ends_after_start",
                                violation_error_message="The last day is before the first day.",
                            ),
                            imyportal.db.PeriodsDoNotOverlap(
                                condition=models.Q(("withdrawn_at", None)),
                                end="last_day",
                                name="placements_absence_once_a_day",
                                start="first_day",
                                violation_error_message="An absence on some of these days is known already.",
                                who="placement",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("link__isnull", False),
                                        ("noted_by", "company"),
                                        ("noticed_at__isnull", False),
                                    ),
                                    models.Q(("noted_by", "agency"), ("user__isnull", False)),
                                    models.Q(
                                        ("noted_by", "trainee"),
                                        ("said_at__isnull", False),
                                        ("user__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_absence_noted_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "unknown"), _negated=True),
                                    ("said_at", None),
                                    _connector="OR",
                                ),
                                name="placements_absence_unknown_until_it_is_said",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("shares_reason", False),
                                    ("said_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="placements_absence_reason_shared_only_if_said",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("denied_at", None), ("said_at", None), _connector="OR"
                                ),
                                name="placements_absence_denied_was_never_said",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("back_on", None),
                                    models.Q(
                                        ("back_on__gt", models.F("first_day")),
                                        ("withdrawn_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_absence_back_or_never_away",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paper_reminded_at", None),
                                    ("paper_asked_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="placements_absence_reminded_after_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cleared_at", None), ("cleared_by", None)),
                                    models.Q(
                                        ("cleared_at__isnull", False), ("cleared_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_absence_cleared_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("paper_settled_at", None), ("paper_settled_by", None)
                                    ),
                                    models.Q(
                                        ("paper_settled_at__isnull", False),
                                        ("paper_settled_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_absence_paper_settled_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreedDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="timetable",
                                to="placements.placement",
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ],
                                verbose_name="weekday",
                            ),
                        ),
                        ("starts_at", models.TimeField(verbose_name="from")),
                        ("ends_at", models.TimeField(verbose_name="to")),
                        (
                            "break_starts_at",
                            models.TimeField(blank=True, null=True, verbose_name="break from"),
                        ),
                        (
                            "break_minutes",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="break, minutes"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreed day",
                        "verbose_name_plural": "agreed days",
                        "ordering": ["weekday", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "weekday"),
                                name="placements_agreedday_once_per_weekday",
                                violation_error_message="This weekday is there twice.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__range", (0, 6))),
                                name="placements_agreedday_is_a_weekday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("break_minutes__lt", 1440)),
                                name="placements_agreedday_break_under_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("learning", "learning agreement"),
                                    ("training", "Italian training plan"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("sent", "being signed"),
                                    ("signed", "signed by all"),
                                    ("refused", "refused"),
                                    ("superseded", "replaced by a newer version"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("it", "Italiano"),
                                    ("de", "Deutsch"),
                                    ("es", "Español"),
                                    ("fr", "Français"),
                                    ("hu", "Magyar"),
                                    ("pl", "Polski"),
                                ],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        ("typed", models.JSONField(default=dict, verbose_name="what was typed")),
                        ("content", models.JSONField(null=True, verbose_name="content")),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        (
                            "with_guardian",
                            models.BooleanField(default=False, verbose_name="a guardian signs"),
                        ),
                        (
                            "begun_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="begun"
                            ),
                        ),
                        (
                            "begun_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="begun by",
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(null=True, verbose_name="sent to be signed"),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(
                                null=True, verbose_name="signed, refused or replaced"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement",
                        "verbose_name_plural": "agreements",
                        "ordering": ["placement_id", "kind", "-version", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "kind", "version"),
                                name="placements_agreement_version_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("placement", "kind"),
                                name="placements_agreement_one_draft",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["sent", "signed"])),
                                fields=("placement", "kind"),
                                name="placements_agreement_one_holds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("content", None),
                                        ("digest", ""),
                                        ("sent_at", None),
                                        ("sent_by", None),
                                        ("state", "draft"),
                                    ),
                                    models.Q(
                                        ("state__in", ["sent", "signed", "refused", "superseded"]),
                                        ("content__isnull", False),
                                        ("sent_at__isnull", False),
                                        ("sent_by__isnull", False),
                                        models.Q(("digest", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_agreement_sent_with_content",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state__in", ["draft", "sent"])),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("state__in", ["signed", "refused", "superseded"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_agreement_ended_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChartPrint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prints",
                                to="placements.placement",
                            ),
                        ),
                        ("code", models.CharField(max_length=13, unique=True, verbose_name="code")),
                        (
                            "digest",
                            models.CharField(max_length=64, verbose_name="digest of the content"),
                        ),
                        ("stated", models.JSONField(verbose_name="what it says")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="printed"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "printed hour chart",
                        "verbose_name_plural": "printed hour charts",
                        "ordering": ["-made_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "digest"), name="placements_chartprint_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("link", None), ("user__isnull", False)),
                                    models.Q(("link__isnull", False), ("user", None)),
                                    _connector="OR",
                                ),
                                name="placements_chartprint_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="check_ins",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        ("monday", models.DateField(verbose_name="week of")),
                        (
                            "said_by",
                            models.CharField(
                                choices=[("trainee", "trainee"), ("company", "company tutor")],
                                max_length=8,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "mood",
                            models.PositiveSmallIntegerField(null=True, verbose_name="feels well"),
                        ),
                        ("work", models.PositiveSmallIntegerField(null=True, verbose_name="work")),
                        (
                            "people",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="people at work"
                            ),
                        ),
                        (
                            "home",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="where they live"
                            ),
                        ),
                        (
                            "learning",
                            models.PositiveSmallIntegerField(null=True, verbose_name="learning"),
                        ),
                        (
                            "punctual",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="there and on time"
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="text")),
                        (
                            "call_wanted",
                            models.BooleanField(default=False, verbose_name="asks for a call"),
                        ),
                        (
                            "called_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="called"),
                        ),
                        (
                            "called_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="called by",
                            ),
                        ),
                        (
                            "said_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="when"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "check-in",
                        "verbose_name_plural": "check-ins",
                        "ordering": ["-monday", "-said_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["monday", "placement"], name="placements_checkin_week"
                            ),
                            models.Index(
                                condition=models.Q(("call_wanted", True), ("called_at", None)),
                                fields=["placement"],
                                name="placements_checkin_call",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "monday", "said_by"),
                                name="placements_checkin_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("monday__iso_week_day", 1)),
                                name="placements_checkin_starts_on_a_monday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("mood", None), ("mood__range", (1, 5)), _connector="OR"
                                    ),
                                    models.Q(
                                        ("work", None), ("work__range", (1, 5)), _connector="OR"
                                    ),
                                    models.Q(
                                        ("people", None), ("people__range", (1, 5)), _connector="OR"
                                    ),
                                    models.Q(
                                        ("home", None), ("home__range", (1, 5)), _connector="OR"
                                    ),
                                    models.Q(
                                        ("learning", None),
                                        ("learning__range", (1, 5)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("punctual", None),
                                        ("punctual__range", (1, 5)),
                                        _connector="OR",
                                    ),
                                ),
                                name="placements_checkin_one_to_five",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("said_by", "company"),
                                    models.Q(
                                        ("link", None),
                                        ("punctual", None),
                                        ("said_by", "trainee"),
                                        ("user__isnull", False),
                                        models.Q(
                                            ("call_wanted", True),
                                            models.Q(
                                                ("home__isnull", False),
                                                ("learning__isnull", False),
                                                ("mood__isnull", False),
                                                ("people__isnull", False),
                                                ("work__isnull", False),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_checkin_trainee_answers_five",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("said_by", "trainee"),
                                    models.Q(
                                        ("link__isnull", False),
                                        ("said_by", "company"),
                                        ("user", None),
                                        ("home", None),
                                        ("learning", None),
                                        ("mood", None),
                                        models.Q(
                                            ("call_wanted", True),
                                            models.Q(("text", ""), _negated=True),
                                            ("punctual__isnull", False),
                                            ("work__isnull", False),
                                            ("people__isnull", False),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_checkin_company_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("called_at", None), ("called_by", None)),
                                    models.Q(
                                        ("call_wanted", True),
                                        ("called_at__isnull", False),
                                        ("called_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_checkin_called_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FirstDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "placement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="first_day",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        ("meets_at", models.DateTimeField(verbose_name="first meeting")),
                        ("place", models.CharField(max_length=200, verbose_name="where")),
                        (
                            "accompanied_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="accompanied by",
                            ),
                        ),
                        (
                            "bring",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what to bring or wear"
                            ),
                        ),
                        ("route", models.TextField(blank=True, verbose_name="way to work")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="minutes for the way"
                            ),
                        ),
                        (
                            "lines",
                            models.CharField(blank=True, max_length=120, verbose_name="lines"),
                        ),
                        (
                            "ticket",
                            models.CharField(blank=True, max_length=120, verbose_name="ticket"),
                        ),
                        (
                            "briefed_at",
                            models.DateTimeField(null=True, verbose_name="company told"),
                        ),
                        ("alone_on", models.DateField(null=True, verbose_name="gone alone once")),
                    ],
                    options={
                        "verbose_name": "first day at the company",
                        "verbose_name_plural": "first days at companies",
                        "ordering": ["meets_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("place", ""), _negated=True),
                                name="placements_firstday_is_somewhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes", None), ("minutes__range", (1, 240)), _connector="OR"
                                ),
                                name="placements_firstday_way_within_a_day",
                                violation_error_message="Enter 1 to 240 minutes.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FirstDayTick",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="first_day_ticks",
                                to="placements.placement",
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ticks",
                                to="placements.firstdaypoint",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="when"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "point gone through",
                        "verbose_name_plural": "points gone through",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "point"), name="placements_firstdaytick_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HourWeek",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="weeks",
                                to="placements.placement",
                            ),
                        ),
                        ("monday", models.DateField(verbose_name="week of")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "not sent"),
                                    ("declared", "with company"),
                                    ("signed", "signed"),
                                    ("returned", "sent back"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "declared_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="sent"),
                        ),
                        (
                            "declared_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "returned_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="sent back"
                            ),
                        ),
                        (
                            "returned_by",
                            models.CharField(blank=True, editable=False, max_length=200),
                        ),
                        (
                            "return_reason",
                            models.TextField(
                                blank=True, editable=False, verbose_name="what to correct"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "week of hours",
                        "verbose_name_plural": "hour charts",
                        "ordering": ["-monday", "pk"],
                        "indexes": [
                            models.Index(
                                fields=["status", "declared_at"], name="placements_hourweek_state"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "monday"), name="placements_hourweek_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("monday__iso_week_day", 1)),
                                name="placements_hourweek_starts_on_a_monday",
                                violation_error_message="A week starts on a Monday.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["open", "returned"]),
                                    ("declared_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="placements_hourweek_sent_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), _negated=True),
                                    models.Q(
                                        ("returned_at__isnull", False),
                                        models.Q(("return_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_hourweek_returned_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(
                                db_index=True,
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="due",
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="done"),
                        ),
                        (
                            "stopped_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="given up"
                            ),
                        ),
                        ("lease_until", models.DateTimeField(editable=False, null=True)),
                        ("lease_token", models.UUIDField(editable=False, null=True)),
                        (
                            "attempts",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="attempts"
                            ),
                        ),
                        (
                            "last_error",
                            models.TextField(blank=True, editable=False, verbose_name="last error"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("check_in", "check-in of the trainee"),
                                    ("company_questions", "questions to the company tutor"),
                                    ("hours", "hours of the trainee"),
                                    ("sign", "signature of the company"),
                                    ("report_due", "weekly report to the school"),
                                    ("own_contact", "contact by the agency tutor"),
                                ],
                                max_length=20,
                                verbose_name="what",
                            ),
                        ),
                        ("step", models.PositiveSmallIntegerField(default=1, verbose_name="step")),
                        ("monday", models.DateField(verbose_name="week of")),
                        (
                            "placement",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "company_tutor",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="placements.companytutor",
                                verbose_name="company tutor",
                            ),
                        ),
                        ("useful_until", models.DateTimeField(verbose_name="of use until")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mailed", "mail sent off"),
                                    ("before", "mail was sent before"),
                                    ("beside", "in the mail about hours"),
                                    ("not_needed", "not needed any more"),
                                    ("no_address", "no e-mail address"),
                                    ("too_late", "dropped: its time was over"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="what became of it",
                            ),
                        ),
                        (
                            "laid_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="laid"
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked for by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reminder",
                        "verbose_name_plural": "reminders",
                        "ordering": ["-monday", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["due_at", "id"],
                                name="placements_reminder_undone",
                            ),
                            models.Index(
                                fields=["-monday", "-id"], name="placements_reminder_newest"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "kind", "step", "monday"),
                                name="placements_reminder_once_a_placement",
                            ),
                            models.UniqueConstraint(
                                fields=("company_tutor", "kind", "step", "monday"),
                                name="placements_reminder_once_a_tutor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("placement", None), ("company_tutor", None), _connector="XOR"
                                ),
                                name="placements_reminder_about_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("monday__iso_week_day", 1)),
                                name="placements_reminder_starts_on_a_monday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step__range", (1, 2))),
                                name="placements_reminder_step_one_or_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("outcome", "")),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_reminder_done_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="placements.weeklyreport",
                            ),
                        ),
                        ("key", models.CharField(max_length=80)),
                        (
                            "placement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_lines",
                                to="placements.placement",
                            ),
                        ),
                        ("kind", models.CharField(editable=False, max_length=24)),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "concern"), (2, "worth knowing"), (3, "fine")]
                            ),
                        ),
                        ("values", models.JSONField()),
                        ("is_shown", models.BooleanField(default=True, verbose_name="shown")),
                        ("is_current", models.BooleanField(default=True)),
                        ("revision", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "line of a report",
                        "verbose_name_plural": "lines of a report",
                        "ordering": ["level", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "key"), name="placements_reportline_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "stop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="placements.visitstop",
                                verbose_name="company",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("agency", "the agency"), ("school", "the school")],
                                max_length=6,
                                verbose_name="written for",
                            ),
                        ),
                        (
                            "spoken_to",
                            models.CharField(blank=True, max_length=200, verbose_name="spoken to"),
                        ),
                        ("seen", models.TextField(verbose_name="what was seen")),
                        (
                            "next_step",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="agreed next step"
                            ),
                        ),
                        ("next_on", models.DateField(null=True, verbose_name="by when")),
                        (
                            "is_shared",
                            models.BooleanField(
                                default=False, verbose_name="shared with the school"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="written"
                            ),
                        ),
                        ("occasion", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "report of a visit",
                        "verbose_name_plural": "reports of visits",
                        "ordering": ["stop__starts_at", "side", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stop", "side"), name="placements_visitreport_once_a_side"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seen", ""), _negated=True),
                                name="placements_visitreport_says_something",
                                violation_error_message="Write in a few words what was seen.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("next_on", None), ("next_step", "")),
                                    models.Q(
                                        models.Q(("next_step", ""), _negated=True),
                                        ("next_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_visitreport_step_has_a_day",
                                violation_error_message="A next step has a day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("side", "school"), _negated=True),
                                    ("is_shared", True),
                                    _connector="OR",
                                ),
                                name="placements_visitreport_school_shares_its_own",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkingTimeException",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="worktime_exceptions",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("day", "work in a day, at most"),
                                    ("week", "work in a week, at most"),
                                    ("average", "work in a week on average, at most"),
                                    ("rest", "rest between two days, at least"),
                                    ("weekrest", "rest in a row in a week, at least"),
                                    ("freedays", "free days in a week, at least"),
                                    ("break", "break, at least"),
                                    ("stretch", "work without a break, at most"),
                                    ("night", "work at night, at most"),
                                    ("nights", "night shifts on average, at most"),
                                    ("sunday", "work on a Sunday, at most"),
                                ],
                                max_length=8,
                                verbose_name="limit",
                            ),
                        ),
                        ("first", models.DateField(verbose_name="first day")),
                        ("last", models.DateField(verbose_name="last day")),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="when"
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="taken back"
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "working-time exception",
                        "verbose_name_plural": "working-time exceptions",
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="placements_workingtimeexception_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))),
                                name="placements_workingtimeexception_ends_after_start",
                                violation_error_message="The last day is before the first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_workingtimeexception_withdrawn_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsenceNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "absence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="placements.absence",
                            ),
                        ),
                        (
                            "to",
                            models.CharField(
                                choices=[
                                    ("company", "company tutor"),
                                    ("agency", "agency tutor"),
                                    ("trainee", "trainee"),
                                ],
                                max_length=8,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("absent", "does not come"),
                                    ("back", "comes after all"),
                                    ("noticed", "not there, and nobody had told the company"),
                                    ("denied", "says: I was at work"),
                                    ("asked", "what happened?"),
                                    ("paper", "a paper is needed"),
                                    ("reminded", "the paper is still missing"),
                                ],
                                max_length=8,
                                verbose_name="what",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="told"
                            ),
                        ),
                        (
                            "mail",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="imyportal.outgoingmail",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "notice of an absence",
                        "verbose_name_plural": "notices of absences",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="placements_absencenotice_to_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AbsencePaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "absence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers",
                                to="placements.absence",
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="imyportal.storedfile",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="handed in"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "paper for an absence",
                        "verbose_name_plural": "papers for absences",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementRefusal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "agreement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refusal",
                                to="placements.agreement",
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("trainee", "trainee"),
                                    ("guardian", "guardian"),
                                    ("school", "sending organisation"),
                                    ("company", "company"),
                                    ("agency", "agency"),
                                ],
                                max_length=10,
                                verbose_name="for",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "words",
                            models.CharField(
                                max_length=1000, verbose_name="what should be different"
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="when"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement refused",
                        "verbose_name_plural": "agreements refused",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                ),
                                name="placements_agreementrefusal_says_why",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementSignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="placements.agreement",
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("trainee", "trainee"),
                                    ("guardian", "guardian"),
                                    ("school", "sending organisation"),
                                    ("company", "company"),
                                    ("agency", "agency"),
                                ],
                                max_length=10,
                                verbose_name="for",
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("link", "by mailed link"),
                                    ("account", "in their own account"),
                                    ("paper", "signed by hand"),
                                ],
                                max_length=8,
                                verbose_name="how",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("role", models.CharField(blank=True, max_length=200, verbose_name="role")),
                        ("signed_on", models.DateField(verbose_name="signed on")),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="stored"
                            ),
                        ),
                        (
                            "ip",
                            models.GenericIPAddressField(
                                blank=True, null=True, verbose_name="address"
                            ),
                        ),
                        (
                            "button",
                            models.CharField(blank=True, max_length=150, verbose_name="button"),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                        (
                            "scan",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="imyportal.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signature of an agreement",
                        "verbose_name_plural": "signatures of agreements",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "party"),
                                name="placements_agreementsignature_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("how", "link"),
                                        ("link__isnull", False),
                                        ("scan", None),
                                        ("user", None),
                                    ),
                                    models.Q(
                                        ("how", "account"),
                                        ("link", None),
                                        ("scan", None),
                                        ("user__isnull", False),
                                    ),
                                    models.Q(
                                        ("how", "paper"),
                                        ("link", None),
                                        ("scan__isnull", False),
                                        ("user__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_agreementsignature_in_a_known_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="placements_agreementsignature_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "week",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="placements.hourweek",
                            ),
                        ),
                        ("date", models.DateField(verbose_name="date")),
                        ("old", models.JSONField(verbose_name="before")),
                        ("new", models.JSONField(verbose_name="after")),
                        ("minutes_more", models.IntegerField(verbose_name="difference, minutes")),
                        ("reason", models.TextField(verbose_name="reason")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="when"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "correction",
                        "verbose_name_plural": "corrections",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="placements_correction_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("old", models.F("new")), _negated=True),
                                name="placements_correction_changes_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeekSignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "week",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signature",
                                to="placements.hourweek",
                            ),
                        ),
                        (
                            "signed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="signed"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("role", models.CharField(max_length=100, verbose_name="role")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("link", "by mailed link"),
                                    ("account", "signed in"),
                                    ("paper", "on paper"),
                                ],
                                max_length=8,
                                verbose_name="how",
                            ),
                        ),
                        (
                            "button",
                            models.CharField(max_length=200, verbose_name="text of the button"),
                        ),
                        ("minutes", models.PositiveIntegerField(verbose_name="minutes signed")),
                        ("version", models.PositiveIntegerField()),
                        (
                            "digest",
                            models.CharField(max_length=64, verbose_name="digest of the week"),
                        ),
                        ("ip", models.GenericIPAddressField(null=True, verbose_name="address")),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "signed_on",
                            models.DateField(null=True, verbose_name="date on the paper"),
                        ),
                        (
                            "scan",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="imyportal.storedfile",
                                verbose_name="scan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signature",
                        "verbose_name_plural": "signatures",
                        "ordering": ["-signed_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("how", "paper"),
                                        ("scan__isnull", False),
                                        ("signed_on__isnull", False),
                                        ("user__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("how", "paper"), _negated=True),
                                        ("scan", None),
                                        ("signed_on", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_weeksignature_on_paper_has_a_scan",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "week",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="days",
                                to="placements.hourweek",
                            ),
                        ),
                        ("date", models.DateField(verbose_name="date")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("worked", "worked"),
                                    ("ill", "ill"),
                                    ("absent", "absent"),
                                    ("off", "free day"),
                                    ("holiday", "public holiday"),
                                ],
                                max_length=8,
                                verbose_name="what",
                            ),
                        ),
                        ("starts_at", models.TimeField(blank=True, null=True, verbose_name="from")),
                        ("ends_at", models.TimeField(blank=True, null=True, verbose_name="to")),
                        (
                            "break_minutes",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="break, minutes"
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="minutes worked"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "told_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="company told"
                            ),
                        ),
                        (
                            "filled_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "filled_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "day of hours",
                        "verbose_name_plural": "days of hours",
                        "ordering": ["date", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("week", "date"), name="placements_workday_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ends_at__isnull", False),
                                        ("kind", "worked"),
                                        ("minutes__range", (1, 1440)),
                                        ("starts_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "worked"), _negated=True),
                                        ("break_minutes", 0),
                                        ("ends_at", None),
                                        ("minutes", 0),
                                        ("starts_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_workday_hours_belong_to_work",
                                violation_error_message="A day worked has hours, any other day has none.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkingTimeFinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "week",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="worktime_findings",
                                to="placements.hourweek",
                            ),
                        ),
                        (
                            "limit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="placements.workingtimelimit",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("day", "work in a day, at most"),
                                    ("week", "work in a week, at most"),
                                    ("average", "work in a week on average, at most"),
                                    ("rest", "rest between two days, at least"),
                                    ("weekrest", "rest in a row in a week, at least"),
                                    ("freedays", "free days in a week, at least"),
                                    ("break", "break, at least"),
                                    ("stretch", "work without a break, at most"),
                                    ("night", "work at night, at most"),
                                    ("nights", "night shifts on average, at most"),
                                    ("sunday", "work on a Sunday, at most"),
                                ],
                                max_length=8,
                                verbose_name="limit",
                            ),
                        ),
                        ("date", models.DateField(verbose_name="date")),
                        ("measured", models.PositiveIntegerField(verbose_name="measured")),
                        ("is_joint", models.BooleanField(default=False)),
                        (
                            "exception",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="placements.workingtimeexception",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "working-time finding",
                        "verbose_name_plural": "working-time findings",
                        "ordering": ["date", "pk"],
                        "indexes": [models.Index(fields=["date"], name="placements_worktime_date")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("week", "kind", "date"),
                                name="placements_workingtimefinding_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrectionRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "week",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="placements.hourweek",
                            ),
                        ),
                        ("date", models.DateField(verbose_name="date")),
                        ("wanted", models.JSONField(null=True, verbose_name="wanted")),
                        ("reason", models.TextField(verbose_name="reason")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                        ("by_name", models.CharField(max_length=200, verbose_name="who asked")),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="when"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("accepted", "corrected"),
                                    ("declined", "declined"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        (
                            "correction",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="request",
                                to="placements.correction",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "correction asked for",
                        "verbose_name_plural": "corrections asked for",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")),
                                fields=("week", "date"),
                                name="placements_correctionrequest_one_open_a_day",
                                violation_error_message="A correction of this day was asked for already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by__isnull", True), ("link__isnull", True), _connector="XOR"
                                ),
                                name="placements_correctionrequest_one_asks",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by__isnull", True), ("wanted__isnull", False), _connector="OR"
                                ),
                                name="placements_correctionrequest_trainee_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="placements_correctionrequest_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "open"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "open"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_correctionrequest_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("correction__isnull", False), ("status", "accepted")),
                                    models.Q(
                                        models.Q(("status", "accepted"), _negated=True),
                                        ("correction__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="placements_correctionrequest_accepted_is_corrected",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="placements_correctionrequest_declined_has_an_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignatureScan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "signature",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="further_scans",
                                to="placements.weeksignature",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="imyportal.storedfile",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="when"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "further scan",
                        "verbose_name_plural": "further scans",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="placements_signaturescan_has_a_reason",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
