"""What the mails of this room say. The texts are in templates/emails/assessment/."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import mail, weeks
from imyportal.mail import Content
from imyportal.models import OutgoingMail
from placements import presenting
from placements.company_links import company_link
from placements.enums import LIVE_STATUSES
from placements.models import Placement
from trainees.models import Group

from . import confirming, evaluations, home, readiness, remarks
from .enums import EvaluationKind, EvaluationMoment, SetState
from .models import (
    Award,
    BadgeAward,
    BadgeIssue,
    Certificate,
    ObjectiveSet,
    PeerRequest,
    SignOff,
)
from .overview import title_of
from .progress import own_title


def _from(tutor: User, context: dict[str, Any]) -> Content:
    return Content(context | {"tutor": tutor}, sender_name=str(tutor), reply_to=tutor.email)


@mail.fills("assessment/certificate_ready")
def certificate_ready(row: OutgoingMail) -> Content | None:
    """To the trainee. Pointless once it is withdrawn."""
    certificate = (
        Certificate.objects.valid()
        .select_related("placement__trainee__tutor", "placement__trainee__group__lead_tutor")
        .filter(pk=row.about_id or 0)
        .first()
    )
    if certificate is None:
        return None
    trainee = certificate.placement.trainee
    before = Certificate.objects.filter(superseded_by=certificate).first()
    context = {
        "trainee": trainee,
        "number": certificate.number,
        "company": certificate.content["host"]["name"],
        "hours": weeks.hours(certificate.content["experience"]["signed_minutes"]),
        "replaced": certificate.content.get("supersedes", ""),
        "reason": before.withdraw_reason if before else "",
        "url": settings.SITE_URL + reverse("assessment:my_certificates"),
    }
    return _from(trainee.responsible, context)


@mail.fills("assessment/certificates_ready")
def certificates_ready(row: OutgoingMail) -> Content | None:
    """To the school: those that were made together. Pointless once all of them are withdrawn."""
    group = Group.objects.select_related("lead_tutor").get(pk=row.about_id or 0)
    made = (
        Certificate.objects.valid()
        .filter(pk__in=row.details["certificates"])
        .select_related("placement__trainee")
        .order_by("placement__trainee__last_name", "placement__trainee__first_name", "pk")
    )
    files = [
        {
            "name": each.placement.trainee.name,
            "number": each.number,
            "replaced": each.content.get("supersedes", ""),
            "url": settings.SITE_URL + each.get_absolute_url(),
        }
        for each in made
    ]
    if not files:
        return None
    return _from(group.lead_tutor, {"group": group, "files": files, "count": len(files)})


@mail.fills("assessment/certificate_withdrawn")
def certificate_withdrawn(row: OutgoingMail) -> Content | None:
    """To the trainee: it is no longer valid, and why."""
    path = reverse("assessment:my_certificates")
    return _withdrawn(row, settings.SITE_URL + path)


@mail.fills("assessment/certificate_withdrawn_school")
def certificate_withdrawn_school(row: OutgoingMail) -> Content | None:
    """To the school: the same, with the trainee's name."""
    return _withdrawn(row, settings.SITE_URL + reverse("sending:groups"))


def _withdrawn(row: OutgoingMail, url: str) -> Content | None:
    certificate = (
        Certificate.objects.select_related(
            "placement__trainee__tutor", "placement__trainee__group__lead_tutor"
        )
        .filter(pk=row.about_id or 0)
        .first()
    )
    if certificate is None:
        return None
    trainee = certificate.placement.trainee
    context = {
        "trainee": trainee,
        "number": certificate.number,
        "withdrawn_at": certificate.withdrawn_at,
        "reason": certificate.withdraw_reason,
        "url": url,
    }
    return _from(trainee.responsible, context)


