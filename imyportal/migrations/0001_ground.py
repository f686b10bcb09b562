import django.db.models.deletion
import django.utils.timezone
import imyportal.migrating
import imyportal.models.mail
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("imyportal", "0001_initial"),
        ("imyportal", "0003_audit_trail"),
        ("imyportal", "0005_mail_undone"),
        ("imyportal", "0006_stored_file"),
        ("imyportal", "0007_stored_file_measures"),
        ("imyportal", "0008_changes"),
        ("imyportal", "0012_opening_hours"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_ground"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        imyportal.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="AuditEvent",
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
                                verbose_name="person",
                            ),
                        ),
                        ("link_id", models.PositiveBigIntegerField(null=True)),
                        (
                            "actor_kind",
                            models.CharField(
                                choices=[
                                    ("tutor", "agency tutor"),
                                    ("person", "trainee or sending tutor"),
                                    ("link", "by mailed link"),
                                    ("nobody", "not signed in"),
                                    ("portal", "the portal itself"),
                                ],
                                max_length=6,
                                verbose_name="kind of person",
                            ),
                        ),
                        ("actor", models.CharField(blank=True, max_length=200, verbose_name="who")),
                        ("about_kind", models.CharField(blank=True, max_length=80)),
                        ("about_id", models.CharField(blank=True, max_length=40)),
                        ("action", models.CharField(max_length=40, verbose_name="what")),
                        (
                            "about",
                            models.CharField(blank=True, max_length=200, verbose_name="about"),
                        ),
                        ("ip", models.GenericIPAddressField(null=True, verbose_name="address")),
                        (
                            "details",
                            models.JSONField(blank=True, default=dict, verbose_name="details"),
                        ),
                    ],
                    options={
                        "verbose_name": "audit event",
                        "verbose_name_plural": "who did what",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["-at", "-id"], name="imyportal_audit_at"),
                            models.Index(fields=["action", "-at"], name="imyportal_audit_action"),
                            models.Index(
                                fields=["about_kind", "about_id"], name="imyportal_audit_about"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Change",
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
                                verbose_name="person",
                            ),
                        ),
                        ("link_id", models.PositiveBigIntegerField(null=True)),
                        (
                            "actor_kind",
                            models.CharField(
                                choices=[
                                    ("tutor", "agency tutor"),
                                    ("person", "trainee or sending tutor"),
                                    ("link", "by mailed link"),
                                    ("nobody", "not signed in"),
                                    ("portal", "the portal itself"),
                                ],
                                max_length=6,
                                verbose_name="kind of person",
                            ),
                        ),
                        ("actor", models.CharField(blank=True, max_length=200, verbose_name="who")),
                        ("about_kind", models.CharField(blank=True, max_length=80)),
                        ("about_id", models.CharField(blank=True, max_length=40)),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["about_kind", "about_id"], name="imyportal_change_about"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Closure",
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
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        (
                            "reason",
                            models.CharField(
                                help_text="Trainees read it: “Summer holidays”.",
                                max_length=100,
                                verbose_name="reason",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "closure",
                        "verbose_name_plural": "closures",
                        "ordering": ["-first_day", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="imyportal_closure_ends_after_it_begins",
                                violation_error_message="The last day is before the first day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="imyportal_closure_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Heartbeat",
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
                        ("name", models.CharField(max_length=20, unique=True)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="JobTally",
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
                        ("name", models.CharField(max_length=60, unique=True)),
                        ("runs", models.PositiveBigIntegerField(default=0)),
                        ("failed_runs", models.PositiveBigIntegerField(default=0)),
                        ("rows_done", models.PositiveBigIntegerField(default=0)),
                        ("rows_failed", models.PositiveBigIntegerField(default=0)),
                        ("seconds", models.FloatField(default=0)),
                        ("succeeded_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Office",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "country",
                            models.CharField(
                                blank=True,
                                help_text="Empty: none are kept.",
                                max_length=2,
                                verbose_name="public holidays of",
                            ),
                        ),
                        (
                            "subdivision",
                            models.CharField(
                                blank=True,
                                help_text="For local holidays. PT in Italy is the province of Pistoia: 25 July.",
                                max_length=20,
                                verbose_name="part of the country",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "opening hours",
                        "verbose_name_plural": "opening hours",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="imyportal_office_is_one"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutgoingMail",
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
                        ("key", models.CharField(editable=False, max_length=200, unique=True)),
                        ("template", models.CharField(max_length=100, verbose_name="template")),
                        ("to", models.EmailField(max_length=254, verbose_name="to")),
                        ("language", models.CharField(max_length=2, verbose_name="language")),
                        (
                            "about_type",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        ("about_id", models.PositiveBigIntegerField(editable=False, null=True)),
                        ("details", models.JSONField(blank=True, default=dict)),
                        (
                            "message_id",
                            models.CharField(
                                default=imyportal.models.mail.new_message_id,
                                editable=False,
                                max_length=200,
                                unique=True,
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="created"),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="sent"),
                        ),
                        (
                            "bounced_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="came back"
                            ),
                        ),
                        (
                            "bounce",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=300,
                                verbose_name="why it came back",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mail",
                        "verbose_name_plural": "mails",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["about_type", "about_id"], name="imyportal_mail_about"
                            ),
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["due_at"],
                                name="imyportal_mail_undone",
                            ),
                            models.Index(
                                condition=models.Q(("bounced_at__isnull", False)),
                                fields=["to"],
                                name="imyportal_mail_bounced",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReplyAddress",
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
                        ("kind", models.CharField(max_length=20)),
                        ("thread", models.PositiveBigIntegerField()),
                        (
                            "person",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "nonce",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "token_hash",
                            models.CharField(editable=False, max_length=64, unique=True),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "address for answers",
                        "verbose_name_plural": "addresses for answers",
                        "ordering": ["-made_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["kind", "thread", "person"], name="imyportal_reply_thread"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SentForm",
                    fields=[
                        ("key", models.UUIDField(primary_key=True, serialize=False)),
                        ("sent_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                    ],
                    options={
                        "ordering": ["-sent_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="StoredFile",
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
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("place", models.CharField(editable=False, max_length=100, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("pdf", "PDF"), ("jpg", "JPEG"), ("png", "PNG")],
                                editable=False,
                                max_length=4,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(editable=False, max_length=120, verbose_name="name"),
                        ),
                        ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
                        ("sha256", models.CharField(editable=False, max_length=64)),
                        (
                            "pages",
                            models.PositiveSmallIntegerField(
                                editable=False, null=True, verbose_name="pages"
                            ),
                        ),
                        (
                            "width",
                            models.PositiveIntegerField(
                                editable=False, null=True, verbose_name="width"
                            ),
                        ),
                        (
                            "height",
                            models.PositiveIntegerField(
                                editable=False, null=True, verbose_name="height"
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="handed in by",
                            ),
                        ),
                        (
                            "uploaded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="handed in",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("quarantine", "being checked"),
                                    ("clean", "checked"),
                                    ("refused", "refused"),
                                ],
                                default="quarantine",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "refused_because",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="reason"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file",
                        "verbose_name_plural": "files",
                        "ordering": ["-uploaded_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["uploaded_by", "uploaded_at"],
                                name="imyportal_file_by_and_at",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("size__gt", 0),
                                    models.Q(("sha256", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("place", ""), _negated=True),
                                ),
                                name="imyportal_storedfile_has_content",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("height", None),
                                        ("kind", "pdf"),
                                        ("pages__gt", 0),
                                        ("pages__isnull", False),
                                        ("width", None),
                                    ),
                                    models.Q(
                                        ("height__gt", 0),
                                        ("height__isnull", False),
                                        ("kind__in", ["jpg", "png"]),
                                        ("pages", None),
                                        ("width__gt", 0),
                                        ("width__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="imyportal_storedfile_measured_as_its_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "refused"),
                                        models.Q(("refused_because", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("refused_because", ""),
                                        ("state__in", ["quarantine", "clean"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="imyportal_storedfile_refused_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditSeal",
                    fields=[
                        (
                            "number",
                            models.PositiveBigIntegerField(primary_key=True, serialize=False),
                        ),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seal",
                                to="imyportal.auditevent",
                            ),
                        ),
                        ("previous", models.CharField(max_length=64)),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="InboundMail",
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
                            "message_id",
                            models.CharField(blank=True, editable=False, max_length=300),
                        ),
                        ("digest", models.CharField(editable=False, max_length=64)),
                        ("raw", models.BinaryField(null=True)),
                        ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
                        (
                            "received_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="came in",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("posted", "answer, now in its thread"),
                                    ("stranger", "from another address; shown to the agency"),
                                    ("automatic", "written by a program"),
                                    ("notice", "notice of a mail that did not arrive"),
                                    ("unknown", "to no thread of ours"),
                                    ("declined", "not taken into its thread"),
                                    ("too_large", "too large"),
                                ],
                                default="",
                                editable=False,
                                max_length=12,
                                verbose_name="what it was",
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                default="",
                                editable=False,
                                max_length=200,
                                verbose_name="why",
                            ),
                        ),
                        (
                            "address",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="imyportal.replyaddress",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mail that came in",
                        "verbose_name_plural": "mails that came in",
                        "ordering": ["-received_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["due_at"],
                                name="imyportal_in_undone",
                            ),
                            models.Index(fields=["received_at"], name="imyportal_in_received"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("message_id", "digest"),
                                name="imyportal_inboundmail_comes_once",
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
                                name="imyportal_inboundmail_done_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_at__isnull", False),
                                    ("stopped_at__isnull", False),
                                    ("raw__isnull", False),
                                    _connector="OR",
                                ),
                                name="imyportal_inboundmail_waits_with_its_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningSpan",
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
                            "office",
                            models.ForeignKey(
                                default=1,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="spans",
                                to="imyportal.office",
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
                                verbose_name="day",
                            ),
                        ),
                        ("opens_at", models.TimeField(verbose_name="from")),
                        ("closes_at", models.TimeField(verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "opening time",
                        "verbose_name_plural": "opening times",
                        "ordering": ["weekday", "opens_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weekday__range", (0, 6))),
                                name="imyportal_openingspan_is_a_day_of_the_week",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                                name="imyportal_openingspan_closes_after_it_opens",
                                violation_error_message="The office closes before it opens.",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
