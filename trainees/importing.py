"""Bringing a sending school's list into a group: look first, then all good rows at once."""

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action
from trainees.import_plan import read_plan
from trainees.import_write import write
from trainees.lists.plan import Plan
from trainees.models import Group, GroupImport, HandedInList

KEEP_UNCONFIRMED = timedelta(days=7)


def plan_import(group: Group, content: bytes, file_name: str) -> Plan:
    """What the file would do to the group; writes nothing. Raises ListError when it is unreadable."""
    return read_plan(group, content, file_name)


def hand_in(group: Group, content: bytes, file_name: str, *, by: User) -> GroupImport:
    """Keep a file until its preview is confirmed. Raises ListError when it is unreadable."""
    plan_import(group, content, file_name)
    return GroupImport.objects.create(
        group=group,
        by=by,
        file_name=file_name[:200],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
    )


def bring_in(group: Group, content: bytes, file_name: str) -> Plan:
    """Read the file and write all its good rows in one transaction. Raises ListError."""
    try:
        with transaction.atomic():
            group = _locked(group)
            plan = plan_import(group, content, file_name)
            write(group, plan, by=None)
            audit.note(Action.LIST_IMPORTED, by=None, about=group, counts=plan.counts())
    except IntegrityError as error:
        raise changed_meanwhile() from error
    return plan


def apply_import(pending: GroupImport, *, by: User, confirmed: str = "") -> dict[str, Any]:
    """Bring a handed-in file in; `confirmed` is the digest of the plan the person has seen.

    The plan is made again under the group's lock; when it would now do something else,
    ValidationError `changed` is raised and nothing is written. A second call changes nothing and
    gives the first one's result.
    """
    try:
        with transaction.atomic():
            group = _locked(pending.group)
            pending = GroupImport.objects.select_for_update(of=("self",)).get(pk=pending.pk)
            if pending.applied_at:
                return dict(pending.result)
            plan = plan_import(group, bytes(pending.content), pending.file_name)
            if confirmed and confirmed != plan.digest:
                raise changed_meanwhile()
            write(group, plan, by=by)
            close(pending, plan)
            note(by, group, pending, plan)
    except IntegrityError as error:
        raise changed_meanwhile() from error
    return dict(pending.result)


def close(pending: HandedInList, plan: Plan) -> None:
    """Keep what came of a handed-in list, and no longer the list itself."""
    pending.applied_at = timezone.now()
    pending.content = b""
    pending.result = plan.counts() | {"refused": plan.refused}
    pending.save(update_fields=["applied_at", "content", "result"])


def note(by: User, about: Model, pending: HandedInList, plan: Plan) -> None:
    """Write into the history of `about` in the desk, and the audit trail, who brought what in."""
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(about),
        object_id=about.pk,
        object_repr=str(about)[:200],
        action_flag=CHANGE,
        change_message=f"{pending.file_name}: {plan.summary}",
    )
    audit.note(Action.LIST_IMPORTED, by=by, about=about, counts=plan.counts())


def changed_meanwhile() -> ValidationError:
    """What the person saw is no longer what would be done."""
    return ValidationError(
        _("Something changed since this preview was made. Look at it again, then bring it in."),
        code="changed",
    )


def _locked(group: Group) -> Group:
    # One import of a group at a time: the second sees what the first has written.
    locked = Group.objects.select_for_update(of=("self",)).select_related("organisation")
    return locked.get(pk=group.pk)


def forget_unconfirmed(model: type[HandedInList]) -> int:
    """Delete lists that were handed in a week ago and never brought in; how many.

    They hold personal data nobody decided to keep (GDPR, article 5.1 e).
    """
    old = timezone.now() - KEEP_UNCONFIRMED
    return model._default_manager.filter(applied_at=None, created_at__lt=old).delete()[0]