@mail.fills("assessment/confirm_certificate")
def confirm_certificate(row: OutgoingMail) -> Content | None:
    """To the company: what the certificate will say of it. Pointless once it has answered."""
    placement = (
        Placement.objects.live()
        .select_related("company", "company_tutor", "trainee__tutor", "trainee__group__lead_tutor")
        .filter(pk=row.about_key)
        .first()
    )
    if placement is None:
        return None
    facts = readiness.gather([placement])[placement.pk]
    if confirming.state([facts])[placement.pk].is_current:
        return None
    trainee = placement.trainee
    context = {
        "trainee": trainee,
        "company_tutor": placement.company_tutor,
        "hours": weeks.hours(facts.signed_minutes),
        "period": presenting.period(placement.starts_on, placement.ends_on),
    }
    tutor, key = placement.company_tutor, placement.public_id
    link = company_link(tutor, "assessment:open_confirm", placement=key)
    return _from(trainee.responsible, context | link)


@mail.fills("assessment/badge_awarded")
def badge_awarded(row: OutgoingMail) -> Content | None:
    """To the trainee: a level of the badge. Pointless once it is withdrawn."""
    issue = (
        BadgeIssue.objects.filter(award__withdrawn_at=None, pk=row.about_id or 0)
        .select_related("level", "award__trainee__tutor", "award__trainee__group__lead_tutor")
        .first()
    )
    if issue is None:
        return None
    trainee = issue.award.trainee
    context = {
        "trainee": trainee,
        "level": issue.level.name,
        "weeks": issue.weeks,
        "url": settings.SITE_URL + reverse("assessment:my_badges"),
    }
    return _from(trainee.responsible, context)


@mail.fills("assessment/badge_withdrawn")
def badge_withdrawn(row: OutgoingMail) -> Content | None:
    """To the trainee: it counts no more, and why."""
    award = (
        BadgeAward.objects.select_related("level", "trainee__tutor", "trainee__group__lead_tutor")
        .filter(pk=row.about_id or 0)
        .first()
    )
    if award is None:
        return None
    context = {
        "trainee": award.trainee,
        "level": award.level.name,
        "withdrawn_at": award.withdrawn_at,
        "reason": award.withdraw_reason,
        "url": settings.SITE_URL + reverse("assessment:my_badges"),
    }
    return _from(award.trainee.responsible, context)


@mail.fills("assessment/self_reminder")
def self_reminder(row: OutgoingMail) -> Content | None:
    """To the trainee: own evaluations that are open. Pointless once they were sent or are closed."""
    placement = _placement(row)
    today = timezone.localdate()
    keys = [key for _pk, key in _wanted(row, row.details.get("slot") or weeks.iso(today))]
    due = {slot.key: slot for slot in home.of(placement.trainee, placement, today).due}
    found = [due[key] for key in keys if key in due]
    if placement.status not in LIVE_STATUSES or not found:
        return None
    first, *others = found
    path = reverse("assessment:self_evaluation", args=[first.key])
    context = {
        "trainee": placement.trainee,
        "title": own_title(first),
        "is_alone": first.kind == EvaluationKind.SELF,
        "also": [own_title(each) for each in others],
        "until": date_format(min(each.closes_on for each in found), _("l j F")),
        "url": settings.SITE_URL + path,
    }
    return _from(placement.trainee.responsible, context)


@mail.fills("assessment/company_reminder")
def company_reminder(row: OutgoingMail) -> Content | None:
    """To the company: the scores of the middle or the end. Pointless once given, or too late."""
    wanted = _wanted(row, row.details.get("slot", ""))
    known = _placements().filter(status__in=LIVE_STATUSES).in_bulk([pk for pk, _key in wanted])
    due = evaluations.due_company(list(known.values()), timezone.localdate())
    found = [
        (known[pk], slot)
        for pk, key in wanted
        if pk in known and (slot := next((s for s in due[pk] if s.key == key), None))
    ]
    if not found:
        return None
    (placement, slot), *others = found
    names = [each.trainee.name for each, _slot in others if each != placement]
    context = {
        "trainee": placement.trainee,
        "company_tutor": placement.company_tutor,
        "number": slot.number,
        "is_final": slot.moment == EvaluationMoment.FINAL,
        "also": list(dict.fromkeys(names)),
    }
    door, key = "assessment:open_scores", placement.public_id
    link = company_link(placement.company_tutor, door, placement=key, week=weeks.iso(slot.monday))
    return _from(placement.trainee.responsible, context | link)


