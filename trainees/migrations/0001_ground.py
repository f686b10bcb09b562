import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import imyportal.db
import imyportal.migrating
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("trainees", "0001_initial"),
        ("trainees", "0002_compulsory_schooling"),
        ("trainees", "0003_trainees_by_name"),
        ("trainees", "0004_journey"),
        ("trainees", "0006_papers_of_the_group"),
        ("trainees", "0007_consents"),
        ("trainees", "0009_reports_by_mail"),
        ("trainees", "0010_stand_ins"),
        ("trainees", "0011_publications"),
        ("trainees", "0014_going_home"),
        ("trainees", "0016_welcome_day"),
        ("trainees", "0018_conduct"),
        ("trainees", "0021_rows_handed_over"),
        ("trainees", "0022_houses"),
        ("trainees", "0023_papers_of_the_school"),
        ("trainees", "0026_guardians"),
        ("trainees", "0027_support_plans"),
        ("trainees", "0028_guest_files"),
        ("trainees", "0029_erasure_and_retention"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_ground"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("imyportal", "0001_ground"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        imyportal.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Edition",
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
                                choices=[
                                    ("guidebook", "guidebook"),
                                    ("info-kit", "info kit"),
                                    ("house-rules", "house rules"),
                                ],
                                max_length=20,
                                verbose_name="publication",
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
                        ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "news",
                            models.CharField(
                                blank=True,
                                help_text="Shown to those who have read an earlier version.",
                                max_length=300,
                                verbose_name="what is new",
                            ),
                        ),
                        (
                            "begun_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="begun",
                            ),
                        ),
                        (
                            "begun_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="begun by",
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="published"
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "publication",
                        "verbose_name_plural": "publications",
                        "ordering": ["kind", "language", "-version", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "language", "version"),
                                name="trainees_edition_version_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("published_at", None)),
                                fields=("kind", "language"),
                                name="trainees_edition_one_draft",
                                violation_error_message="There is a draft in this language already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at", None), ("published_by", None)),
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("published_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_edition_published_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="House",
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
                            "name",
                            models.CharField(max_length=120, unique=True, verbose_name="name"),
                        ),
                        ("address", models.CharField(max_length=300, verbose_name="address")),
                        (
                            "entrance",
                            models.TextField(
                                blank=True,
                                help_text="How to get in. Trainees of the house read it.",
                                max_length=1000,
                                verbose_name="floor, door, keys",
                            ),
                        ),
                        (
                            "guests_info",
                            models.TextField(
                                blank=True,
                                help_text="Wi-fi, rubbish, washing, quiet hours. Trainees of the house read it.",
                                max_length=4000,
                                verbose_name="living there",
                            ),
                        ),
                        (
                            "owner_name",
                            models.CharField(blank=True, max_length=200, verbose_name="owner"),
                        ),
                        (
                            "owner_phone",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="owner’s phone"
                            ),
                        ),
                        (
                            "owner_email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="owner’s e-mail address"
                            ),
                        ),
                        (
                            "licence",
                            models.CharField(
                                blank=True,
                                help_text="As the municipality numbers it.",
                                max_length=60,
                                verbose_name="licence",
                            ),
                        ),
                        (
                            "flat_code",
                            models.CharField(
                                blank=True,
                                help_text="Six characters, only where several flats are declared under one access to the portal of the police. Empty: lines of 168 characters.",
                                max_length=6,
                                verbose_name="flat code of the police",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "house",
                        "verbose_name_plural": "houses",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("flat_code", ""),
                                    ("flat_code__regex", "^[A-Z0-9]{6}$"),
                                    _connector="OR",
                                ),
                                name="trainees_house_flat_code_has_six",
                                violation_error_message="The flat code has six capital letters or digits, or is empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PoliceCode",
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
                                choices=[
                                    ("state", "states"),
                                    ("place", "municipalities"),
                                    ("document", "documents"),
                                ],
                                max_length=8,
                                verbose_name="table",
                            ),
                        ),
                        ("code", models.CharField(max_length=9, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "province",
                            models.CharField(blank=True, max_length=2, verbose_name="province"),
                        ),
                        ("ended_on", models.DateField(null=True, verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "code of the police",
                        "verbose_name_plural": "codes of the police",
                        "ordering": ["kind", "name", "pk"],
                        "indexes": [
                            models.Index(
                                fields=["kind", "name"], name="trainees_policecode_by_name"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "code"), name="trainees_policecode_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PurgeRun",
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
                        ("on", models.DateField(unique=True, verbose_name="night")),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                        ("counts", models.JSONField(default=dict, verbose_name="gone")),
                    ],
                    options={
                        "verbose_name": "purge",
                        "verbose_name_plural": "purges",
                        "ordering": ["-on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RetentionRule",
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
                                choices=[
                                    (
                                        "contact",
                                        "Addresses, numbers and who to call in an emergency",
                                    ),
                                    ("stay", "Coming, going, steps and daily life of the stay"),
                                    (
                                        "care",
                                        "Support plans, absences for illness and their papers",
                                    ),
                                    ("talk", "Questions, answers and weekly check-ins"),
                                    ("learning", "Evaluations"),
                                    ("consent", "Consents and who gave them"),
                                    ("proof", "Signed hours, results and certificates"),
                                    (
                                        "claims",
                                        "Incidents, broken house rules and written contacts",
                                    ),
                                    ("police", "Receipts of the police registration"),
                                    ("mail", "Which e-mails were sent"),
                                    ("account", "Account and sign-ins"),
                                ],
                                max_length=10,
                                unique=True,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                verbose_name="months after going home"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="by what right")),
                    ],
                    options={
                        "verbose_name": "retention rule",
                        "verbose_name_plural": "retention rules",
                        "ordering": ["months", "kind", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("months__range", (1, 240))),
                                name="trainees_retentionrule_one_month_to_twenty_years",
                                violation_error_message="Enter 1 to 240 months.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="trainees_retentionrule_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SendingOrganisation",
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
                            "address",
                            models.CharField(blank=True, max_length=300, verbose_name="address"),
                        ),
                        ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        (
                            "country",
                            models.CharField(
                                help_text="Two letters, like DE.",
                                max_length=2,
                                verbose_name="country",
                            ),
                        ),
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
                                default="en",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sending organisation",
                        "verbose_name_plural": "sending organisations",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                models.F("country"),
                                name="trainees_sendingorganisation_once",
                                violation_error_message="This organisation is already here.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StandIn",
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
                            "tutor",
                            models.ForeignKey(
                                limit_choices_to={"is_active": True, "is_staff": True},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who is away",
                            ),
                        ),
                        (
                            "colleague",
                            models.ForeignKey(
                                limit_choices_to={"is_active": True, "is_staff": True},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who stands in",
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                    ],
                    options={
                        "verbose_name": "stand-in",
                        "verbose_name_plural": "stand-ins",
                        "ordering": ["-first_day", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tutor", models.F("colleague")), _negated=True),
                                name="trainees_standin_by_somebody_else",
                                violation_error_message="Choose a colleague, not the person who is away.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="trainees_standin_last_after_first",
                                violation_error_message="The last day is before the first day.",
                            ),
                            imyportal.db.PeriodsDoNotOverlap(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                end="last_day",
                                name="trainees_standin_one_at_a_time",
                                start="first_day",
                                violation_error_message="Somebody stands in on one of these days already.",
                                who="tutor",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EditionQuestion",
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
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="trainees.edition",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="question")),
                        ("choices", models.TextField(blank=True, verbose_name="choices")),
                        (
                            "right",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="right choice"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="Shown once the answers are sent.",
                                max_length=500,
                                verbose_name="what is right, and why",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "question on health and safety",
                        "verbose_name_plural": "questions on health and safety",
                        "ordering": ["edition_id", "position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("choices", ""), ("right", None)),
                                    models.Q(
                                        models.Q(("choices", ""), _negated=True),
                                        ("right__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_editionquestion_check_has_a_right_choice",
                                violation_error_message="Mark the right choice with a * before it.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EditionSection",
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
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="trainees.edition",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="heading")),
                        (
                            "text",
                            models.TextField(
                                help_text="An empty line begins a paragraph, “- ” a list, **bold** words stand out.",
                                validators=[django.core.validators.MaxLengthValidator(20000)],
                                verbose_name="text",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "section",
                        "verbose_name_plural": "sections",
                        "ordering": ["edition_id", "position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="GuestFile",
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
                            "house",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guest_files",
                                to="trainees.house",
                                verbose_name="house",
                            ),
                        ),
                        ("arrives_on", models.DateField(verbose_name="arrival")),
                        ("arrived_at", models.DateTimeField(verbose_name="arrived")),
                        ("due_at", models.DateTimeField(verbose_name="due")),
                        (
                            "made_at",
                            models.DateTimeField(null=True, verbose_name="last downloaded"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "receipt",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="imyportal.storedfile",
                            ),
                        ),
                        (
                            "receipted_at",
                            models.DateTimeField(null=True, verbose_name="receipt filed"),
                        ),
                        (
                            "receipted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="filed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "guest file of the police",
                        "verbose_name_plural": "guest files of the police",
                        "ordering": ["-arrives_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("receipted_at", None)),
                                fields=("house", "arrives_on"),
                                name="trainees_guestfile_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("receipt", None),
                                        ("receipted_at", None),
                                        ("receipted_by", None),
                                    ),
                                    models.Q(
                                        ("made_at__isnull", False),
                                        ("receipt__isnull", False),
                                        ("receipted_at__isnull", False),
                                        ("receipted_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_guestfile_receipted_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Handover",
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
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="trainees.edition",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="trainees.sendingorganisation",
                            ),
                        ),
                        (
                            "given_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="given"
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="given by",
                            ),
                        ),
                        ("received_at", models.DateTimeField(null=True, verbose_name="received")),
                        (
                            "received_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="received by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "publication given to a school",
                        "verbose_name_plural": "publications given to schools",
                        "ordering": ["given_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("edition", "organisation"),
                                name="trainees_handover_once_a_school",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("received_at", None), ("received_by", None)),
                                    models.Q(
                                        ("received_at__isnull", False),
                                        ("received_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_handover_received_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Room",
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
                            "house",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rooms",
                                to="trainees.house",
                                verbose_name="house",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="Such as: first floor, own bathroom.",
                                max_length=200,
                                verbose_name="note",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "room",
                        "verbose_name_plural": "rooms",
                        "ordering": ["house__name", "name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("house", "name"),
                                name="trainees_room_once_in_house",
                                violation_error_message="This house has a room of this name.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SendingTutor",
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
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sending_tutor",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tutors",
                                to="trainees.sendingorganisation",
                                verbose_name="sending organisation",
                            ),
                        ),
                        ("role", models.CharField(blank=True, max_length=100, verbose_name="role")),
                        (
                            "wants_reports",
                            models.BooleanField(
                                db_default=True,
                                default=True,
                                verbose_name="weekly report by e-mail",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sending tutor",
                        "verbose_name_plural": "sending tutors",
                        "ordering": ["user__last_name", "user__first_name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Bed",
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
                            "room",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="beds",
                                to="trainees.room",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                    ],
                    options={
                        "verbose_name": "bed",
                        "verbose_name_plural": "beds",
                        "ordering": ["room__house__name", "room__name", "number", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("room", "number"), name="trainees_bed_once_in_room"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Group",
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
                            "name",
                            models.CharField(max_length=120, unique=True, verbose_name="name"),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="trainees.sendingorganisation",
                                verbose_name="sending organisation",
                            ),
                        ),
                        (
                            "sending_tutor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="trainees.sendingtutor",
                                verbose_name="sending tutor",
                            ),
                        ),
                        (
                            "lead_tutor",
                            models.ForeignKey(
                                limit_choices_to={"is_staff": True},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="led_groups",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="lead tutor",
                            ),
                        ),
                        (
                            "programme",
                            models.CharField(blank=True, max_length=120, verbose_name="programme"),
                        ),
                        (
                            "project_code",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="project code"
                            ),
                        ),
                        (
                            "field",
                            models.CharField(blank=True, max_length=120, verbose_name="field"),
                        ),
                        (
                            "activity",
                            models.CharField(
                                blank=True,
                                db_default="",
                                help_text="As the programme calls it, like: short-term learning mobility of VET learners",
                                max_length=120,
                                verbose_name="kind of mobility",
                            ),
                        ),
                        (
                            "qualification",
                            models.CharField(
                                blank=True,
                                db_default="",
                                help_text="What the trainees learn for at home, like: Electronics technician (dual VET)",
                                max_length=160,
                                verbose_name="qualification",
                            ),
                        ),
                        (
                            "qualification_level",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="1 to 8, if it has one.",
                                null=True,
                                verbose_name="EQF level",
                            ),
                        ),
                        (
                            "recognition",
                            models.CharField(
                                blank=True,
                                db_default="",
                                help_text="How the sending organisation recognises the stay; the certificate says so.",
                                max_length=400,
                                verbose_name="recognition",
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
                                default="en",
                                help_text="Certificates are in English, and in this language beside it.",
                                max_length=2,
                                verbose_name="second language of certificates",
                            ),
                        ),
                        ("arrives_on", models.DateField(verbose_name="arrives on")),
                        ("leaves_on", models.DateField(verbose_name="leaves on")),
                        (
                            "home_minutes",
                            models.PositiveSmallIntegerField(
                                editable=False, null=True, verbose_name="expected home"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "group",
                        "verbose_name_plural": "groups",
                        "ordering": ["-arrives_on", "name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("leaves_on__gte", models.F("arrives_on"))),
                                name="trainees_group_leaves_after_arriving",
                                violation_error_message="The last day is before the first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("qualification_level", None),
                                    ("qualification_level__range", (1, 8)),
                                    _connector="OR",
                                ),
                                name="trainees_group_qualification_level_is_of_eqf",
                                violation_error_message="Levels of the EQF go from 1 to 8.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupAuthorisation",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authorisations",
                                to="trainees.group",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("stay", "journey and stay"),
                                    ("medical", "doctor in an emergency"),
                                    ("evening", "going out in the evening"),
                                    ("photos", "photos and videos"),
                                ],
                                max_length=20,
                                verbose_name="for what",
                            ),
                        ),
                        (
                            "days_before",
                            models.PositiveSmallIntegerField(
                                default=14, verbose_name="days before arrival"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "authorisation asked for",
                        "verbose_name_plural": "authorisations asked for",
                        "ordering": ["group_id", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "purpose"), name="trainees_groupauthorisation_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("purpose__in", ["stay", "medical", "evening", "photos"]),
                                    ("days_before__lte", 366),
                                ),
                                name="trainees_groupauthorisation_is_asked_of_guardians",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupImport",
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
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="imports",
                                to="trainees.group",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "participant list",
                        "verbose_name_plural": "participant lists",
                        "ordering": ["-created_at", "-pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("applied_at", None), ("content", b""), _connector="OR"
                                ),
                                name="trainees_groupimport_content_goes_when_applied",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JourneyStep",
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
                                related_name="journey_steps",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("before", "before departure"),
                                    ("arrival", "arrival"),
                                    ("welcome", "welcome day"),
                                    ("first_day", "first day at the company"),
                                    ("placement", "placement"),
                                    ("departure", "departure"),
                                    ("home", "back home"),
                                ],
                                max_length=10,
                                verbose_name="phase",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        ("names", models.JSONField(verbose_name="names")),
                        (
                            "ticked_by",
                            models.CharField(
                                choices=[
                                    ("trainee", "trainee"),
                                    ("tutor", "agency tutor"),
                                    ("portal", "the portal, by itself"),
                                ],
                                default="trainee",
                                max_length=8,
                                verbose_name="who ticks it",
                            ),
                        ),
                        (
                            "is_needed",
                            models.BooleanField(
                                default=False, verbose_name="needed for the certificate"
                            ),
                        ),
                        (
                            "due_from",
                            models.CharField(
                                choices=[("arrival", "arrival"), ("departure", "departure")],
                                default="arrival",
                                max_length=10,
                                verbose_name="day counted from",
                            ),
                        ),
                        (
                            "due_days",
                            models.SmallIntegerField(
                                default=0,
                                help_text="Less than 0: days before it.",
                                verbose_name="days after it",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of the journey",
                        "verbose_name_plural": "steps of the journey",
                        "ordering": ["group_id", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "code"),
                                name="trainees_journeystep_once_in_group",
                                violation_error_message="This group has a step with this code.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("group", None)),
                                fields=("code",),
                                name="trainees_journeystep_once_in_template",
                                violation_error_message="The template has a step with this code.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_days__range", (-366, 366))),
                                name="trainees_journeystep_due_within_a_year",
                                violation_error_message="Count at most 366 days.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperWanted",
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
                                related_name="papers_wanted",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "kind_of_group",
                            models.CharField(
                                blank=True,
                                help_text="Of the template: for which groups, like Erasmus+ VET. Empty: for all.",
                                max_length=60,
                                verbose_name="kind of group",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        ("names", models.JSONField(verbose_name="names")),
                        ("helps", models.JSONField(blank=True, default=dict, verbose_name="help")),
                        (
                            "filled_by",
                            models.CharField(
                                choices=[
                                    ("trainee", "trainee"),
                                    ("company", "company tutor"),
                                    ("agency", "agency"),
                                ],
                                default="trainee",
                                max_length=8,
                                verbose_name="who fills it in",
                            ),
                        ),
                        (
                            "needed_for",
                            models.CharField(
                                choices=[
                                    ("nothing", "nothing in particular"),
                                    ("departure", "the departure from home"),
                                    ("certificate", "the certificate"),
                                ],
                                default="nothing",
                                max_length=12,
                                verbose_name="needed for",
                            ),
                        ),
                        (
                            "due_from",
                            models.CharField(
                                choices=[("arrival", "arrival"), ("departure", "departure")],
                                default="arrival",
                                max_length=10,
                                verbose_name="day counted from",
                            ),
                        ),
                        (
                            "due_days",
                            models.SmallIntegerField(
                                default=0,
                                help_text="Less than 0: days before it.",
                                verbose_name="days after it",
                            ),
                        ),
                        (
                            "blank_form",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="imyportal.storedfile",
                                verbose_name="blank form",
                            ),
                        ),
                        (
                            "example",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="imyportal.storedfile",
                                verbose_name="example",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "paper asked for",
                        "verbose_name_plural": "papers asked for",
                        "ordering": ["group_id", "kind_of_group", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "code"),
                                name="trainees_paperwanted_once_in_group",
                                violation_error_message="This group has a paper with this code.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("group", None)),
                                fields=("kind_of_group", "code"),
                                name="trainees_paperwanted_once_in_template",
                                violation_error_message="The template has a paper with this code.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_days__range", (-366, 366))),
                                name="trainees_paperwanted_due_within_a_year",
                                violation_error_message="Count at most 366 days.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("group", None), ("kind_of_group", ""), _connector="OR"
                                ),
                                name="trainees_paperwanted_kind_is_of_the_template",
                                violation_error_message="Leave the kind of group empty: this paper has a group.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_from__in", ["arrival", "departure"]),
                                    ("filled_by__in", ["trainee", "company", "agency"]),
                                    ("needed_for__in", ["nothing", "departure", "certificate"]),
                                ),
                                name="trainees_paperwanted_in_known_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trainee",
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
                                related_name="trainees",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trainees",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "tutor",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the group's lead tutor.",
                                limit_choices_to={"is_staff": True},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tutored",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="agency tutor",
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
                        ("birth_date", models.DateField(verbose_name="birth date")),
                        (
                            "in_compulsory_school",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                help_text="Shorter limits on working time hold until then.",
                                verbose_name="still in compulsory schooling",
                            ),
                        ),
                        (
                            "sex",
                            models.CharField(
                                blank=True,
                                choices=[("m", "male"), ("f", "female")],
                                db_default="",
                                default="",
                                help_text="As the identity document says it: for rooms and the police’s guest file.",
                                max_length=1,
                                verbose_name="sex",
                            ),
                        ),
                        (
                            "nationality",
                            models.CharField(blank=True, max_length=2, verbose_name="nationality"),
                        ),
                        (
                            "field",
                            models.CharField(blank=True, max_length=120, verbose_name="field"),
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
                                default="en",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "spoken",
                            models.JSONField(
                                blank=True, default=list, verbose_name="languages spoken"
                            ),
                        ),
                        (
                            "emergency_name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="emergency contact"
                            ),
                        ),
                        (
                            "emergency_phone",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="emergency phone"
                            ),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="added",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "trainee",
                        "verbose_name_plural": "trainees",
                        "ordering": ["last_name", "first_name", "pk"],
                        "permissions": [
                            ("view_all_trainees", "May see every trainee, not only their own")
                        ],
                        "indexes": [
                            models.Index(
                                fields=["last_name", "first_name", "id"],
                                name="trainees_trainee_by_name",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("group"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("email", ""), _negated=True),
                                name="trainees_trainee_email_once_in_group",
                                violation_error_message="Somebody in this group has this e-mail address.",
                            ),
                            models.UniqueConstraint(
                                models.F("group"),
                                django.db.models.functions.text.Lower("last_name"),
                                django.db.models.functions.text.Lower("first_name"),
                                models.F("birth_date"),
                                condition=models.Q(("email", "")),
                                name="trainees_trainee_name_once_in_group",
                                violation_error_message="Somebody in this group has this name and birth date.",
                            ),
                            models.UniqueConstraint(
                                fields=("group", "user"),
                                name="trainees_trainee_account_once_in_group",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("email", django.db.models.functions.text.Lower("email"))
                                ),
                                name="trainees_trainee_email_is_lower_case",
                                violation_error_message="Write the e-mail address in lower case.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WelcomeDay",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="welcome_day",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("place", models.CharField(max_length=200, verbose_name="where")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what to bring or know"
                            ),
                        ),
                        ("nonce", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ],
                    options={
                        "verbose_name": "welcome day",
                        "verbose_name_plural": "welcome days",
                        "ordering": ["-starts_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("place", ""), _negated=True),
                                name="trainees_welcomeday_is_somewhere",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WelcomeTopic",
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
                                related_name="welcome_topics",
                                to="trainees.group",
                                verbose_name="group",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(default=20, verbose_name="minutes"),
                        ),
                        ("names", models.JSONField(verbose_name="names")),
                        (
                            "step",
                            models.SlugField(
                                blank=True,
                                help_text="The code of the step that is ticked when a trainee confirms this topic.",
                                max_length=40,
                                verbose_name="step of the journey",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "topic of the welcome day",
                        "verbose_name_plural": "topics of the welcome day",
                        "ordering": ["group_id", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "code"),
                                name="trainees_welcometopic_once_in_group",
                                violation_error_message="This group has a topic with this code.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("group", None)),
                                fields=("code",),
                                name="trainees_welcometopic_once_in_template",
                                violation_error_message="The template has a topic with this code.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__range", (1, 480))),
                                name="trainees_welcometopic_fits_a_day",
                                violation_error_message="Enter 1 to 480 minutes.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttentionOwner",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attention_owner",
                                to="trainees.trainee",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taken_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="since"
                            ),
                        ),
                        ("reasons", models.JSONField(default=list)),
                        (
                            "handed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "word",
                            models.CharField(blank=True, db_default="", default="", max_length=300),
                        ),
                    ],
                    options={
                        "ordering": ["taken_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("handed_by", None),
                                    models.Q(("handed_by", models.F("user")), _negated=True),
                                    _connector="OR",
                                ),
                                name="trainees_attentionowner_handed_by_another",
                                violation_error_message="Choose a colleague.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("word", ""), ("handed_by__isnull", False), _connector="OR"
                                ),
                                name="trainees_attentionowner_word_of_who_hands_over",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttentionSnooze",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="snoozes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "trainee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="snoozes",
                                to="trainees.trainee",
                            ),
                        ),
                        ("until", models.DateTimeField(verbose_name="until")),
                        ("reasons", models.JSONField(default=list)),
                    ],
                    options={
                        "ordering": ["until", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "trainee"), name="trainees_attentionsnooze_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BedStay",
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
                            "bed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stays",
                                to="trainees.bed",
                                verbose_name="bed",
                            ),
                        ),
                        (
                            "trainee",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bed_stays",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        ("first_night", models.DateField(verbose_name="first night")),
                        ("last_night", models.DateField(verbose_name="last night")),
                        (
                            "despite",
                            models.CharField(blank=True, max_length=60, verbose_name="despite"),
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
                        "verbose_name": "nights in a bed",
                        "verbose_name_plural": "nights in beds",
                        "ordering": ["first_night", "pk"],
                        "indexes": [
                            models.Index(
                                fields=["last_night", "first_night"], name="trainees_bedstay_when"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_night__gte", models.F("first_night"))),
                                name="trainees_bedstay_last_after_first",
                                violation_error_message="The last night is before the first night.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("trainee__isnull", False)),
                                name="trainees_bedstay_of_somebody",
                            ),
                            imyportal.db.PeriodsDoNotOverlap(
                                condition=models.Q(("last_night__gte", models.F("first_night"))),
                                end="last_night",
                                name="trainees_bedstay_one_in_a_bed",
                                start="first_night",
                                violation_error_message="Somebody else has this bed on one of these nights. Choose another bed.",
                                who="bed",
                            ),
                            imyportal.db.PeriodsDoNotOverlap(
                                condition=models.Q(("last_night__gte", models.F("first_night"))),
                                end="last_night",
                                name="trainees_bedstay_one_bed_at_a_time",
                                start="first_night",
                                violation_error_message="This person has another bed on one of these nights already.",
                                who="trainee",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Breach",
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
                                related_name="+",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        ("rule", models.CharField(max_length=200, verbose_name="which rule")),
                        ("text", models.TextField(verbose_name="what happened")),
                        ("happened_at", models.DateTimeField(verbose_name="when it happened")),
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
                        "verbose_name": "breach of the house rules",
                        "verbose_name_plural": "breaches of the house rules",
                        "ordering": ["-happened_at", "-pk"],
                        "permissions": [
                            ("view_all_breaches", "May see the register of broken house rules")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("rule", ""), _negated=True),
                                    models.Q(("text", ""), _negated=True),
                                ),
                                name="trainees_breach_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("happened_at__lte", models.F("at"))),
                                name="trainees_breach_happened_before",
                                violation_error_message="It happened first, then it is written down.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                                related_name="consents",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("badges", "public badge page"),
                                    ("stay", "journey and stay"),
                                    ("medical", "doctor in an emergency"),
                                    ("evening", "going out in the evening"),
                                    ("photos", "photos and videos"),
                                    ("support", "support plan"),
                                ],
                                max_length=20,
                                verbose_name="for what",
                            ),
                        ),
                        (
                            "giver",
                            models.CharField(
                                choices=[("trainee", "trainee"), ("guardian", "guardian")],
                                max_length=10,
                                verbose_name="whose word",
                            ),
                        ),
                        ("agrees", models.BooleanField(verbose_name="agrees")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("account", "in their own account"),
                                    ("link", "by the link in our mail"),
                                    ("paper", "on paper"),
                                ],
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        (
                            "text_version",
                            models.PositiveSmallIntegerField(verbose_name="version of the text"),
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
                                verbose_name="language of the text",
                            ),
                        ),
                        ("said_on", models.DateField(verbose_name="said on")),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="recorded"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
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
                                verbose_name="scan of the paper",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="ended")),
                        (
                            "withdrawn_by",
                            models.CharField(blank=True, max_length=200, verbose_name="ended by"),
                        ),
                    ],
                    options={
                        "verbose_name": "consent",
                        "verbose_name_plural": "consents",
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("trainee", "purpose", "giver"),
                                name="trainees_consent_one_word_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("giver", "trainee"),
                                        ("how", "account"),
                                        ("link", None),
                                        ("user__isnull", False),
                                        ("scan", None),
                                    ),
                                    models.Q(
                                        ("giver", "guardian"),
                                        ("how", "link"),
                                        ("link__isnull", False),
                                        ("user", None),
                                        ("scan", None),
                                    ),
                                    models.Q(
                                        ("how", "paper"),
                                        ("link", None),
                                        ("scan__isnull", False),
                                        ("user__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_consent_recorded_as_it_was_given",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", "")),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        models.Q(("withdrawn_by", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_consent_ended_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True), ("text_version__gt", 0)
                                ),
                                name="trainees_consent_has_a_name_and_a_text",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErasureRequest",
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
                                related_name="erasure_requests",
                                to="trainees.trainee",
                            ),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="asked"
                            ),
                        ),
                        (
                            "taken_back_at",
                            models.DateTimeField(null=True, verbose_name="taken back"),
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
                        ("is_granted", models.BooleanField(null=True, verbose_name="erased")),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=500, verbose_name="why not"),
                        ),
                        ("outcome", models.JSONField(default=list, verbose_name="what was done")),
                    ],
                    options={
                        "verbose_name": "request to be forgotten",
                        "verbose_name_plural": "requests to be forgotten",
                        "ordering": ["-asked_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at", None), ("taken_back_at", None)),
                                fields=("trainee",),
                                name="trainees_erasurerequest_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_at", None), ("taken_back_at", None), _connector="OR"
                                ),
                                name="trainees_erasurerequest_answered_or_taken_back",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("is_granted", None),
                                        ("reason", ""),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("is_granted", True),
                                        ("reason", ""),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("is_granted", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_erasurerequest_answer_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Guardian",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guardians",
                                to="trainees.trainee",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
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
                            "own_language",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("en", "English"),
                                    ("it", "Italiano"),
                                    ("de", "Deutsch"),
                                    ("es", "Español"),
                                    ("fr", "Français"),
                                    ("hu", "Magyar"),
                                    ("pl", "Polski"),
                                ],
                                db_default="",
                                default="",
                                help_text="Empty: the language of the school.",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "wants_news",
                            models.BooleanField(
                                db_default=True, default=True, verbose_name="news by e-mail"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "guardian",
                        "verbose_name_plural": "guardians",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("trainee"),
                                django.db.models.functions.text.Lower("name"),
                                name="trainees_guardian_once_per_trainee",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GuestEntry",
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
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="trainees.guestfile",
                            ),
                        ),
                        (
                            "trainee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guest_entries",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        ("nights", models.PositiveSmallIntegerField(verbose_name="nights")),
                        (
                            "leads",
                            models.BooleanField(default=False, verbose_name="leads the group"),
                        ),
                        (
                            "erased_at",
                            models.DateTimeField(null=True, verbose_name="identity data deleted"),
                        ),
                    ],
                    options={
                        "verbose_name": "guest declared",
                        "verbose_name_plural": "guests declared",
                        "ordering": ["trainee__last_name", "trainee__first_name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("file", "trainee"), name="trainees_guestentry_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("nights__range", (1, 30))),
                                name="trainees_guestentry_at_most_thirty_nights",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GuestIdentity",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guest_identity",
                                to="trainees.trainee",
                            ),
                        ),
                        ("sealed", models.TextField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "identity data",
                        "verbose_name_plural": "identity data",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LegalHold",
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
                                related_name="legal_holds",
                                to="trainees.trainee",
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
                                default=django.utils.timezone.now, verbose_name="since"
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "legal hold",
                        "verbose_name_plural": "legal holds",
                        "ordering": ["-at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("trainee",),
                                name="trainees_legalhold_one_standing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="trainees_legalhold_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_by", None)),
                                    models.Q(
                                        ("ended_at__isnull", False), ("ended_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_legalhold_ended_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperHandIn",
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
                                related_name="papers",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        (
                            "wanted",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_ins",
                                to="trainees.paperwanted",
                                verbose_name="paper",
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
                        (
                            "handed_in_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="handed in"
                            ),
                        ),
                        (
                            "handed_in_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="handed in by",
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits to be looked at"),
                                    ("accepted", "accepted"),
                                    ("returned", "sent back"),
                                    ("replaced", "replaced by a newer one"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what is to be done"
                            ),
                        ),
                        ("judged_at", models.DateTimeField(null=True, verbose_name="looked at")),
                        (
                            "judged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="looked at by",
                            ),
                        ),
                        ("delivered_at", models.DateTimeField(null=True, verbose_name="delivered")),
                        (
                            "delivered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="delivered by",
                            ),
                        ),
                        (
                            "fetched_at",
                            models.DateTimeField(null=True, verbose_name="fetched by the school"),
                        ),
                        (
                            "fetched_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "paper handed in",
                        "verbose_name_plural": "papers handed in",
                        "ordering": ["handed_in_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("verdict", "waiting")),
                                fields=("trainee", "wanted"),
                                name="trainees_paperhandin_one_waits",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("verdict", "accepted")),
                                fields=("trainee", "wanted"),
                                name="trainees_paperhandin_one_accepted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("judged_at", None),
                                        ("judged_by", None),
                                        ("verdict", "waiting"),
                                    ),
                                    models.Q(
                                        ("verdict__in", ["accepted", "returned", "replaced"]),
                                        ("judged_at__isnull", False),
                                        ("judged_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_paperhandin_judged_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("verdict", "returned"), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="trainees_paperhandin_returned_with_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("delivered_at", None), ("delivered_by", None)),
                                    models.Q(
                                        ("delivered_at__isnull", False),
                                        ("delivered_by__isnull", False),
                                        ("verdict__in", ["accepted", "returned"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_paperhandin_delivered_once_accepted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fetched_at", None), ("fetched_by", None)),
                                    models.Q(
                                        ("delivered_at__isnull", False),
                                        ("fetched_at__isnull", False),
                                        ("fetched_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_paperhandin_fetched_once_delivered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperReminder",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="trainees.trainee",
                            ),
                        ),
                        (
                            "wanted",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="trainees.paperwanted",
                            ),
                        ),
                        (
                            "reminded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="reminded"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reminder of a paper",
                        "verbose_name_plural": "reminders of papers",
                        "ordering": ["reminded_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("trainee", "wanted"), name="trainees_paperreminder_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperWaiver",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="trainees.trainee",
                            ),
                        ),
                        (
                            "wanted",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waivers",
                                to="trainees.paperwanted",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="why not")),
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
                        "verbose_name": "paper not needed",
                        "verbose_name_plural": "papers not needed",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("trainee", "wanted"), name="trainees_paperwaiver_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="trainees_paperwaiver_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="trainees.edition",
                            ),
                        ),
                        (
                            "trainee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="receipts",
                                to="trainees.trainee",
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
                        "verbose_name": "receipt",
                        "verbose_name_plural": "receipts",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("edition", "trainee"), name="trainees_receipt_once_a_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reflection",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reflection",
                                to="trainees.trainee",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reflections",
                                to="trainees.edition",
                            ),
                        ),
                        (
                            "begun_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="begun"
                            ),
                        ),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                        ("read_at", models.DateTimeField(null=True, verbose_name="read")),
                        (
                            "read_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="read by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answers on health and safety",
                        "verbose_name_plural": "answers on health and safety",
                        "ordering": ["begun_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("read_at", None), ("read_by", None)),
                                    models.Q(
                                        ("read_at__isnull", False),
                                        ("read_by__isnull", False),
                                        ("sent_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_reflection_read_after_sent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StepDone",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps_done",
                                to="trainees.trainee",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="done",
                                to="trainees.journeystep",
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
                                verbose_name="ticked by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step done",
                        "verbose_name_plural": "steps done",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("trainee", "step"), name="trainees_stepdone_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportPlan",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="support_plan",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        (
                            "contact_days",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="a contact every … days"
                            ),
                        ),
                        (
                            "begun_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "begun_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="begun"
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="changed"
                            ),
                        ),
                        (
                            "agreed_at",
                            models.DateTimeField(null=True, verbose_name="agreed by the learner"),
                        ),
                    ],
                    options={
                        "verbose_name": "support plan",
                        "verbose_name_plural": "support plans",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("contact_days", None),
                                    ("contact_days__range", (1, 7)),
                                    _connector="OR",
                                ),
                                name="trainees_supportplan_contacts_within_a_week",
                                violation_error_message="Enter 1 to 7 days.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TopicConfirmed",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="topics_confirmed",
                                to="trainees.trainee",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmed",
                                to="trainees.welcometopic",
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
                        "verbose_name": "topic confirmed",
                        "verbose_name_plural": "topics confirmed",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("trainee", "topic"), name="trainees_topicconfirmed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WayHome",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="way_home",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        ("leaves_on", models.DateField(verbose_name="leaves on")),
                        ("home_by", models.DateTimeField(verbose_name="expected home by")),
                        (
                            "is_own",
                            models.BooleanField(default=False, verbose_name="other than the group"),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="how")),
                        (
                            "home_at",
                            models.DateTimeField(null=True, verbose_name="known to be home since"),
                        ),
                        (
                            "said_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("link", "by the link in our mail"),
                                    ("account", "in their own account"),
                                    ("phone", "told by phone"),
                                ],
                                max_length=8,
                                verbose_name="how we know",
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "said_link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.accesslink",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "way home",
                        "verbose_name_plural": "ways home",
                        "ordering": ["home_by", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("home_at", None)),
                                fields=["home_by"],
                                name="trainees_wayhome_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("home_at", None),
                                        ("said_by", None),
                                        ("said_how", ""),
                                        ("said_link", None),
                                    ),
                                    models.Q(
                                        ("home_at__isnull", False),
                                        ("said_how", "link"),
                                        ("said_link__isnull", False),
                                        ("said_by", None),
                                    ),
                                    models.Q(
                                        ("home_at__isnull", False),
                                        ("said_how__in", ["account", "phone"]),
                                        ("said_by__isnull", False),
                                        ("said_link", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_wayhome_said_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WelcomePresence",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="welcomed",
                                to="trainees.trainee",
                                verbose_name="trainee",
                            ),
                        ),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="presences",
                                to="trainees.welcomeday",
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("code", "by the code on the screen"),
                                    ("tutor", "ticked by the tutor"),
                                    ("later", "caught up later"),
                                ],
                                max_length=8,
                                verbose_name="how we know",
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
                                verbose_name="written by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "presence at the welcome day",
                        "verbose_name_plural": "presences at welcome days",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["code", "tutor", "later"])),
                                name="trainees_welcomepresence_in_a_known_way",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreachMeasure",
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
                            "breach",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="trainees.breach",
                            ),
                        ),
                        (
                            "rung",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "talk"),
                                    (2, "warning"),
                                    (3, "report to the sending organisation"),
                                    (4, "exclusion"),
                                ],
                                verbose_name="what follows",
                            ),
                        ),
                        (
                            "after",
                            models.PositiveSmallIntegerField(default=0, verbose_name="after"),
                        ),
                        ("text", models.TextField(verbose_name="what was said and agreed")),
                        (
                            "because",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why at once"
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
                        "verbose_name": "measure",
                        "verbose_name_plural": "measures",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("after__lte", 4),
                                    ("rung__in", [1, 2, 3, 4]),
                                    models.Q(("text", ""), _negated=True),
                                ),
                                name="trainees_breachmeasure_on_the_ladder",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "rung__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("after"), "+", models.Value(1)
                                        ),
                                    ),
                                    models.Q(("because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="trainees_breachmeasure_skips_with_a_reason",
                                violation_error_message="Write why a rung of the ladder is skipped.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreachNotice",
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
                            "breach",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="trainees.breach",
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
                                    ("house", "accommodation"),
                                    ("other", "others"),
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
                                name="trainees_breachnotice_to_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreachReply",
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
                            "breach",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="trainees.breach",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what the trainee says")),
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
                        "verbose_name": "reply",
                        "verbose_name_plural": "replies",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="trainees_breachreply_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentRequest",
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
                            "guardian",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requests",
                                to="trainees.guardian",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("badges", "public badge page"),
                                    ("stay", "journey and stay"),
                                    ("medical", "doctor in an emergency"),
                                    ("evening", "going out in the evening"),
                                    ("photos", "photos and videos"),
                                    ("support", "support plan"),
                                ],
                                max_length=20,
                                verbose_name="for what",
                            ),
                        ),
                        ("asked_on", models.DateField(verbose_name="asked on")),
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
                        "verbose_name": "question to a guardian",
                        "verbose_name_plural": "questions to guardians",
                        "ordering": ["-asked_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("guardian", "purpose", "asked_on"),
                                name="trainees_consentrequest_once_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EmergencyContact",
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
                            "guardian",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="emergency",
                                to="trainees.guardian",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("relation", models.CharField(max_length=80, verbose_name="relation")),
                        ("phone", models.CharField(max_length=16, verbose_name="phone")),
                        ("languages", models.JSONField(verbose_name="languages")),
                        (
                            "changed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="changed"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact in an emergency",
                        "verbose_name_plural": "contacts in an emergency",
                        "ordering": ["guardian_id", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("relation", ""), _negated=True),
                                    ("phone__regex", "^\\+[0-9]{6,15}$"),
                                ),
                                name="trainees_emergencycontact_can_be_called",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HomeReminder",
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
                            "way",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="trainees.wayhome",
                            ),
                        ),
                        (
                            "step",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "asked to say so when home"),
                                    (2, "reminded"),
                                    (3, "guardians and school told"),
                                ],
                                verbose_name="step",
                            ),
                        ),
                        ("home_by", models.DateTimeField(verbose_name="expected home by")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mailed", "mail is on its way"),
                                    ("before", "a mail said it before"),
                                    ("home", "already home"),
                                    ("moved", "another time was set"),
                                    ("nobody", "nobody with an address"),
                                    ("too_late", "too late to be of use"),
                                ],
                                max_length=8,
                                verbose_name="outcome",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step about a way home",
                        "verbose_name_plural": "steps about ways home",
                        "ordering": ["due_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("way", "step", "home_by"), name="trainees_homereminder_once"
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
                                name="trainees_homereminder_done_with_an_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReflectionAnswer",
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
                            "reflection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="trainees.reflection",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="trainees.editionquestion",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="answer")),
                        (
                            "choice",
                            models.PositiveSmallIntegerField(null=True, verbose_name="choice"),
                        ),
                        (
                            "is_unclear",
                            models.BooleanField(default=False, verbose_name="not clear to me"),
                        ),
                        ("reply", models.TextField(blank=True, verbose_name="reply")),
                        (
                            "is_topic",
                            models.BooleanField(
                                default=False, verbose_name="talk over on the welcome day"
                            ),
                        ),
                        ("talked_at", models.DateTimeField(null=True, verbose_name="talked over")),
                        (
                            "talked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="talked by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answer on health and safety",
                        "verbose_name_plural": "single answers on health and safety",
                        "ordering": ["question__position", "question_id", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reflection", "question"),
                                name="trainees_reflectionanswer_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("talked_at", None), ("talked_by", None)),
                                    models.Q(
                                        ("is_topic", True),
                                        ("talked_at__isnull", False),
                                        ("talked_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_reflectionanswer_talked_over_topics_only",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportEntry",
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
                                related_name="entries",
                                to="trainees.supportplan",
                            ),
                        ),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("work", "what helps at work"),
                                    ("hours", "adjusted hours and breaks"),
                                    ("evaluation", "adjusted evaluation"),
                                    ("communication", "how to speak and write with me"),
                                    ("emergency", "what to do in an emergency"),
                                    ("house", "what helps in the house"),
                                    ("own", "in my own words"),
                                ],
                                max_length=14,
                                verbose_name="topic",
                            ),
                        ),
                        ("sealed", models.TextField()),
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
                                default=django.utils.timezone.now, verbose_name="written"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "entry of a support plan",
                        "verbose_name_plural": "entries of support plans",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "topic"), name="trainees_supportentry_once_a_topic"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sealed__startswith", "v1.")),
                                name="trainees_supportentry_is_sealed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportShare",
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
                                related_name="shares",
                                to="trainees.supportplan",
                            ),
                        ),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("work", "what helps at work"),
                                    ("hours", "adjusted hours and breaks"),
                                    ("evaluation", "adjusted evaluation"),
                                    ("communication", "how to speak and write with me"),
                                    ("emergency", "what to do in an emergency"),
                                    ("house", "what helps in the house"),
                                    ("own", "in my own words"),
                                ],
                                max_length=14,
                                verbose_name="topic",
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("company", "company tutor"),
                                    ("school", "sending tutor"),
                                    ("guardian", "guardian"),
                                    ("agency", "colleague at the agency"),
                                ],
                                max_length=8,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "to_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        ("to_id", models.PositiveBigIntegerField()),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("until", models.DateField(verbose_name="until")),
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
                                default=django.utils.timezone.now, verbose_name="proposed"
                            ),
                        ),
                        (
                            "agreed_at",
                            models.DateTimeField(null=True, verbose_name="agreed by the learner"),
                        ),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                    ],
                    options={
                        "verbose_name": "share of a support plan",
                        "verbose_name_plural": "shares of support plans",
                        "ordering": ["name", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["to_type", "to_id"],
                                name="trainees_supportshare_to",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("plan", "topic", "to_type", "to_id"),
                                name="trainees_supportshare_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("party", "company"), _negated=True),
                                    (
                                        "topic__in",
                                        [
                                            "work",
                                            "hours",
                                            "evaluation",
                                            "communication",
                                            "emergency",
                                        ],
                                    ),
                                    _connector="OR",
                                ),
                                name="trainees_supportshare_company_sees_adjustments_only",
                                violation_error_message="A company sees adjustments at work only.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None),
                                    ("ended_at__gte", models.F("at")),
                                    _connector="OR",
                                ),
                                name="trainees_supportshare_ends_after_it_began",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
