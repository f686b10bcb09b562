import assessment.models.certificates
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import imyportal.migrating
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("assessment", "0001_initial"),
        ("assessment", "0002_indicator_questions"),
        ("assessment", "0004_awards_and_requirements"),
        ("assessment", "0006_sign_offs"),
        ("assessment", "0008_evaluation_kinds"),
        ("assessment", "0009_superseded_batches_confirmations"),
        ("assessment", "0011_badges"),
        ("assessment", "0013_technical_sets"),
        ("assessment", "0014_sets_begun"),
        ("assessment", "0016_badge_choices"),
        ("assessment", "0017_certificate_status"),
        ("assessment", "0022_requirement_percent"),
        ("assessment", "0023_due_has_all_its_parts"),
        ("assessment", "0024_badge_pictures"),
        ("assessment", "0025_evaluation_once_a_colleague"),
        ("assessment", "0026_numbers_shape_and_digest_index"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_ground"),
        ("placements", "0001_ground"),
        ("trainees", "0001_ground"),
    ]

    operations = [
        imyportal.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="AwardOccasion",
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
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        ("names", models.JSONField(verbose_name="names")),
                        ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                    ],
                    options={
                        "verbose_name": "occasion for awards",
                        "verbose_name_plural": "occasions for awards",
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BadgeLevel",
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
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        (
                            "months",
                            models.PositiveSmallIntegerField(unique=True, verbose_name="months"),
                        ),
                        (
                            "weeks",
                            models.PositiveSmallIntegerField(
                                unique=True, verbose_name="placement weeks"
                            ),
                        ),
                        ("names", models.JSONField(verbose_name="names")),
                        (
                            "picture",
                            models.CharField(
                                choices=[
                                    ("duration-1.svg", "one cypress"),
                                    ("duration-2.svg", "two cypresses"),
                                    ("duration-3.svg", "three cypresses"),
                                ],
                                max_length=100,
                                verbose_name="picture",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "badge level",
                        "verbose_name_plural": "badge levels",
                        "ordering": ["weeks", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weeks__gte", 1)),
                                name="assessment_badgelevel_takes_weeks",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "picture__in",
                                        ["duration-1.svg", "duration-2.svg", "duration-3.svg"],
                                    )
                                ),
                                name="assessment_badgelevel_has_a_picture",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateBatch",
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
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked for by",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="asked for"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "batch of certificates",
                        "verbose_name_plural": "batches of certificates",
                        "ordering": ["-asked_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateCounter",
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
                        ("year", models.PositiveSmallIntegerField(unique=True)),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["year", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateRequirement",
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
                                related_name="certificate_requirements",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("confirmed", "The placement is confirmed"),
                                    ("over", "The placement is over"),
                                    ("weeks", "Every week is signed"),
                                    ("hours", "Enough of the agreed hours are signed"),
                                    ("tasks", "The tasks of the journey are done"),
                                    ("self_final", "The final self-evaluation is given"),
                                    (
                                        "company",
                                        "The company has confirmed what the certificate says of it",
                                    ),
                                    ("results", "Every objective has a result"),
                                    ("signed_off", "The final evaluation is signed off"),
                                ],
                                max_length=12,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Of the agreed hours, from 1 to 100.",
                                null=True,
                                verbose_name="percent",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="needed")),
                    ],
                    options={
                        "verbose_name": "requirement for certificates",
                        "verbose_name_plural": "requirements for certificates",
                        "ordering": ["group_id", "kind", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "kind"),
                                name="assessment_certificaterequirement_once_in_group",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("group", None)),
                                fields=("kind",),
                                name="assessment_certificaterequirement_once_for_all",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "hours"),
                                        ("percent__isnull", False),
                                        ("percent__range", (1, 100)),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "hours"), _negated=True),
                                        ("percent", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_certificaterequirement_percent_of_hours",
                                violation_error_message="Enter a whole number from 1 to 100.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompanyConfirmation",
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
                                related_name="confirmations",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("confirmed", "confirmed"), ("wrong", "to be corrected")],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "text",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="what is wrong"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("role", models.CharField(max_length=200, verbose_name="role")),
                        (
                            "given_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="given"
                            ),
                        ),
                        (
                            "ip",
                            models.GenericIPAddressField(
                                blank=True, null=True, verbose_name="address"
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
                        ("button", models.CharField(max_length=100, verbose_name="button")),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "verbose_name": "company’s confirmation",
                        "verbose_name_plural": "companies’ confirmations",
                        "ordering": ["-given_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "wrong"), _negated=True),
                                    models.Q(("text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_companyconfirmation_wrong_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer__in", ["confirmed", "wrong"])),
                                name="assessment_companyconfirmation_answer_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscoSkill",
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
                        ("uri", models.URLField(unique=True, verbose_name="address")),
                        ("kind", models.CharField(blank=True, max_length=40, verbose_name="kind")),
                        (
                            "reuse",
                            models.CharField(blank=True, max_length=40, verbose_name="reuse level"),
                        ),
                        ("names", models.JSONField(default=dict, verbose_name="names")),
                        ("others", models.JSONField(default=dict, verbose_name="other names")),
                        ("spelled", models.TextField(blank=True, editable=False)),
                    ],
                    options={
                        "verbose_name": "ESCO skill",
                        "verbose_name_plural": "ESCO skills",
                        "ordering": ["uri", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
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
                                related_name="evaluations",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("self", "self-evaluation"),
                                    ("peer", "talked over with another trainee"),
                                    ("compare", "by comparison with others"),
                                    ("model", "against a written model"),
                                    ("company", "company tutor"),
                                    ("agency", "agency tutor"),
                                    ("coworker", "colleague"),
                                ],
                                max_length=8,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "moment",
                            models.CharField(
                                choices=[
                                    ("start", "start"),
                                    ("week", "week"),
                                    ("mid", "mid-term"),
                                    ("final", "final"),
                                ],
                                max_length=8,
                                verbose_name="moment",
                            ),
                        ),
                        ("monday", models.DateField(verbose_name="week of")),
                        (
                            "given_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="given"
                            ),
                        ),
                        ("given_by", models.CharField(max_length=200, verbose_name="name")),
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
                        ("comment", models.TextField(blank=True, verbose_name="comment")),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=120,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "compared_with",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("colleague", "a colleague at the company"),
                                    ("trainee", "another trainee"),
                                    ("tutor", "my tutor at the company"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                                verbose_name="compared with",
                            ),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="confirmed"),
                        ),
                    ],
                    options={
                        "verbose_name": "evaluation",
                        "verbose_name_plural": "evaluations",
                        "ordering": ["-given_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "coworker"), _negated=True),
                                fields=("placement", "kind", "moment", "monday"),
                                name="assessment_evaluation_once",
                                violation_error_message="This evaluation was already given.",
                            ),
                            models.UniqueConstraint(
                                models.F("placement"),
                                models.F("moment"),
                                models.F("monday"),
                                django.db.models.functions.text.Lower("given_by"),
                                condition=models.Q(("kind", "coworker")),
                                name="assessment_evaluation_once_a_colleague",
                                violation_error_message="This evaluation was already given.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("monday__iso_week_day", 1)),
                                name="assessment_evaluation_week_starts_on_a_monday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "coworker"), _negated=True),
                                    models.Q(
                                        models.Q(("role", ""), _negated=True),
                                        models.Q(("given_by", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_evaluation_colleague_has_name_and_role",
                                violation_error_message="Say who the colleague is, and what they do.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "compare"),
                                        models.Q(("compared_with", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "compare"), _negated=True),
                                        ("compared_with", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_evaluation_comparison_says_with_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_at", None), ("kind", "peer"), _connector="OR"
                                ),
                                name="assessment_evaluation_only_a_peers_is_confirmed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvaluationPlan",
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
                                related_name="evaluation_plans",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="holds from")),
                        (
                            "follows_agency",
                            models.BooleanField(default=False, verbose_name="as the agency's"),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="made",
                            ),
                        ),
                        (
                            "made_by",
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
                        "verbose_name": "plan of evaluations",
                        "verbose_name_plural": "plans of evaluations",
                        "ordering": ["group", "-starts_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "starts_on"),
                                name="assessment_evaluationplan_once_a_group",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("group", None)),
                                fields=("starts_on",),
                                name="assessment_evaluationplan_once_for_all",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("starts_on__iso_week_day", 1)),
                                name="assessment_evaluationplan_starts_on_a_monday",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("follows_agency", False),
                                    ("group__isnull", False),
                                    _connector="OR",
                                ),
                                name="assessment_evaluationplan_only_a_group_follows",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssuerKey",
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
                        ("controller", models.URLField(max_length=300, verbose_name="issuer")),
                        (
                            "name",
                            models.CharField(max_length=100, unique=True, verbose_name="name"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("ed25519", "Ed25519"), ("rsa", "RSA")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("public", models.JSONField(verbose_name="public half")),
                        ("private", models.TextField(editable=False)),
                        (
                            "valid_from",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="in use since"
                            ),
                        ),
                        (
                            "retired_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="retired"),
                        ),
                        (
                            "compromised_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="stolen"),
                        ),
                    ],
                    options={
                        "verbose_name": "key for badges",
                        "verbose_name_plural": "keys for badges",
                        "ordering": ["-valid_from", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("retired_at", None)),
                                fields=("controller", "kind"),
                                name="assessment_issuerkey_one_in_use",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("compromised_at", None),
                                    ("retired_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="assessment_issuerkey_stolen_is_retired",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MobilityNumbers",
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
                                related_name="numbers",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "europass_number",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="Europass Mobility number"
                            ),
                        ),
                        (
                            "mobility_id",
                            models.CharField(blank=True, max_length=60, verbose_name="mobility ID"),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="entered"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "numbers of a mobility",
                        "verbose_name_plural": "numbers of mobilities",
                        "ordering": ["placement", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("europass_number", ""), _negated=True),
                                fields=("europass_number",),
                                name="assessment_mobilitynumbers_europass_number_once",
                                violation_error_message="Another trainee has this number.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("europass_number", ""),
                                    models.Q(
                                        ("europass_number__regex", "^[A-Za-z0-9/. -]{4,}$"),
                                        ("europass_number__regex", "[0-9]"),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_mobilitynumbers_europass_number_shape",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("mobility_id", ""),
                                    models.Q(
                                        ("mobility_id__regex", "^[A-Za-z0-9/. -]{4,}$"),
                                        ("mobility_id__regex", "[0-9]"),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_mobilitynumbers_mobility_id_shape",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObjectiveSet",
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
                            "kind",
                            models.CharField(
                                choices=[("standard", "standard"), ("technical", "technical")],
                                default="standard",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        ("is_current", models.BooleanField(default=False, verbose_name="in use")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("proposed", "proposed"),
                                    ("declined", "sent back"),
                                    ("in_use", "in use"),
                                    ("replaced", "replaced"),
                                ],
                                db_default="in_use",
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                blank=True, db_default="", max_length=120, verbose_name="title"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objective_sets",
                                to="trainees.sendingorganisation",
                                verbose_name="sending organisation",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objective_sets",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "field",
                            models.CharField(
                                blank=True, db_default="", max_length=120, verbose_name="field"
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(null=True, verbose_name="proposed")),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
                            ),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(null=True, verbose_name="in use since"),
                        ),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="accepted by",
                            ),
                        ),
                        ("declined_at", models.DateTimeField(null=True, verbose_name="sent back")),
                        (
                            "declined_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decline_reason",
                            models.CharField(
                                blank=True, db_default="", max_length=500, verbose_name="reason"
                            ),
                        ),
                        ("replaced_at", models.DateTimeField(null=True, verbose_name="replaced")),
                    ],
                    options={
                        "verbose_name": "set of objectives",
                        "verbose_name_plural": "sets of objectives",
                        "ordering": [
                            "kind",
                            "organisation__name",
                            "group__name",
                            "field",
                            "-version",
                            "pk",
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "standard")),
                                fields=("version",),
                                name="assessment_objectiveset_standard_version_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_current", True), ("kind", "standard")),
                                fields=("kind",),
                                name="assessment_objectiveset_one_standard_in_use",
                                violation_error_message="There is another standard set in use.",
                            ),
                            models.UniqueConstraint(
                                models.F("group"),
                                django.db.models.functions.text.Lower("field"),
                                models.F("version"),
                                condition=models.Q(("group__isnull", False)),
                                name="assessment_objectiveset_group_version_once",
                            ),
                            models.UniqueConstraint(
                                models.F("organisation"),
                                django.db.models.functions.text.Lower("field"),
                                models.F("version"),
                                condition=models.Q(
                                    ("group", None), ("organisation__isnull", False)
                                ),
                                name="assessment_objectiveset_field_version_once",
                            ),
                            models.UniqueConstraint(
                                models.F("group"),
                                django.db.models.functions.text.Lower("field"),
                                condition=models.Q(("group__isnull", False), ("state", "in_use")),
                                name="assessment_objectiveset_one_of_group_in_use",
                                violation_error_message="There is another set in use for this group.",
                            ),
                            models.UniqueConstraint(
                                models.F("organisation"),
                                django.db.models.functions.text.Lower("field"),
                                condition=models.Q(
                                    ("group", None),
                                    ("organisation__isnull", False),
                                    ("state", "in_use"),
                                ),
                                name="assessment_objectiveset_one_of_field_in_use",
                                violation_error_message="There is another set in use for this field.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("kind", "standard"),
                                    ("state__in", ["draft", "proposed", "declined"]),
                                ),
                                fields=("kind",),
                                name="assessment_objectiveset_one_standard_draft",
                                violation_error_message="There is a draft already.",
                            ),
                            models.UniqueConstraint(
                                models.F("group"),
                                django.db.models.functions.text.Lower("field"),
                                condition=models.Q(
                                    ("group__isnull", False),
                                    ("state__in", ["draft", "proposed", "declined"]),
                                ),
                                name="assessment_objectiveset_one_proposal_of_group",
                                violation_error_message="There is a draft already.",
                            ),
                            models.UniqueConstraint(
                                models.F("organisation"),
                                django.db.models.functions.text.Lower("field"),
                                condition=models.Q(
                                    ("group", None),
                                    ("organisation__isnull", False),
                                    ("state__in", ["draft", "proposed", "declined"]),
                                ),
                                name="assessment_objectiveset_one_proposal_of_field",
                                violation_error_message="There is a draft already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "standard"),
                                        ("field", ""),
                                        ("group", None),
                                        ("organisation", None),
                                    ),
                                    models.Q(
                                        ("kind", "technical"),
                                        ("organisation__isnull", False),
                                        models.Q(
                                            ("group__isnull", False),
                                            models.Q(("field", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_objectiveset_technical_ones_are_of_a_school",
                                violation_error_message="Say for which group or field these objectives are.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_current", True), ("state", "in_use")),
                                    models.Q(
                                        models.Q(("state", "in_use"), _negated=True),
                                        ("is_current", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_objectiveset_in_use_is_current",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["proposed", "declined"]), _negated=True
                                    ),
                                    models.Q(
                                        ("kind", "technical"),
                                        ("proposed_at__isnull", False),
                                        ("proposed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_objectiveset_proposed_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "standard"),
                                    models.Q(("state__in", ["in_use", "replaced"]), _negated=True),
                                    models.Q(
                                        ("accepted_at__isnull", False),
                                        ("accepted_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_objectiveset_agreed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "declined"), _negated=True),
                                    models.Q(
                                        ("declined_at__isnull", False),
                                        ("declined_by__isnull", False),
                                        models.Q(("decline_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_objectiveset_sent_back_with_a_reason",
                                violation_error_message="Say what should be different.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignOff",
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
                                related_name="sign_offs",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "moment",
                            models.CharField(
                                choices=[("mid", "mid-term"), ("final", "final")],
                                max_length=5,
                                verbose_name="moment",
                            ),
                        ),
                        (
                            "signed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="signed off"
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="signed off by",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
                                to="assessment.signoff",
                                verbose_name="instead of",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="why it was changed"
                            ),
                        ),
                        (
                            "remark",
                            models.TextField(blank=True, verbose_name="remark of the trainee"),
                        ),
                        (
                            "remark_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="remark written"
                            ),
                        ),
                        (
                            "remark_printed",
                            models.BooleanField(
                                default=False, verbose_name="remark on the certificate"
                            ),
                        ),
                        (
                            "talk_asked_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="talk asked for"
                            ),
                        ),
                        (
                            "talk_held_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="talked"),
                        ),
                        (
                            "talk_held_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sign-off",
                        "verbose_name_plural": "sign-offs",
                        "ordering": ["-signed_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("supersedes", None)),
                                fields=("placement", "moment"),
                                name="assessment_signoff_first_once",
                                violation_error_message="The results of this moment are signed off already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("moment__in", ["mid", "final"])),
                                name="assessment_signoff_moment_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("supersedes", None),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_signoff_changed_with_reason",
                                violation_error_message="Write why the results change.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("remark", ""), ("remark_printed", False)),
                                    ("remark_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="assessment_signoff_remark_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("talk_held_at", None), ("talk_held_by", None)),
                                    models.Q(
                                        ("talk_asked_at__isnull", False),
                                        ("talk_held_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_signoff_talk_after_it_was_asked_for",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatusList",
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
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("document", models.JSONField(null=True)),
                        ("signed_at", models.DateTimeField(null=True)),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "ordering": ["number", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Award",
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
                                related_name="awards",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        (
                            "placement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "good"), (2, "very good"), (3, "outstanding")],
                                verbose_name="level",
                            ),
                        ),
                        ("occasion", models.CharField(max_length=120, verbose_name="occasion")),
                        (
                            "listed",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="assessment.awardoccasion",
                                verbose_name="suggested occasion",
                            ),
                        ),
                        ("occasion_key", models.CharField(editable=False, max_length=130)),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "suggested_by",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="suggested by"
                            ),
                        ),
                        (
                            "suggested_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="suggested"
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="given"),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="given by",
                            ),
                        ),
                        (
                            "declined_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="declined"
                            ),
                        ),
                        (
                            "declined_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decline_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why declined"
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="withdrawn"
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
                        (
                            "withdraw_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why withdrawn"
                            ),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "award",
                        "verbose_name_plural": "awards",
                        "ordering": ["-added_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("declined_at", None), ("withdrawn_at", None)),
                                fields=("trainee", "occasion_key", "level"),
                                name="assessment_award_level_once_per_occasion",
                                violation_error_message="There is an award of this level for this occasion.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__range", (1, 3))),
                                name="assessment_award_has_three_levels",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("occasion", ""), _negated=True),
                                    models.Q(("occasion_key", ""), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                name="assessment_award_says_for_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("suggested_at__isnull", False),
                                        models.Q(("suggested_by", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("link", None),
                                        ("suggested_at", None),
                                        ("suggested_by", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_award_comes_from_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_award_confirmed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decline_reason", ""),
                                        ("declined_at", None),
                                        ("declined_by", None),
                                    ),
                                    models.Q(
                                        ("confirmed_at", None),
                                        ("declined_at__isnull", False),
                                        ("declined_by__isnull", False),
                                        models.Q(("decline_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_award_declined_instead_of_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdraw_reason", ""),
                                        ("withdrawn_at", None),
                                        ("withdrawn_by", None),
                                    ),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("withdraw_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_award_withdrawn_after_it_was_given",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BadgeAward",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="badge",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        ("code", models.CharField(max_length=13, unique=True, verbose_name="code")),
                        (
                            "subject",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.badgelevel",
                                verbose_name="level",
                            ),
                        ),
                        (
                            "awarded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="awarded"
                            ),
                        ),
                        (
                            "shows_full_name",
                            models.BooleanField(default=False, verbose_name="shows the full name"),
                        ),
                        (
                            "shows_results",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="shows the results"
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="withdrawn"
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
                        (
                            "withdraw_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="reason"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "badge",
                        "verbose_name_plural": "badges",
                        "ordering": ["-awarded_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None),
                                    models.Q(("withdraw_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_badgeaward_withdrawn_with_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvaluationDue",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="dues",
                                to="assessment.evaluationplan",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("self", "self-evaluation"),
                                    ("peer", "talked over with another trainee"),
                                    ("compare", "by comparison with others"),
                                    ("model", "against a written model"),
                                    ("company", "company tutor"),
                                    ("agency", "agency tutor"),
                                    ("coworker", "colleague"),
                                ],
                                max_length=8,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "moment",
                            models.CharField(
                                choices=[
                                    ("start", "start"),
                                    ("week", "week"),
                                    ("mid", "mid-term"),
                                    ("final", "final"),
                                ],
                                max_length=8,
                                verbose_name="moment",
                            ),
                        ),
                        (
                            "first_week",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="from week"
                            ),
                        ),
                        (
                            "every",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="every so many weeks"
                            ),
                        ),
                        (
                            "opens",
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
                                verbose_name="opens on",
                            ),
                        ),
                        (
                            "due",
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
                                verbose_name="due on",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evaluation due",
                        "verbose_name_plural": "evaluations due",
                        "ordering": ["plan", "kind", "moment", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "kind", "moment"),
                                name="assessment_evaluationdue_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("every__gte", 1),
                                        ("first_week__gte", 1),
                                        ("moment", "week"),
                                        ("every__isnull", False),
                                        ("first_week__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("moment", "week"), _negated=True),
                                        ("every", None),
                                        ("first_week", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_evaluationdue_weeks_have_a_rhythm",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("due", None), ("moment", "start"), ("opens", None)),
                                    models.Q(
                                        models.Q(("moment", "start"), _negated=True),
                                        ("due__isnull", False),
                                        ("opens__isnull", False),
                                        ("due__gte", models.F("opens")),
                                        ("due__lte", 6),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_evaluationdue_start_has_no_weekdays",
                                violation_error_message="The day it is due is before the day it opens.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "company"), ("moment", "start"), _negated=True
                                ),
                                name="assessment_evaluationdue_company_begins_with_weeks",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objective",
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
                            "set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objectives",
                                to="assessment.objectiveset",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        ("names", models.JSONField(verbose_name="names")),
                        (
                            "skills",
                            models.JSONField(
                                db_default=models.Value([], models.JSONField()),
                                default=list,
                                verbose_name="ESCO skills",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "objective",
                        "verbose_name_plural": "objectives",
                        "ordering": ["set_id", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("set", "code"), name="assessment_objective_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PeerRequest",
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
                            "evaluation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requests",
                                to="assessment.evaluation",
                            ),
                        ),
                        (
                            "peer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="trainees.trainee",
                                verbose_name="asked",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="asked at"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[("confirmed", "confirmed"), ("declined", "declined")],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(null=True, verbose_name="answered at"),
                        ),
                        (
                            "word",
                            models.CharField(blank=True, max_length=300, verbose_name="in a word"),
                        ),
                    ],
                    options={
                        "verbose_name": "request to another trainee",
                        "verbose_name_plural": "requests to other trainees",
                        "ordering": ["-asked_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answer", "declined"), _negated=True),
                                fields=("evaluation",),
                                name="assessment_peerrequest_one_at_a_time",
                                violation_error_message="Somebody was asked already.",
                            ),
                            models.UniqueConstraint(
                                fields=("evaluation", "peer"),
                                name="assessment_peerrequest_once_a_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_at", None)),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_peerrequest_answered_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "declined"), _negated=True),
                                    models.Q(("word", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_peerrequest_declined_with_a_word",
                                violation_error_message="Say why in a few words.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlacementSet",
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
                                related_name="begun_sets",
                                to="placements.placement",
                            ),
                        ),
                        (
                            "set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="begun",
                                to="assessment.objectiveset",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("standard", "standard"), ("technical", "technical")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "set of a placement",
                        "verbose_name_plural": "sets of placements",
                        "ordering": ["placement_id", "kind", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("placement", "kind"), name="assessment_placementset_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatusEntry",
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
                            "status_list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="assessment.statuslist",
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["status_list", "place", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("status_list", "place"),
                                name="assessment_statusentry_place_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("place__lt", 131072)),
                                name="assessment_statusentry_place_in_list",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BadgeIssue",
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
                            "award",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issues",
                                to="assessment.badgeaward",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.badgelevel",
                                verbose_name="level",
                            ),
                        ),
                        (
                            "issued_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="issued"
                            ),
                        ),
                        ("weeks", models.PositiveSmallIntegerField(verbose_name="placement weeks")),
                        ("credential_id", models.CharField(max_length=300, unique=True)),
                        ("document", models.JSONField(verbose_name="credential")),
                        ("digest", models.CharField(max_length=64)),
                        ("jwt", models.TextField(verbose_name="token")),
                        (
                            "status",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="badge_issue",
                                to="assessment.statusentry",
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.issuerkey",
                            ),
                        ),
                        (
                            "jwt_key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.issuerkey",
                            ),
                        ),
                        (
                            "superseded_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="superseded"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "badge credential",
                        "verbose_name_plural": "badge credentials",
                        "ordering": ["-issued_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("superseded_at", None)),
                                fields=("award",),
                                name="assessment_badgeissue_one_current",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
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
                            "placement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="placements.placement",
                                verbose_name="placement",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=20, unique=True, verbose_name="number"),
                        ),
                        ("code", models.CharField(max_length=13, unique=True, verbose_name="code")),
                        ("language", models.CharField(max_length=2, verbose_name="language")),
                        ("content", models.JSONField(verbose_name="content")),
                        ("content_digest", models.CharField(max_length=64)),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        (
                            "requested_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="asked for"
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked for by",
                            ),
                        ),
                        (
                            "rendered_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="made"),
                        ),
                        (
                            "pdf",
                            models.FileField(
                                editable=False,
                                storage=assessment.models.certificates.private_storage,
                                upload_to=assessment.models.certificates.certificate_path,
                            ),
                        ),
                        ("pdf_digest", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "withdrawn_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="withdrawn"
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
                        (
                            "withdraw_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="reason"
                            ),
                        ),
                        (
                            "superseded_by",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supersedes",
                                to="assessment.certificate",
                                verbose_name="superseded by",
                            ),
                        ),
                        (
                            "status",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate",
                                to="assessment.statusentry",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="assessment.certificatebatch",
                                verbose_name="asked for together",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "certificate",
                        "verbose_name_plural": "certificates",
                        "ordering": ["-issued_on", "-number", "pk"],
                        "indexes": [
                            models.Index(fields=["pdf_digest"], name="assessment_cert_pdf_digest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("placement",),
                                name="assessment_certificate_one_valid_per_placement",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None),
                                    models.Q(("withdraw_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_certificate_withdrawn_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_by", None),
                                    ("withdrawn_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="assessment_certificate_superseded_is_withdrawn",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rendered_at", None),
                                    models.Q(
                                        models.Q(("pdf", ""), _negated=True),
                                        models.Q(("pdf_digest", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_certificate_made_has_a_file",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
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
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="assessment.objective",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        ("names", models.JSONField(verbose_name="names")),
                        (
                            "questions",
                            models.JSONField(default=dict, verbose_name="in the first person"),
                        ),
                        ("behaviours", models.JSONField(default=dict, verbose_name="behaviours")),
                        (
                            "can_be_missing",
                            models.BooleanField(
                                default=False,
                                help_text="Offers «not used in my work» beside the scale.",
                                verbose_name="may not occur in the work",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "indicator",
                        "verbose_name_plural": "indicators",
                        "ordering": ["objective_id", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("objective", "code"), name="assessment_indicator_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignedResult",
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
                            "sign_off",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="assessment.signoff",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.objective",
                            ),
                        ),
                        (
                            "proposed",
                            models.PositiveSmallIntegerField(null=True, verbose_name="proposed"),
                        ),
                        (
                            "value",
                            models.PositiveSmallIntegerField(null=True, verbose_name="confirmed"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason"),
                        ),
                    ],
                    options={
                        "verbose_name": "signed result",
                        "verbose_name_plural": "signed results",
                        "ordering": ["sign_off", "objective__set", "objective__position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sign_off", "objective"),
                                name="assessment_signedresult_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("value", None), ("value__range", (0, 100)), _connector="OR"
                                    ),
                                    models.Q(
                                        ("proposed", None),
                                        ("proposed__range", (0, 100)),
                                        _connector="OR",
                                    ),
                                ),
                                name="assessment_signedresult_between_0_and_100",
                                violation_error_message="A score is a whole number from 0 to 100.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("proposed__isnull", False),
                                        ("value", models.F("proposed")),
                                        ("value__isnull", False),
                                    ),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_signedresult_moderated_with_reason",
                                violation_error_message="Write why the result differs from what is proposed.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WrittenModel",
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
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="written_models",
                                to="assessment.objective",
                                verbose_name="objective",
                            ),
                        ),
                        (
                            "field",
                            models.CharField(
                                blank=True,
                                help_text="Empty: every field.",
                                max_length=120,
                                verbose_name="field",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        ("texts", models.JSONField(verbose_name="text")),
                        ("is_current", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="written",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "written model",
                        "verbose_name_plural": "written models",
                        "ordering": ["objective", "field", "-version", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("objective"),
                                django.db.models.functions.text.Lower("field"),
                                models.F("version"),
                                name="assessment_writtenmodel_version_once",
                            ),
                            models.UniqueConstraint(
                                models.F("objective"),
                                django.db.models.functions.text.Lower("field"),
                                condition=models.Q(("is_current", True)),
                                name="assessment_writtenmodel_one_in_use",
                                violation_error_message="Another version is in use already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Score",
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
                            "evaluation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scores",
                                to="assessment.evaluation",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="assessment.objective",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="assessment.indicator",
                            ),
                        ),
                        (
                            "value",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="score"
                            ),
                        ),
                        (
                            "model",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="assessment.writtenmodel",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "score",
                        "verbose_name_plural": "scores",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value", None), ("value__range", (0, 100)), _connector="OR"
                                ),
                                name="assessment_score_between_0_and_100",
                                violation_error_message="A score is a whole number from 0 to 100.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("indicator__isnull", False), ("objective", None)),
                                    models.Q(("indicator", None), ("objective__isnull", False)),
                                    _connector="OR",
                                ),
                                name="assessment_score_of_objective_or_indicator",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("model", None), ("objective__isnull", False), _connector="OR"
                                ),
                                name="assessment_score_model_is_of_an_objective",
                            ),
                            models.UniqueConstraint(
                                fields=("evaluation", "indicator"),
                                name="assessment_score_once_per_indicator",
                            ),
                            models.UniqueConstraint(
                                fields=("evaluation", "objective"),
                                name="assessment_score_once_per_objective",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