def _wanted(row: OutgoingMail, slot: str) -> list[tuple[int, str]]:
    """Keys of the placements and slots a reminder is about; none for what another mail names."""
    if "within" in row.details:
        return []
    also = [(pk, key) for pk, key in row.details.get("also", [])]
    return [(int(row.about_key), slot), *also]


@mail.fills("assessment/peer_asked")
def peer_asked(row: OutgoingMail) -> Content | None:
    """To another trainee: did you talk it over? Pointless once answered or taken back."""
    asked = (
        PeerRequest.objects.waiting()
        .select_related("peer__tutor", "peer__group__lead_tutor", "evaluation__placement__trainee")
        .filter(pk=row.about_id or 0)
        .first()
    )
    if asked is None:
        return None
    context = {
        "asked": asked.peer,
        "name": asked.evaluation.placement.trainee.first_name,
        "url": settings.SITE_URL + reverse("assessment:peer_asked", args=[asked.public_id]),
    }
    return _from(asked.peer.responsible, context)


def _placement(row: OutgoingMail) -> Placement:
    return _placements().get(pk=row.about_key)


def _placements() -> QuerySet[Placement]:
    related = ("trainee__tutor", "trainee__group__lead_tutor", "company_tutor")
    return Placement.objects.select_related(*related)


@mail.fills("assessment/award_given")
def award_given(row: OutgoingMail) -> Content | None:
    """To the trainee. Pointless once it is withdrawn."""
    award = (
        Award.objects.given()
        .select_related("trainee__tutor", "trainee__group__lead_tutor", "listed")
        .filter(pk=row.about_key)
        .first()
    )
    if award is None:
        return None
    trainee = award.trainee
    context = {
        "trainee": trainee,
        "level": award.get_level_display(),
        "occasion": award.for_what,
        "reason": award.reason,
        "suggested_by": award.suggested_by,
        "url": settings.SITE_URL + reverse("assessment:my_badges"),
    }
    return _from(trainee.responsible, context)


@mail.fills("assessment/results_signed_off")
def results_signed_off(row: OutgoingMail) -> Content | None:
    """To the trainee: where to read the results, and the own remark. Pointless once replaced."""
    sign_off = (
        SignOff.objects.current()
        .select_related("placement__trainee__tutor", "placement__trainee__group__lead_tutor")
        .filter(pk=row.about_id or 0)
        .first()
    )
    if sign_off is None:
        return None
    trainee = sign_off.placement.trainee
    is_open = remarks.is_open(sign_off, timezone.localdate())
    path = reverse("assessment:results", args=[sign_off.moment])
    context = {
        "trainee": trainee,
        "moment": title_of(sign_off.moment),
        "is_new": sign_off.supersedes_id is None,
        "until": date_format(remarks.open_until(sign_off), _("l j F")) if is_open else "",
        "url": settings.SITE_URL + path,
    }
    return _from(trainee.responsible, context)


@mail.fills("assessment/objectives_accepted")
def objectives_accepted(row: OutgoingMail) -> Content | None:
    """To who proposed them: they are in use. Pointless once another version replaced them."""
    return _objectives(row, SetState.IN_USE)


@mail.fills("assessment/objectives_declined")
def objectives_declined(row: OutgoingMail) -> Content | None:
    """To who proposed them: what should be different. Pointless once they were proposed again."""
    return _objectives(row, SetState.DECLINED)


def _objectives(row: OutgoingMail, state: SetState) -> Content | None:
    sets = ObjectiveSet.objects.filter(state=state).select_related(
        "group__lead_tutor", "accepted_by", "declined_by"
    )
    found = sets.filter(pk=row.about_key).first()
    if found is None or found.proposed_at is None:
        return None
    tutor = found.accepted_by if state == SetState.IN_USE else found.declined_by
    if tutor is None:
        return None
    if row.details["proposed_at"] != found.proposed_at.isoformat():
        return None
    path = reverse("sending:groups")
    if found.group:
        path = reverse("sending:objectives", args=[found.group.public_id])
    context = {
        "title": found.title,
        "whom": found.is_for,
        "reason": found.decline_reason,
        "url": settings.SITE_URL + path,
    }
    return _from(tutor, context)
