"""The company confirms by its link what a certificate will say."""

from urllib.parse import urlsplit

import pytest
from django.core import mail as outbox
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from assessment import attention, certificate_pdf, certificates, confirming, readiness
from assessment.enums import ConfirmationAnswer
from assessment.models import CompanyConfirmation
from imyportal import mail, weeks
from imyportal.models import OutgoingMail
from placements.enums import WeekStatus
from placements.models import Placement
from tests.factories import filled_week

from .ready import ready_group, ready_placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement():
    return ready_placement(tasks="Wired\nTested", objective="To learn")


def come_in(client, placement):
    link = links.for_holder(Purpose.COMPANY, placement.company_tutor)
    client.get(reverse("company:open", args=[links.token_of(link)]))
    return reverse("assessment:confirm", args=[placement.public_id])


def state(placement):
    facts = readiness.gather([Placement.objects.get(pk=placement.pk)])
    return confirming.state(facts.values())[placement.pk]


def press(client, page, do="confirm", **typed):
    digest = client.get(page).context["form"].initial["digest"]
    return client.post(page, {"digest": digest, "do": do, "wrong": ""} | typed, follow=True)


def test_page_shows_what_the_certificate_says_and_one_button_confirms_it(client, placement):
    page = come_in(client, placement)

    html = client.get(page).content.decode()
    after = press(client, page).content.decode()

    for word in [placement.trainee.name, placement.company.name, "37:30", "Wired", "To learn"]:
        assert word in html
    assert html.count('value="confirm"') == 1
    assert '<p class="mt-0" lang="en">To learn</p>' in html
    assert '<ul class="mb-0" lang="en"><li>Wired</li><li>Tested</li></ul>' in html
    assert "Confermato. Grazie" in after
    kept = CompanyConfirmation.objects.get()
    assert (kept.answer, kept.name, kept.button) == (
        ConfirmationAnswer.CONFIRMED,
        placement.company_tutor.name,
        "Conferma",
    )
    assert kept.ip == "127.0.0.1"
    assert state(placement).is_confirmed


def test_list_and_thanks_lead_there_until_it_is_confirmed(client, placement):
    page = come_in(client, placement)

    before = client.get(reverse("company:weeks")).content.decode()
    press(client, page)
    after = client.get(reverse("company:weeks")).content.decode()

    assert (page in before, page in after) == (True, False)


def test_page_what_is_wrong_reaches_the_board_and_needs_words(client, placement):
    page = come_in(client, placement)

    empty = press(client, page, "wrong")
    press(client, page, "wrong", wrong="We never tested.")

    assert "Scrivere che cosa va corretto." in empty.content.decode()
    assert state(placement).last.text == "We never tested."
    found = attention.signals(placement.trainee.group.lead_tutor, timezone.now())
    assert "The company wants the certificate corrected" in [each.text for each in found]


def test_page_before_the_last_week_is_signed_is_not_there(client):
    placement = ready_placement(week=WeekStatus.DECLARED)

    assert client.get(come_in(client, placement)).status_code == 404


def test_page_of_another_company_is_not_there(client, placement):
    page = come_in(client, ready_placement())

    assert (
        client.get(page.replace(page.split("/")[-2], str(placement.public_id))).status_code == 404
    )


@pytest.mark.parametrize(
    "change", [{"tasks": "Something else"}, {"objective": "Another one"}], ids=str
)
def test_confirmation_is_void_when_what_it_covers_changes(client, placement, change):
    page = come_in(client, placement)
    press(client, page)

    Placement.objects.filter(pk=placement.pk).update(**change)

    assert not state(placement).is_current
    assert "cambiato dopo la Sua ultima risposta" in client.get(page).content.decode()


def test_answer_to_what_was_changed_meanwhile_is_refused_and_shown_anew(client, placement):
    page = come_in(client, placement)
    digest = client.get(page).context["form"].initial["digest"]
    Placement.objects.filter(pk=placement.pk).update(tasks="Something else")

    answer = client.post(page, {"digest": digest, "do": "confirm", "wrong": ""})

    assert answer.status_code == 409
    assert "Something else" in answer.content.decode()
    assert not CompanyConfirmation.objects.exists()
    fresh = state(placement).digest
    assert f'value="{fresh}"' in answer.content.decode()


def test_confirm_twice_is_once(client, placement):
    page = come_in(client, placement)
    digest = client.get(page).context["form"].initial["digest"]

    for _each in range(2):
        client.post(page, {"digest": digest, "do": "confirm", "wrong": ""})

    assert CompanyConfirmation.objects.count() == 1


def test_confirmation_cannot_be_changed_or_taken_away(client, placement):
    press(client, come_in(client, placement))

    for change in (lambda rows: rows.update(name="X"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="kept as they are"), transaction.atomic():
            change(CompanyConfirmation.objects.all())


def test_certificate_prints_the_confirmation_in_place_of_the_signature(client):
    group = ready_group(1, language="de")
    placement = Placement.objects.get()
    press(client, come_in(client, placement))

    content = certificates.request([placement], by=group.lead_tutor)[0].content

    company = certificate_pdf.page(content)["signatures"][0]
    assert company["when"].startswith("Confirmed electronically, ")
    assert company["also"].startswith("Elektronisch bestätigt, ")
    assert content["confirmed_digest"] == state(placement).digest


def test_ask_mails_the_link_once_and_not_after_the_answer(client, placement):
    tutor = placement.trainee.group.lead_tutor
    client.force_login(tutor)
    page = reverse("admin:placements_placement_ask_company", args=[placement.pk])

    said = [client.post(page, follow=True).content.decode() for _each in range(2)]
    mail.deliver_due()

    sent = [each for each in outbox.outbox if placement.company_tutor.email in each.to]
    assert len(sent) == 1 and "/c/" in sent[0].body
    assert "gets an e-mail with the link" in said[0]
    assert "has that e-mail already" in said[1]


def test_desk_says_what_the_company_answered(client, placement):
    press(client, come_in(client, placement), "wrong", wrong="We never tested.")
    client.force_login(placement.trainee.group.lead_tutor)
    page = reverse("admin:trainees_group_certificates", args=[placement.trainee.group_id])

    assert "Company: We never tested." in client.get(page).content.decode()


def test_mailed_button_opens_that_certificate_whatever_else_waits(client, placement):
    facts = readiness.gather([placement])[placement.pk]
    confirming.ask(facts, by=placement.trainee.responsible)
    message = mail.render(OutgoingMail.objects.get())
    path = urlsplit(next(word for word in message.body.split() if "/c/" in word)).path

    answer = client.get(path)

    assert answer.headers["Location"] == reverse("assessment:confirm", args=[placement.public_id])
    assert "Wired" in client.get(answer.headers["Location"]).content.decode()


def test_week_to_sign_shows_the_certificate_that_waits_too(client, placement):
    page = come_in(client, placement)
    tutor = {"company": placement.company, "company_tutor": placement.company_tutor}
    other = filled_week(WeekStatus.DECLARED, **tutor)
    address = [other.placement.public_id, weeks.iso(other.monday)]

    week = client.get(reverse("company:week", args=address))

    assert f'href="{page}"' in week.content.decode()
