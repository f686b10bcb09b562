"""Inviting the trainees of a group who never signed in."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import invitations
from accounts.models import User
from imyportal.models import OutgoingMail

from .models import Group, Trainee


def to_invite(trainees: QuerySet[Trainee]) -> list[Trainee]:
    """Those who have an account, never signed in and were not invited today; two queries."""
    waiting = trainees.filter(user__is_active=True, user__last_login=None).select_related("user")
    by_key = {_key(trainee.user_id): trainee for trainee in waiting}
    done = set(OutgoingMail.objects.filter(key__in=by_key).values_list("key", flat=True))
    return [trainee for key, trainee in by_key.items() if key not in done]


@transaction.atomic
def invite_group(group: Group, *, by: User) -> int:
    """Invite those of the group `by` sees who never signed in, once a day; how many mails."""
    # One after the other: a second invitation would kill the link in the first one's mail.
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    users = _users(to_invite(Trainee.objects.visible_to(by).filter(group=group)))
    for user in users:
        invitations.invite(user, by, key=_key(user.pk))
    return len(users)


def _users(trainees: Iterable[Trainee]) -> list[User]:
    return [trainee.user for trainee in trainees if trainee.user]


def _key(user_id: int | None) -> str:
    return f"invited:{user_id}:{timezone.localdate()}"
