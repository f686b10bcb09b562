import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import imyportal.migrating
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("accounts", "0001_initial"), ("accounts", "0002_sessions_ended")]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        imyportal.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="AccessLink",
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
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("company", "company: hours and scores"),
                                    ("guardian", "guardian: consents"),
                                    ("sign_in", "sign in"),
                                    ("calendar", "calendar: dates of visits"),
                                    ("home", "trainee: I am home"),
                                ],
                                max_length=10,
                                verbose_name="purpose",
                            ),
                        ),
                        (
                            "holder_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        ("holder_id", models.PositiveBigIntegerField()),
                        (
                            "nonce",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "token_hash",
                            models.CharField(editable=False, max_length=64, unique=True),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="created"),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="until")),
                        (
                            "revoked_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="revoked"),
                        ),
                        (
                            "use_count",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="times used"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "access link",
                        "verbose_name_plural": "access links",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["holder_type", "holder_id"], name="accounts_link_holder"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("created_at"))),
                                name="accounts_accesslink_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                max_length=254, unique=True, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=100, verbose_name="first name"),
                        ),
                        (
                            "last_name",
                            models.CharField(blank=True, max_length=100, verbose_name="last name"),
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
                        (
                            "is_staff",
                            models.BooleanField(default=False, verbose_name="agency tutor"),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="may sign in"),
                        ),
                        (
                            "wants_morning_mail",
                            models.BooleanField(
                                db_default=True,
                                default=True,
                                verbose_name="morning mail when a trainee needs them",
                            ),
                        ),
                        (
                            "joined_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="joined",
                            ),
                        ),
                        ("sessions_ended", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "person",
                        "verbose_name_plural": "people",
                        "ordering": ["last_name", "first_name", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("email", django.db.models.functions.text.Lower("email"))
                                ),
                                name="accounts_user_email_is_lower_case",
                                violation_error_message="Write the e-mail address in lower case.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessLinkUse",
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
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uses",
                                to="accounts.accesslink",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                        ("what", models.CharField(max_length=30, verbose_name="what")),
                        ("ip", models.GenericIPAddressField(null=True, verbose_name="address")),
                    ],
                    options={
                        "verbose_name": "use of a link",
                        "verbose_name_plural": "uses of links",
                        "ordering": ["-at", "-pk"],
                    },
                ),
            ],
        ),
    ]
