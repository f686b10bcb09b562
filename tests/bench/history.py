"""Many groups like one: copied inside PostgreSQL, column by column as the models have them.

A group of thirty with all that belongs to it becomes thousands in seconds. Copy number *n* gets keys
*n* steps further on; what must be unique is made so; days move back by weeks.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction

from accounts.models import User
from assessment.models import Certificate, Evaluation, Score
from imyportal.models import OutgoingMail
from placements.models import AgreedDay, HourWeek, Placement, WeekSignature, WorkDay
from trainees.models import Group, Guardian, Trainee

STEP = 1_000_000  # between the keys of two copies
WEEKS = 500  # that copies which have gone are spread over
KEPT = {"birth_date", "last_login"}


def _rows(group: Group) -> list[tuple[type[models.Model], Any]]:
    """What belongs to the group, each kind with the keys of its rows."""
    trainees = Trainee.objects.filter(group=group)
    placements = Placement.objects.filter(trainee__in=trainees)
    hours = HourWeek.objects.filter(placement__in=placements)
    evaluations = Evaluation.objects.filter(placement__in=placements)
    return [
        (User, User.objects.filter(trainees__in=trainees)),
        (Group, Group.objects.filter(pk=group.pk)),
        (Trainee, trainees),
        (Guardian, Guardian.objects.filter(trainee__in=trainees)),
        (Placement, placements),
        (AgreedDay, AgreedDay.objects.filter(placement__in=placements)),
        (HourWeek, hours),
        (WorkDay, WorkDay.objects.filter(week__in=hours)),
        (WeekSignature, WeekSignature.objects.filter(week__in=hours)),
        (Evaluation, evaluations),
        (Score, Score.objects.filter(evaluation__in=evaluations)),
        (Certificate, Certificate.objects.filter(placement__in=placements)),
        (OutgoingMail, OutgoingMail.objects.filter(to__in=trainees.values("email"))),
    ]


@transaction.atomic
def copy(group: Group, times: int, *, gone: bool, first: int = 1) -> None:
    """`times` groups like this one, each with its own people; earlier ones if they have `gone`."""
    kinds = _rows(group)
    own = {model for model, _ in kinds}
    tutors = list(User.objects.filter(is_staff=True).order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        # Triggers ask of every row whether its week is signed: these rows are copies of good ones.
        cursor.execute("SET LOCAL session_replication_role = replica")
        parameters = {"first": first, "last": first + times - 1, "tutors": tutors}
        for model, rows in kinds:
            keys = list(rows.order_by().values_list("pk", flat=True))
            if not keys:
                continue
            columns = {
                field.column: _value(model, field, own, gone, len(tutors))
                for field in model._meta.local_concrete_fields
                if not field.generated
            }
            table = model._meta.db_table
            cursor.execute(
                f'INSERT INTO "{table}" ({_list(columns)}) SELECT {", ".join(columns.values())} '
                f'FROM "{table}" AS t, generate_series(%(first)s, %(last)s) AS n '
                "WHERE t.id = ANY(%(keys)s)",
                parameters | {"keys": keys},
            )


def _list(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _value(model, field, own: set[type[models.Model]], gone: bool, tutors: int) -> str:
    """The SQL for one column of copy `n`."""
    column, name = f't."{field.column}"', f"{model.__name__}.{field.name}"
    if field.primary_key or (field.related_model in own and field.related_model is not User):
        return f"{column} + n * {STEP}"
    if name == "Certificate.status":
        return "NULL::bigint"  # a place in a list, which belongs to one
    if name == "Trainee.user":
        return f"{column} + n * {STEP}"
    if name == "Group.lead_tutor" and gone:
        return f"(%(tutors)s::bigint[])[1 + n %% {tutors}]"
    if name in ("User.email", "Trainee.email", "OutgoingMail.to"):
        return f"'g' || n || '.' || {column}"
    if name in ("User.last_name", "Trainee.last_name", "Group.name"):
        return f"{column} || ' ' || n"
    if name == "Certificate.code":
        return f"upper(substr(md5({column} || n), 1, 13))"
    if name == "Certificate.number":
        return "'C' || t.id || '-' || n"
    if isinstance(field, models.UUIDField) and field.unique:
        return "gen_random_uuid()"
    if field.unique:
        return f"{column} || '-' || n"
    if gone and isinstance(field, models.DateField) and field.name not in KEPT:
        return f"{column} - (1 + n %% {WEEKS}) * interval '7 days'"
    return column
