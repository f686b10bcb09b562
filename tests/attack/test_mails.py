"""Every mail the portal knows, filled from people whose every text is hostile."""

import email
import email.policy
from operator import attrgetter
from pathlib import Path

import pytest
from django.conf import settings

from assessment import proposing
from assessment.models import EvaluationPlan
from imyportal import mail
from imyportal.models import StoredFile
from placements import signing
from placements.absences import telling
from placements.agreements import drafting
from placements.agreements.typed import FIELDS
from placements.entries import DayEntry
from placements.enums import DayKind, RequestStatus, WeekStatus
from placements.models import AgreementRefusal, CorrectionRequest, HourWeek
from placements.visits import wishes
from tests import cast as casting
from tests.attack.poison import PAYLOADS, RAW, poison
from tests.factories import MONDAY, TraineeFactory
from tests.placements import italian
from trainees.models import JourneyStep, PaperHandIn, PaperWanted, Trainee, WayHome


def answered(name):
    """The details of a mail that answers a proposal."""
    return lambda one: {"proposed_at": getattr(one, name).proposed_at.isoformat()}


SPAN = {"first": "2026-03-19", "last": "2026-03-20"}
# Template: (what it is about, its details).
MAILS = {
    "accounts/sign_in_code": ("trainee.user", lambda one: {"nonce": "0" * 32}),
    "accounts/sign_in_by_password": ("tutor", None),
    "accounts/sign_in_by_code": ("trainee.user", None),
    "accounts/sign_in_unknown": ("trainee.user", None),
    "accounts/reset_password": ("tutor", None),
    "accounts/welcome": ("sign_in_link", lambda one: {"by": one.tutor.pk}),
    "accounts/welcome_tutor": ("tutor", lambda one: {"by": one.tutor.pk}),
    "accounts/new_link": ("link", None),
    "accounts/notice": ("tutor", lambda one: {"what": "password"}),
    "assessment/award_given": ("award", None),
    "assessment/badge_awarded": ("badge.current", None),
    "assessment/badge_withdrawn": ("badge", None),
    "assessment/certificate_ready": ("certificate", None),
    "assessment/certificates_ready": ("group", lambda one: {"certificates": [one.certificate.pk]}),
    "assessment/certificate_withdrawn": ("certificate", None),
    "assessment/certificate_withdrawn_school": ("certificate", None),
    "assessment/confirm_certificate": ("placement", None),
    "assessment/company_reminder": ("placement", lambda one: {"slot": "company-2026-W11"}),
    "assessment/peer_asked": ("asked_peer", None),
    "assessment/objectives_accepted": ("agreed", answered("agreed")),
    "assessment/objectives_declined": ("sent_back", answered("sent_back")),
    "assessment/results_signed_off": ("sign_off", None),
    "assessment/self_reminder": ("placement", None),
    "helpdesk/answer": ("ticket_answer", None),
    "helpdesk/urgent": ("ticket_answer", None),
    "helpdesk/line": ("line_answer", None),
    "helpdesk/line_tutor": ("line", lambda one: {"tutor": one.tutor.pk}),
    "helpdesk/callback": ("callback", None),
    "imyportal/file_refused": ("stored_file", None),
    "imyportal/morning": ("tutor", lambda one: {"until": "2026-03-19T13:00:00+01:00"}),
    **{
        f"placements/{name}": (about, lambda one, to=to: to | SPAN)
        for name, about, to in [
            ("absence", "absence", {"to_whom": "company"}),
            ("absence_over", "absence", {"to_whom": "company", "day": "2026-03-19"}),
            ("absence_noticed", "noticed", {"to_whom": "agency"}),
            ("absence_asked", "noticed", {"to_whom": "trainee"}),
            ("absence_paper", "absence", {"to_whom": "trainee"}),
        ]
    },
    "placements/check_in": ("placement", lambda one: {"monday": "2026-03-16", "step": 1}),
    "placements/call_wanted": ("check_in", lambda one: {"tutor": one.tutor.pk}),
    "placements/company_questions": ("company_tutor", lambda one: {"monday": "2026-03-30"}),
    "placements/filled_for_you": ("open", None),
    "placements/hours_reminder": (
        "placement",
        lambda one: {"monday": "2026-03-16", "by_hand": True},
    ),
    "placements/incident_reported": ("tutor", None),
    "placements/not_me": ("company_tutor", None),
    "placements/report": ("report", None),
    "placements/report_answer": ("report_answer", None),
    "placements/request_declined": ("asked", lambda one: {"to_company": False}),
    "placements/sign_reminder": ("company_tutor", None),
    "placements/visit_company": ("stop", lambda one: {"what": "asked", "sequence": 0}),
    "placements/visit_day": ("visit", lambda one: {"what": "fixed", "person": one.sending.user_id}),
    "placements/visit_declined": ("wish", None),
    "placements/week_corrected": ("signed", lambda one: {"to_company": True}),
    "placements/week_returned": ("returned", None),
    "placements/week_sent": ("declared", None),
    "placements/week_signed": ("signed", None),
    "placements/week_signed_copy": ("signed", None),
    "placements/weeks_on_paper": (
        "signed",
        lambda one: {"signatures": [one.signed.signature.pk], "to_company": True},
    ),
    "trainees/breach_written": ("breach", None),
    "trainees/breach_school": ("breach", None),
    "trainees/breach_replied": ("breach", lambda one: {"tutor": one.tutor.pk}),
    "trainees/consent_answered": ("consent", lambda one: {"what": "back", "to_whom": "trainee"}),
    "placements/first_day": ("first_day", None),
    "placements/agreement_to_sign": (
        "agreement",
        lambda one: {"party": "company", "who": one.company_tutor.pk},
    ),
    "placements/agreement_reminder": (
        "agreement",
        lambda one: {"party": "trainee", "who": one.trainee.user_id},
    ),
    "placements/support_shared": ("company_share", None),
    "trainees/support_shared": ("school_share", None),
    "placements/agreement_refused": ("refused_agreement", lambda one: {"tutor": one.tutor.pk}),
    "trainees/papers_due": ("trainee", lambda one: {"papers": [one.missing.pk]}),
    "trainees/paper_returned": ("returned_paper", None),
    "trainees/papers_delivered": (
        "group",
        lambda one: {"papers": [one.paper.pk], "reader": one.sending.pk},
    ),
    "trainees/publications_given": (
        "school",
        lambda one: {"handovers": [one.handover.pk], "reader": one.sending.pk},
    ),
    "trainees/consent_asked": ("guardian", lambda one: {"purpose": "badges"}),
    "trainees/erasure_answered": ("erasure", None),
    "trainees/home_ask": ("way", lambda one: {"step": 2}),
    "trainees/authorisations_asked": ("guardian", lambda one: {}),
    "trainees/authorisation_answered": ("consent", lambda one: {"what": "back"}),
    "trainees/support_news": ("support", lambda one: {"what": "written"}),
    "trainees/guardian_news": ("guardian", lambda one: {"what": "home"}),
    "trainees/home_missed": ("guardian", lambda one: {"way": one.way.pk}),
    "trainees/accompanying_link": ("accompanying", lambda one: {}),
    "trainees/accompanying_news": ("accompanying", lambda one: {"what": "arrived"}),
    "trainees/accompanying_told": ("group", lambda one: {}),
    "trainees/accompanying_missed": (
        "accompanying",
        lambda one: {"home_by": one.way.home_by.isoformat()},
    ),
    "trainees/home_missed_school": (
        "group",
        lambda one: {"home_by": one.way.home_by.isoformat()},
    ),
    "trainees/home_safe": ("arrived", None),
}
HEADERS = {
    "Subject", "From", "To", "Reply-To", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "List-Unsubscribe",
}  # fmt: skip


