"""Writes a plan in a fixed number of queries, however many rows it has."""

from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from accounts.models import User
from imyportal import tracking
from trainees import consents, watching
from trainees.import_plan import FIELDS, Participant
from trainees.lists.plan import Plan, RowState
from trainees.models import Group, Guardian, Trainee

BATCH = 500
M = TypeVar("M", bound=Model)


def write(group: Group, plan: Plan, *, by: User | None) -> None:
    """Write the new and changed rows. Call it inside a transaction that holds the group's lock."""
    people = [row.target for row in plan.rows if row.state in (RowState.NEW, RowState.CHANGED)]
    accounts = _accounts(group, people)
    new = [person for person in people if person.trainee is None]
    on_file = [(person, person.trainee) for person in people if person.trainee is not None]
    for person in new:
        values = {name: value for name, value in person.values.items() if value}
        person.trainee = Trainee(
            group=group,
            user=accounts.get(person.values["email"]),
            language=group.organisation.language,
            **values,
        )
    known = [trainee for _, trainee in on_file]
    with (
        tracking.kept_each(known, by=by, of=Trainee),
        tracking.kept_each(known, by=by, of=Guardian),
    ):
        _update(on_file, accounts)
        Trainee.objects.bulk_create([person.trainee for person in new if person.trainee])
        _write_guardians(people)


def _accounts(group: Group, people: list[Participant]) -> dict[str, User]:
    """The account behind each address that needs one; without a password, so no one signs in by it.

    Rows another import has made in the meantime are taken, not made again.
    """
    needed = {p.values["email"]: p for p in people if p.needs_account}
    if not needed:
        return {}
    known = set(User.objects.filter(email__in=needed).values_list("email", flat=True))
    User.objects.bulk_create(
        [
            User(
                email=email,
                first_name=person.values["first_name"],
                last_name=person.values["last_name"],
                language=group.organisation.language,
                password=make_password(None),
            )
            for email, person in needed.items()
            if email not in known
        ],
        ignore_conflicts=True,
    )
    return {user.email: user for user in User.objects.filter(email__in=needed)}


def _update(people: list[tuple[Participant, Trainee]], accounts: dict[str, User]) -> None:
    touched: set[str] = set()
    for person, trainee in people:
        for name in person.changed:
            setattr(trainee, name, person.values[name])
        touched.update(person.changed)
        if person.needs_account:
            trainee.user = accounts[person.values["email"]]
            touched.add("user")
    names = [name for name in (*FIELDS, "user") if name in touched]
    _overwrite(Trainee, [trainee for _, trainee in people], names)
    watching.changed([trainee for _, trainee in people], touched)


def _overwrite(model: type[M], rows: list[M], names: list[str]) -> None:
    """Write the columns `names` of rows that are there; three times as fast as `bulk_update`."""
    if not (rows and names):
        return
    manager = model._default_manager
    # Held until the end: a row that goes meanwhile must not come back by being written.
    keys = manager.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows])
    there = set(keys.order_by("pk").values_list("pk", flat=True))
    manager.bulk_create(
        [row for row in rows if row.pk in there],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=names,
    )


def _write_guardians(people: list[Participant]) -> None:
    new, changed = [], []
    for person in people:
        if not person.guardian_changes:
            continue
        if person.known_guardian:
            for name, value in person.guardian_changes.items():
                setattr(person.known_guardian, name, value)
            changed.append(person.known_guardian)
        else:
            new.append(Guardian(trainee=person.trainee, **person.guardian_changes))
    Guardian.objects.bulk_create(new)
    _overwrite(Guardian, changed, ["name", "email", "phone"])
    for person in people:
        if person.known_guardian and "email" in person.guardian_changes:
            consents.address_changed(person.known_guardian, by=None)
