"""Signing in, links, the second factor, people and what they agreed to."""

import time
from datetime import timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.urls import reverse
from django.utils import timezone

from accounts import invitations, links, sessions
from accounts.enums import Purpose
from imyportal import uploads
from imyportal.enums import Action
from tests import uploaded
from tests.factories import (
    GroupFactory,
    GuardianFactory,
    PlacementFactory,
    TraineeFactory,
    UserFactory,
)
from tests.imyportal.deeds import NEW, PASSWORD, deed, tutor
from tests.lists import HEADER, as_csv
from trainees import consents, importing
from trainees.enums import AUTHORISATIONS, ConsentPurpose
from trainees.guardians import authorisations
from trainees.guardians import page as guardian_page

SECRET = "JBSWY3DPEHPK3PXP"


def by_password(browser, user, password=PASSWORD):
    return browser.post("/in/password/", {"login": user.email, "password": password})


def app_code(secret=SECRET):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def with_app(user):
    auth.TOTP.activate(user, SECRET)
    return user


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


@deed(Action.ADDRESS_CORRECTED)
def correct_address(browser):
    guardian = GuardianFactory(trainee__tutor=(by := tutor()))
    browser.force_login(by)
    path = reverse("admin:address", args=["guardian", guardian.pk])
    browser.post(path, {"email": "canary-guardian@x.example"})
    return by


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


@deed(Action.AUTHORISATIONS_CHOSEN)
def choose_authorisations(browser):
    trainee, _link = asked_guardian()
    authorisations.choose(trainee.group, AUTHORISATIONS, by=(by := tutor()))
    return by


@deed(Action.EMERGENCY_CONTACT)
def write_emergency_contact(browser):
    _trainee, link = asked_guardian()
    said = {"name": "canary-name", "relation": "canary", "phone": "+49231123456"}
    guardian_page.write_contact(link.holder, **said, languages=["de"], by=link)
    return link


@deed(Action.NEWS_SWITCHED)
def switch_news_off(browser):
    _trainee, link = asked_guardian()
    guardian_page.switch_news(link.holder, wants=False, by=link)
    return link