@pytest.fixture
def cast(db, today):
    today(casting.TODAY)
    cast = casting.gather()
    one = cast.one
    one.stored_file = StoredFile.objects.create(
        place="x",
        kind="pdf",
        name="x.pdf",
        size=1,
        pages=1,
        sha256="0" * 64,
        uploaded_by=one.trainee.user,
    )
    Trainee.objects.filter(pk=one.trainee.pk).update(birth_date="2009-05-04")  # has a guardian
    one.agreed = proposing.propose(one.draft, by=one.sending.user)
    proposing.put_in_use(one.agreed, by=one.tutor)
    one.sent_back = proposing.decline(one.proposal, reason="Too long", by=one.tutor)
    wishes.decline(one.wish, "Easter", by=one.tutor)
    JourneyStep.objects.filter(pk=one.step.pk).update(code="arrived")
    one.arrived = WayHome.objects.create(
        trainee=TraineeFactory(group=one.group, first_name=one.trainee.first_name),
        leaves_on=one.group.leaves_on,
        home_by=casting.NOW,
        home_at=casting.NOW,
        said_how="phone",
        said_by=one.tutor,
    )
    judged = {"judged_by": one.tutor, "judged_at": casting.NOW}
    given = {"delivered_by": one.tutor, "delivered_at": casting.NOW}
    PaperHandIn.objects.filter(pk=one.paper.pk).update(verdict="accepted", **judged, **given)
    italian.known(one.placement)
    plan = drafting.begin(one.placement, "training", by=one.tutor)
    texts = dict.fromkeys(FIELDS, PAYLOADS[0])
    drafting.write(plan, texts, by=one.tutor)
    one.refused_agreement = drafting.send(plan, by=one.tutor)
    AgreementRefusal.objects.create(
        agreement=plan, party="school", name=f"Petra {PAYLOADS[0]}", words="No", user=one.tutor
    )
    names = {"en": f"Report {PAYLOADS[0]}"}
    one.missing = PaperWanted.objects.create(group=one.group, code="missing", names=names)
    one.returned_paper = PaperHandIn.objects.create(
        trainee=one.trainee,
        wanted=PaperWanted.objects.create(group=one.group, code="returned", names=names),
        file=one.stored_file,
        handed_in_by=one.trainee.user,
        verdict="returned",
        note=f"Sign it {PAYLOADS[0]}",
        **judged,
    )
    one.company_share = one.support.shares.get(party="company")
    one.school_share = one.support.shares.get(party="school")
    one.today = one.open.days.last()
    one.today.filled_by = one.tutor
    one.today.save(update_fields=["filled_by"])
    told = telling.tell(one.absence, "company", "absent", **SPAN)
    type(told.mail).objects.filter(pk=told.mail_id).update(sent_at=casting.NOW)
    one.returned = HourWeek.objects.create(
        placement=one.placement,
        monday=one.open.monday + (one.open.monday - one.declared.monday),
        status=WeekStatus.RETURNED,
        returned_at=casting.NOW,
        returned_by="Marco",
        return_reason="Friday is missing",
    )
    one.asked = CorrectionRequest.objects.create(
        week=one.signed,
        date=one.signed.monday,
        link=one.link,
        by_name="Marco",
        reason="Left early",
        status=RequestStatus.DECLINED,
        decided_at=casting.NOW,
        decided_by=one.tutor,
        answer="The hours stay",
    )
    plan = EvaluationPlan.objects.create(group=one.trainee.group, starts_on=MONDAY)
    for kind in ("self", "company"):
        plan.dues.create(kind=kind, moment="week", first_week=1, every=1, opens=3, due=4)
    signing.correct(
        one.signed,
        one.signed.monday,
        DayEntry(DayKind.ILL),
        by=one.tutor,
        reason=f"Was ill {PAYLOADS[0]}",
    )
    return cast


