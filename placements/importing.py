"""Bringing a list of companies in: look first, then all good rows at once."""

import hashlib
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from imyportal import audit, tracking
from imyportal.enums import Action
from placements.import_plan import (
    COMPANY_FIELDS,
    TUTOR_FIELDS,
    CompanyRow,
    PlannedCompany,
    read_plan,
)
from placements.models import CompanyImport, CompanyTutor, HostCompany
from trainees.importing import changed_meanwhile, close, note
from trainees.lists.plan import Plan, RowState

BATCH = 500


def plan_import(content: bytes, file_name: str) -> Plan:
    """What the file would do; writes nothing. Raises ListError when it is unreadable."""
    return read_plan(content, file_name)


def hand_in(content: bytes, file_name: str, *, by: User) -> CompanyImport:
    """Keep a file until its preview is confirmed. Raises ListError when it is unreadable."""
    plan_import(content, file_name)
    return CompanyImport.objects.create(
        by=by,
        file_name=file_name[:200],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
    )


def bring_in(content: bytes, file_name: str) -> Plan:
    """Read the file and write all its good rows in one transaction. Raises ListError."""
    try:
        with transaction.atomic():
            plan = read_plan(content, file_name, lock=True)
            _write(plan, by=None)
            audit.note(Action.LIST_IMPORTED, by=None, counts=plan.counts())
    except IntegrityError as error:
        raise changed_meanwhile() from error
    return plan


def apply_import(pending: CompanyImport, *, by: User, confirmed: str = "") -> dict[str, Any]:
    """Bring a handed-in file in; `confirmed` is the digest of the plan the person has seen.

    When the same file would now do something else, ValidationError `changed` is raised and nothing
    is written. A second call changes nothing and gives the first one's result.
    """
    try:
        with transaction.atomic():
            pending = CompanyImport.objects.select_for_update(of=("self",)).get(pk=pending.pk)
            if pending.applied_at:
                return dict(pending.result)
            plan = read_plan(bytes(pending.content), pending.file_name, lock=True)
            if confirmed and confirmed != plan.digest:
                raise changed_meanwhile()
            _write(plan, by=by)
            close(pending, plan)
            note(by, pending, pending, plan)
    except IntegrityError as error:
        raise changed_meanwhile() from error
    return dict(pending.result)


def _write(plan: Plan, *, by: User | None) -> None:
    rows: list[CompanyRow] = [
        row.target for row in plan.rows if row.state in (RowState.NEW, RowState.CHANGED)
    ]
    companies = {id(row.planned): row.planned for row in rows if row.planned}.values()
    tutors = [row.tutor for row in rows if row.tutor]
    on_file = [known.company for known in companies if not known.is_new]
    with tracking.kept_each(on_file, by=by), tracking.kept_each(tutors, by=by):
        _write_rows(rows, companies)


def _write_rows(rows: list[CompanyRow], companies: Collection[PlannedCompany]) -> None:
    HostCompany.objects.bulk_create([known.company for known in companies if known.is_new])
    changed = [known for known in companies if known.changed and not known.is_new]
    if changed:
        touched = set.union(*(known.changed for known in changed))
        HostCompany.objects.bulk_update(
            [known.company for known in changed],
            [name for name in COMPANY_FIELDS if name in touched],
            batch_size=BATCH,
        )
    _write_tutors(rows)


def _write_tutors(rows: list[CompanyRow]) -> None:
    new, changed = [], []
    for row in rows:
        if not row.tutor_changed or row.planned is None:
            continue
        values = {name: row.tutor_values[name] for name in row.tutor_changed}
        if row.tutor:
            for name, value in values.items():
                setattr(row.tutor, name, value)
            changed.append(row.tutor)
        else:
            new.append(CompanyTutor(company=row.planned.company, **values))
    CompanyTutor.objects.bulk_create(new)
    if changed:
        CompanyTutor.objects.bulk_update(changed, TUTOR_FIELDS, batch_size=BATCH)
