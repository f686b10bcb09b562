"""Certificates, badges and the keys they are signed with."""

from cryptography.hazmat.primitives.asymmetric import ed25519
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from assessment import certificates, confirming, numbering, readiness, sharing
from assessment.badges import awarding
from assessment.credentials import keys
from assessment.models import Certificate
from imyportal.enums import Action
from placements.models import Placement
from tests.assessment import issuing
from tests.assessment.ready import ready_placement
from tests.factories import PlacementFactory
from tests.imyportal.deeds import PORTAL, deed, tutor


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
    entered = {placement.pk: {"europass_number": "canary-note-1", "mobility_id": ""}}
    numbering.enter(placement.trainee.group, entered, by=(by := tutor()))
    return by


@deed(Action.CERTIFICATE_PREVIEWED)
def preview(browser):
    placement = ready_placement()
    browser.force_login(by := placement.trainee.group.lead_tutor)
    page = reverse("admin:placements_placement_certificate_preview", args=[placement.pk])
    assert browser.get(page).content.startswith(b"%PDF")
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