def test_every_mail_template_is_tried():
    folder = Path(settings.BASE_DIR, "templates/emails")
    found = {
        str(path.relative_to(folder)).removesuffix(".subject.txt")
        for path in folder.rglob("*.subject.txt")
    }

    assert set(MAILS) == found


def test_no_mail_breaks_out_of_its_place_or_tells_of_others(cast):
    assert poison() > 100
    wrong, shown = [], 0
    for template, (about, details) in MAILS.items():
        row = mail.queue(
            template,
            to="reader@example.org",
            language="it",
            about=attrgetter(about)(cast.one),
            **(details(cast.one) if details else {}),
        )
        row.refresh_from_db()
        message = mail.render(row)
        if message is None:
            wrong.append(f"{template}: was not made")
            continue
        greeted = {f"says {casting.ONE.guardian}"} if about == "guardian" else set()
        wrong += [f"{template}: {fault}" for fault in faults(message) if fault not in greeted]
        shown += sum("&lt;" in each.content for each in message.alternatives)

    assert wrong == []
    assert shown > 10  # the payloads were there, as text


def faults(message):
    """What is wrong with a message as it goes over the wire."""
    parsed = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    odd = set(parsed.keys()) - HEADERS
    if odd or len(parsed.keys()) != len(set(parsed.keys())):
        yield f"headers {sorted(odd)}"
    if parsed["To"] != "reader@example.org":
        yield f"to {parsed['To']}"
    if message.attachments:
        yield "has an attachment"
    html = parsed.get_body(("html",)).get_content() if parsed.is_multipart() else ""
    yield from (f"HTML holds {each}" for each in RAW if each in html)
    text = parsed.get_body(("plain",)).get_content()
    if "2674" in text:
        yield "a template in a name was filled"
    everything = f"{parsed['Subject']} {parsed['From']} {text} {html}"
    yield from (f"says {word}" for word in vars(casting.OTHER).values() if word in everything)
    yield from (f"says {word}" for word in [casting.ONE.guardian] if word in everything)
