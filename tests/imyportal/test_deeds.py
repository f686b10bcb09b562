"""Every deed of the list is noted when it is done: once, and with who did it."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from cryptography.hazmat.primitives.asymmetric import ed25519
from django.urls import reverse
from django.utils import timezone, translation

from accounts import invitations, links, sessions
from accounts.enums import Purpose
from assessment import (
    awards,
    certificates,
    confirming,
    numbering,
    peers,
    plans,
    proposing,
    readiness,
    remarks,
    requirements,
    sharing,
    written_models,
)
from assessment.badges import awarding
from assessment.credentials import keys
from assessment.models import Certificate
from imyportal import uploads
from imyportal.admin import audit as trail
from imyportal.enums import Action, ActorKind
from imyportal.models import AuditEvent
from placements import exports, hours, on_behalf, paper, planning, requests, signing
from placements.entries import DayEntry
from placements.enums import DayKind, LimitKind, PlacementStatus, SignedHow, WeekStatus
from placements.models import HourWeek, Placement
from placements.worktime import exceptions
from tests import uploaded
from tests.assessment import issuing, observing, sets
from tests.assessment.ready import ready_placement
from tests.factories import (
    MONDAY,
    GroupFactory,
    GuardianFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
    filled_week,
)
from tests.lists import HEADER, as_csv
from trainees import consents, importing, journey
from trainees.enums import ConsentPurpose
from trainees.models import JourneyStep

PASSWORD, NEW = "odd lantern seven rivers", "another lantern, nine rivers"
SECRET = "JBSWY3DPEHPK3PXP"
# What people wrote, and what is nobody's business: never in the trail.
CANARIES = ("canary-note", "canary-reason", "canary-guardian", "canary-emergency", PASSWORD, NEW)

DEEDS = {}
PORTAL = ActorKind.PORTAL  # done by a worker or a command


def deed(action):
    """The function does `action` in a browser or by itself, and gives back who did it."""

    def register(function):
        DEEDS[action] = function
        return function

    return register


def tutor(**fields):
    user = UserFactory(tutor=True, **fields)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def by_password(browser, user, password=PASSWORD):
    return browser.post("/in/password/", {"login": user.email, "password": password})


def app_code(secret=SECRET):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def with_app(user):
    auth.TOTP.activate(user, SECRET)
    return user


# --- Coming in --------------------------------------------------------------------------------


@deed(Action.SIGNED_IN)
def sign_in(browser):
    by_password(browser, user := tutor())
    return user


@deed(Action.SIGN_IN_FAILED)
def fail_to_sign_in(browser):
    by_password(browser, tutor(), NEW)


@deed(Action.SIGNED_OUT)
def sign_out(browser):
    browser.force_login(user := UserFactory())
    browser.post("/out/")
    return user


@deed(Action.ALL_SIGNED_OUT)
def sign_out_everywhere(browser):
    sessions.end_all(UserFactory(), by=(admin := UserFactory(admin=True)))
    return admin


@deed(Action.FACTOR_SET)
@deed(Action.RECOVERY_MADE)
def set_up_app(browser):
    by_password(browser, user := tutor())
    browser.get("/in/security/app/")
    secret = browser.session["mfa.totp.secret"]
    browser.post("/in/security/app/", {"code": app_code(secret)})
    return user


@deed(Action.FACTOR_USED)
def use_app(browser):
    by_password(browser, user := with_app(tutor()))
    browser.post("/in/factor/", {"code": app_code()})
    return user


@deed(Action.RECOVERY_USED)
def use_recovery_code(browser):
    code = RecoveryCodes.activate(user := with_app(tutor())).get_unused_codes()[0]
    by_password(browser, user)
    browser.post("/in/factor/", {"code": code})
    return user


@deed(Action.FACTOR_REMOVED)
def take_app_away(browser):
    sessions.take_factor_away(with_app(tutor()), by=(admin := UserFactory(admin=True)))
    return admin


@deed(Action.PASSWORD_CHANGED)
def change_password(browser):
    browser.force_login(user := tutor())
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    browser.post("/in/security/password/", typed)
    return user


@deed(Action.LINK_USED)
def open_link(browser):
    tutor = PlacementFactory().company_tutor
    browser.come_in(link := links.for_holder(Purpose.COMPANY, tutor))
    return link


@deed(Action.LINK_REVOKED)
def say_not_me(browser):
    browser.come_in(link := links.for_holder(Purpose.COMPANY, PlacementFactory().company_tutor))
    browser.post(reverse("company:not_me"), {"note": "canary-note"})
    return link


# --- People -----------------------------------------------------------------------------------


def change_person(browser, **changed):
    user = UserFactory(first_name="Anna", last_name="Neri", tutor=True)
    admin = UserFactory(admin=True)
    browser.force_login(admin)
    data = {"email": user.email, "first_name": "Anna", "last_name": "Neri", "language": "en"}
    data |= {"is_staff": "on", "is_active": "on"} | changed
    path = reverse("admin:accounts_user_change", args=[user.pk])
    browser.post(path, {name: value for name, value in data.items() if value})
    return admin


@deed(Action.RIGHTS_CHANGED)
def change_rights(browser):
    return change_person(browser, is_superuser="on")


@deed(Action.PERSON_CLOSED)
def close_account(browser):
    return change_person(browser, is_active="")


@deed(Action.PERSON_ADDED)
def add_person(browser):
    browser.force_login(admin := UserFactory(admin=True))
    data = {"email": "new@imy.example", "language": "en", "is_staff": "on", "is_active": "on"}
    browser.post(reverse("admin:accounts_user_add"), data)
    return admin


@deed(Action.PERSON_INVITED)
def invite(browser):
    invitations.invite(UserFactory(), by := UserFactory(tutor=True))
    return by


@deed(Action.TRAINEE_VIEWED)
def look_at_trainee(browser):
    trainee = TraineeFactory(emergency_name="canary-emergency")
    GuardianFactory(trainee=trainee, name="canary-guardian")
    browser.force_login(by := trainee.group.lead_tutor)
    browser.get(trainee.get_absolute_url())
    return by


@deed(Action.FILE_ADDED)
def hand_file_in(browser):
    stored = uploads.take_in(uploaded.upload(uploaded.pdf(), "canary-note.pdf"), by=(by := tutor()))
    assert stored.name == "canary-note.pdf"
    return by


@deed(Action.LIST_IMPORTED)
def bring_list_in(browser):
    group = GroupFactory()
    content = as_csv([HEADER, ["Groß", "Mia", "04.05.2009", "mia@x.example"]])
    pending = importing.hand_in(group, content, "canary-note.csv", by=group.lead_tutor)
    importing.apply_import(pending, by=group.lead_tutor)
    return group.lead_tutor


def asked_guardian():
    trainee = TraineeFactory(birth_date=timezone.localdate() - timedelta(days=6000))
    guardian = GuardianFactory(trainee=trainee, name="Anna", email="anna@home.example")
    return trainee, links.create(Purpose.GUARDIAN, guardian)


@deed(Action.CONSENT_ASKED)
def ask_guardian(browser):
    trainee, _link = asked_guardian()
    consents.ask_guardians(trainee, ConsentPurpose.BADGES, by=trainee.user)
    return trainee.user


def guardian_answers(**said):
    _trainee, link = asked_guardian()
    consents.answer(link, ConsentPurpose.BADGES, version=1, language="en", **said)
    return link


@deed(Action.CONSENT_GIVEN)
def agree_as_guardian(browser):
    return guardian_answers(agrees=True)


@deed(Action.CONSENT_REFUSED)
def refuse_as_guardian(browser):
    return guardian_answers(agrees=False)


@deed(Action.CONSENT_ENDED)
def take_consent_back(browser):
    trainee = TraineeFactory()
    consents.agree(trainee, ConsentPurpose.BADGES, by=trainee.user, language="en")
    consents.take_back(trainee, ConsentPurpose.BADGES, by=trainee.user)
    return trainee.user


# --- Placements and weeks ---------------------------------------------------------------------


@deed(Action.PLACEMENT_CONFIRMED)
def confirm(browser):
    placement = PlacementFactory(full_time=True, status=PlacementStatus.PROPOSED)
    planning.confirm(placement, by=(by := tutor()))
    return by


@deed(Action.PLACEMENT_INTERRUPTED)
def interrupt(browser):
    last = MONDAY + timedelta(days=4)
    planning.interrupt(
        PlacementFactory(), by=(by := tutor()), last_day=last, reason="canary-reason"
    )
    return by


@deed(Action.PLACEMENT_CANCELLED)
def cancel(browser):
    planning.cancel(PlacementFactory(), by=(by := tutor()), reason="canary-reason")
    return by


def agreed_exception():
    row = {"kind": LimitKind.DAY, "first": MONDAY, "last": MONDAY, "reason": "canary-reason"}
    return exceptions.agree(PlacementFactory(), **row, by=tutor())


@deed(Action.EXCEPTION_AGREED)
def agree_exception(browser):
    return agreed_exception().by


@deed(Action.EXCEPTION_WITHDRAWN)
def withdraw_exception(browser):
    exceptions.withdraw(agreed_exception(), by=(by := tutor()))
    return by


@deed(Action.HOURS_FILLED_FOR)
def fill_in_for(browser):
    placement = PlacementFactory(full_time=True)
    entries = {MONDAY: DayEntry(DayKind.OFF)}
    on_behalf.fill_week(placement, MONDAY, entries, by=(by := tutor()), version=0)
    return by


@deed(Action.WEEK_DECLARED)
def declare(browser):
    week = filled_week()
    by = week.placement.trainee.user
    hours.save_day(week.placement, MONDAY, DayEntry(DayKind.ILL, note="canary-note"), by=by)
    version = HourWeek.objects.get().version
    hours.declare_week(week.placement, MONDAY, by=by, version=version)
    return by


@deed(Action.WEEK_TAKEN_BACK)
def take_back(browser):
    week = filled_week(WeekStatus.DECLARED)
    hours.take_back(week, by=(by := week.placement.trainee.user))
    return by


@deed(Action.WEEK_RETURNED)
def send_back(browser):
    week = filled_week(WeekStatus.DECLARED)
    link = links.for_holder(Purpose.COMPANY, week.placement.company_tutor)
    reason = {"reason": "canary-reason", "version": week.version}
    signing.return_week(week, by_name="Marco", link=link, **reason)
    return link


def signed_week():
    week = filled_week(WeekStatus.DECLARED)
    link = links.for_holder(Purpose.COMPANY, week.placement.company_tutor)
    how = {"how": SignedHow.LINK, "button": "Firma", "version": week.version}
    signing.sign_week(week, name="Marco", role="Tutor", link=link, **how)
    return week, link


@deed(Action.WEEK_SIGNED)
def sign(browser):
    return signed_week()[1]


@deed(Action.WEEK_CORRECTED)
def correct(browser):
    week, _link = signed_week()
    entry = DayEntry(DayKind.ABSENT, note="canary-note")
    signing.correct(week, MONDAY, entry, by=(by := tutor()), reason="canary-reason")
    return by


def scanned_week():
    week = filled_week(WeekStatus.DECLARED)
    how = {"name": "Marco", "signed_on": MONDAY + timedelta(days=4), "button": "Mark"}
    sheet = uploaded.upload(uploaded.pdf(), "canary-note.pdf")
    shown = {MONDAY: week.version}
    return paper.mark_signed(week.placement, shown, file=sheet, by=tutor(), **how)[0]


@deed(Action.WEEK_MARKED)
def mark_as_signed_on_paper(browser):
    return scanned_week().user


@deed(Action.WEEK_SCANNED)
def add_scan(browser):
    sheet = uploaded.upload(uploaded.pdf(), "canary-note.pdf")
    paper.add_scan(scanned_week(), file=sheet, reason="canary-reason", by=(by := tutor()))
    return by


@deed(Action.FILE_DOWNLOADED)
def download_scan(browser):
    placement = scanned_week().week.placement
    browser.force_login(by := placement.trainee.user)
    path = reverse("placements:scan", args=[placement.public_id, MONDAY, 1])
    browser.get(path).getvalue()
    return by


@deed(Action.CHART_PRINTED)
def print_chart(browser):
    placement = filled_week().placement
    browser.force_login(by := placement.trainee.user)
    browser.post(reverse("placements:chart", args=[placement.public_id]))
    return by


def asked_correction():
    week, link = signed_week()
    entry = DayEntry(DayKind.ABSENT)
    return requests.ask(week, day=MONDAY, wanted=entry, by=link, reason="canary-reason"), link


@deed(Action.CORRECTION_ASKED)
def ask_for_correction(browser):
    return asked_correction()[1]


@deed(Action.CORRECTION_DECLINED)
def decline_correction(browser):
    requests.decline(asked_correction()[0], by=(by := tutor()), answer="canary-reason")
    return by


@deed(Action.DATA_EXPORTED)
def export(browser):
    group = filled_week().placement.trainee.group
    how = {"form": "csv", "with_reasons": True}
    exports.answer(group, viewer=group.lead_tutor, **how)
    return group.lead_tutor


# --- Learning ---------------------------------------------------------------------------------


@deed(Action.EVALUATION_GIVEN)
def evaluate(browser):
    observing.give_self(placement := PlacementFactory(), comment="canary-note")
    return placement.trainee.user


def asked():
    given = observing.give_peer(PlacementFactory())
    return given, given.requests.get()


@deed(Action.PEER_ASKED)
def ask_another_trainee(browser):
    given, _request = asked()
    return given.placement.trainee.user


@deed(Action.PEER_ANSWERED)
def decline_to_confirm(browser):
    _given, request = asked()
    peers.decline(request, word="canary-reason", by=request.peer.user)
    return request.peer.user


@deed(Action.PLAN_CHANGED)
def change_when_evaluations_are_due(browser):
    plans.change(GroupFactory(), [plans.Due("self", "start")], by=(by := tutor()))
    return by


@deed(Action.MODEL_WRITTEN)
def write_a_model(browser):
    objective = observing.standard_set().objectives[0]
    written_models.write(objective, texts={"en": "canary-note"}, by=(by := tutor()))
    return by


def suggested():
    placement = PlacementFactory()
    link = links.create(Purpose.COMPANY, placement.company_tutor)
    fields = {"occasion": "canary-note", "level": 1, "reason": "canary-reason"}
    return awards.suggest(placement, name="Marco", link=link, **fields), link


@deed(Action.AWARD_SUGGESTED)
def suggest_award(browser):
    return suggested()[1]


@deed(Action.AWARD_GIVEN)
def give_award(browser):
    awards.confirm(suggested()[0], by=(by := tutor()))
    return by


@deed(Action.AWARD_DECLINED)
def decline_award(browser):
    awards.decline(suggested()[0], by=(by := tutor()), reason="canary-reason")
    return by


@deed(Action.AWARD_WITHDRAWN)
def withdraw_award(browser):
    award = awards.confirm(suggested()[0], by=tutor())
    awards.withdraw(award, by=(by := tutor()), reason="canary-reason")
    return by


@deed(Action.OBJECTIVES_PROPOSED)
def propose_objectives(browser):
    return sets.proposed(GroupFactory()).proposed_by


@deed(Action.OBJECTIVES_DECLINED)
def decline_objectives(browser):
    found, by = sets.proposed(GroupFactory()), tutor()
    proposing.decline(found, by=by, reason="canary-reason")
    return by


@deed(Action.OBJECTIVES_IN_USE)
def use_objectives(browser):
    found, by = sets.proposed(GroupFactory()), tutor()
    proposing.put_in_use(found, by=by)
    return by


@deed(Action.REQUIREMENTS_CHANGED)
def change_requirements(browser):
    requirements.set_for(GroupFactory(), {}, by=(by := tutor()))
    return by


def ticked():
    trainee = TraineeFactory()
    step = JourneyStep.objects.create(group=trainee.group, code="x", names={"en": "Read"})
    journey.tick(trainee, step, by=trainee.user)
    return trainee, step


@deed(Action.STEP_TICKED)
def tick_step(browser):
    return ticked()[0].user


@deed(Action.STEP_UNTICKED)
def untick_step(browser):
    trainee, step = ticked()
    journey.untick(trainee, step, by=trainee.user)
    return trainee.user


@deed(Action.RESULTS_SIGNED_OFF)
def sign_off(browser):
    placement = ready_placement(signed_off=False)
    return observing.sign_off(placement, reason="canary-reason", reliability=70).signed_by


def signed_off():
    sign_off = ready_placement().sign_offs.get()
    return sign_off, sign_off.placement.trainee.user


@deed(Action.RESULTS_REMARKED)
def remark(browser):
    sign_off, by = signed_off()
    remarks.write(sign_off, text="canary-note", printed=True, by=by)
    return by


@deed(Action.TALK_ASKED)
def ask_for_talk(browser):
    sign_off, by = signed_off()
    remarks.ask_for_talk(sign_off, by=by)
    return by


@deed(Action.TALK_HELD)
def hold_talk(browser):
    sign_off, trainee = signed_off()
    remarks.ask_for_talk(sign_off, by=trainee)
    remarks.hold_talk(sign_off, by=(by := tutor()))
    return by


def issued():
    certificates.request([ready_placement()], by=(by := tutor()))
    return Certificate.objects.get(), by


@deed(Action.CERTIFICATE_ISSUED)
def issue(browser):
    return issued()[1]


@deed(Action.CERTIFICATE_WITHDRAWN)
def withdraw(browser):
    certificates.withdraw(issued()[0], by=(by := tutor()), reason="canary-reason")
    return by


@deed(Action.CERTIFICATE_REISSUED)
def reissue(browser):
    certificates.reissue(issued()[0], by=(by := tutor()), reason="canary-reason")
    return by


def answered(**answer):
    facts = readiness.gather([placement := ready_placement()])[placement.pk]
    link = links.for_holder(Purpose.COMPANY, placement.company_tutor)
    words = {"name": "Marco", "role": "", "button": "Conferma", "ip": None}
    confirming.answer(facts, shown=confirming.digest(facts), link=link, **words, **answer)
    return link


@deed(Action.CERTIFICATE_CONFIRMED)
def confirm_certificate(browser):
    return answered()


@deed(Action.CERTIFICATE_DOUBTED)
def doubt(browser):
    return answered(wrong="canary-note")


@deed(Action.CERTIFICATE_CONFIRMATION_ASKED)
def ask_to_confirm(browser):
    facts = readiness.gather([placement := ready_placement()])[placement.pk]
    confirming.ask(facts, by=(by := tutor()))
    return by


@deed(Action.CERTIFICATES_PACKED)
def pack(browser):
    certificate, _by = issued()
    certificates.render_due()
    group = certificate.placement.trainee.group
    browser.force_login(group.lead_tutor)
    assert browser.get(reverse("assessment:group_zip", args=[group.public_id])).getvalue()
    return group.lead_tutor


@deed(Action.NUMBERS_ENTERED)
def enter_numbers(browser):
    placement = PlacementFactory()
    entered = {placement.pk: {"europass_number": "canary-note", "mobility_id": ""}}
    numbering.enter(placement.trainee.group, entered, by=(by := tutor()))
    return by


@deed(Action.CERTIFICATE_DOWNLOADED)
def download(browser):
    certificate, _by = issued()
    certificates.render_due()
    browser.force_login(by := Placement.objects.get().trainee.user)
    browser.get(certificate.get_absolute_url()).getvalue()
    return by


@deed(Action.BADGE_AWARDED)
def award(browser):
    issuing.awarded()
    return PORTAL


@deed(Action.BADGE_CHOSEN)
def choose_what_a_badge_shows(browser):
    award = issuing.awarded()
    sharing.choose(award, full_name=True, results=False, by=(by := award.trainee.user))
    return by


@deed(Action.BADGE_DOWNLOADED)
def download_own_badge(browser):
    award = issuing.awarded()
    browser.force_login(by := award.trainee.user)
    browser.get(reverse("assessment:badge_file", args=[award.code, "jwt"]))
    return by


@deed(Action.BADGE_WITHDRAWN)
def withdraw_badge(browser):
    awarding.withdraw(issuing.awarded(), by=(by := tutor()), reason="canary-reason")
    return by


@deed(Action.KEY_MADE)
def make_key(browser):
    keys.keep(ed25519.Ed25519PrivateKey.generate())
    return PORTAL


@deed(Action.KEY_RETIRED)
def retire_key(browser):
    keys.retire(keys.keep(ed25519.Ed25519PrivateKey.generate()))
    return PORTAL


@deed(Action.KEY_COMPROMISED)
def lose_key(browser):
    keys.mark_compromised(keys.keep(ed25519.Ed25519PrivateKey.generate()))
    return PORTAL


def test_exception_stands_in_the_trail_of_its_placement_trainee_and_group_in_one_language(db):
    placement = PlacementFactory()
    row = {"kind": LimitKind.DAY, "first": MONDAY, "last": MONDAY, "reason": "canary-reason"}
    trainee = placement.trainee

    with translation.override("it"):
        exceptions.agree(placement, **row, by=tutor())

    event = AuditEvent.objects.get(action=Action.EXCEPTION_AGREED)
    day = f"{MONDAY:%Y-%m-%d}"
    assert event.about == f"{trainee}, {placement.company}: {LimitKind.DAY.label}, {day} – {day}"
    for whole in (placement, trainee, trainee.group):
        found = trail.about(whole._meta.label_lower, str(whole.pk))
        assert event in AuditEvent.objects.filter(found), whole


# --- All of them ------------------------------------------------------------------------------


@pytest.mark.parametrize("action", Action)
def test_deed_is_noted_once_with_who_did_it(
    db, client, action, settings, today, tmp_path, django_capture_on_commit_callbacks
):
    if not action.value.startswith(("certificate.", "factor.", "results.")):
        today("2026-03-06")
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STAFF_MFA = action.value.startswith("factor.")

    with django_capture_on_commit_callbacks(execute=True):
        by = DEEDS[action](client)

    event = AuditEvent.objects.get(action=action)
    if by is None or by == PORTAL:
        assert event.actor_kind == (by or ActorKind.NOBODY)
    elif event.link_id:
        assert (event.link_id, event.actor) == (by.pk, str(by.holder))
    else:
        assert (event.user, event.actor) == (by, str(by))
    trail = str(list(AuditEvent.objects.values()))
    assert [word for word in CANARIES if word in trail] == []
