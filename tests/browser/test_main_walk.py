"""The main walk: from a school's list to a certificate that a stranger checks."""

import re

import pytest

from accounts.models import User
from assessment import certificates
from assessment.models import Certificate
from placements.models import HourWeek, Placement, WeekSignature
from tests.assessment.observing import give_self, standard_set
from tests.browser.people import code_in, every, link_in, post_comes, shown, sign_in
from tests.factories import UserFactory
from tests.services import until
from trainees import journey
from trainees.enums import StepTicker
from trainees.models import JourneyStep, Trainee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = """Teilnehmerliste Lindenhof;;;;\r
;;;;\r
Nachname;Vorname;Geburtsdatum;E-Mail;Berufsfeld\r
Großmann;Käthe;18.08.2006;kathe@lindenhof.example;Mechatronics\r
Böhm;Paul;31.02.2006;paul@lindenhof.example;Mechatronics\r
"""


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def test_main_walk(browse, axe, shoot, today, tmp_path):
    standard_set()
    today("2026-03-06 08:00")
    tutor = UserFactory(admin=True, email="giulia@imy.example", first_name="Giulia")
    desk = browse("desktop")
    sign_in(desk, tutor)

    enter_group(desk, tutor)
    bring_list_in(desk, shoot, tmp_path)
    agree_on_placement(desk, shoot)
    desk.wait_for_load_state("networkidle")
    today("2026-03-13 16:00")
    fill_week(browse("phone"), axe, shoot)
    sign_by_mail(browse("phone", language="it"), axe, shoot)
    today("2026-03-14 09:00")
    sign_in(desk, tutor)
    evaluate(desk, axe, shoot)
    issue(desk, axe, shoot)
    check_as_stranger(browse("phone"), axe, shoot)


def enter_group(desk, tutor):
    desk.goto("/admin/trainees/sendingorganisation/add/")
    desk.fill("#id_name", "Berufskolleg Lindenhof")
    desk.fill("#id_country", "DE")
    desk.click("input[name=_save]")
    desk.goto("/admin/trainees/group/add/")
    desk.fill("#id_name", "Lindenhof, Mechatronics")
    choose(desk, "organisation", "Berufskolleg Lindenhof")
    choose(desk, "lead_tutor", str(tutor))
    desk.fill("#id_arrives_on", "2026-03-07")
    desk.fill("#id_leaves_on", "2026-03-14")
    desk.click("input[name=_save]")
    assert "Lindenhof, Mechatronics" in shown(desk, ".success")


def choose(desk, name, label):
    """The option of a select that begins with `label`."""
    field = desk.locator(f"#id_{name}")
    option = field.locator("option", has_text=re.compile(rf"^\s*{re.escape(label)}")).first
    field.select_option(value=option.get_attribute("value"))


def bring_list_in(desk, shoot, tmp_path):
    (tmp_path / "liste.csv").write_bytes(LIST.encode("cp1252"))
    desk.goto("/admin/trainees/group/")
    desk.get_by_role("link", name="Lindenhof, Mechatronics").first.click()
    desk.get_by_role("link", name="Bring in trainees").click()
    desk.set_input_files("input[type=file]", tmp_path / "liste.csv")
    desk.get_by_role("button", name="Look at the list").click()
    shoot(desk, "walk-1-list")
    assert "Großmann" in shown(desk)
    assert not Trainee.objects.exists()
    desk.get_by_role("button", name=re.compile("Bring in 1")).click()
    until(Trainee.objects.exists, what="the trainee")
    assert [t.name for t in Trainee.objects.all()] == ["Käthe Großmann"]


def agree_on_placement(desk, shoot):
    desk.goto("/admin/placements/hostcompany/add/")
    desk.fill("#id_name", "Bartolini Impianti S.r.l.")
    desk.fill("#id_address", "Via della Ferrovia 12, Pistoia")
    desk.click("input[name=_save]")
    desk.goto("/admin/placements/companytutor/add/")
    choose(desk, "company", "Bartolini Impianti S.r.l.")
    desk.fill("#id_first_name", "Marco")
    desk.fill("#id_last_name", "Bartolini")
    desk.fill("#id_email", "marco@bartolini.example")
    desk.click("input[name=_save]")
    desk.goto("/admin/placements/placement/add/")
    choose(desk, "trainee", "Käthe Großmann")
    choose(desk, "company", "Bartolini Impianti S.r.l.")
    choose(desk, "company_tutor", "Marco Bartolini")
    desk.fill("#id_starts_on", "2026-03-09")
    desk.fill("#id_ends_on", "2026-03-13")
    desk.fill("#id_tasks", "Wired control cabinets\nRead wiring diagrams")
    shoot(desk, "walk-2-placement")
    desk.click("input[name=_save]")
    until(Placement.objects.exists, what="the placement")
    placement = Placement.objects.get()
    desk.goto("/admin/placements/placement/")
    desk.locator(f"input.action-select[value='{placement.pk}']").check()
    desk.locator("select[name=action]").select_option(value="confirm")
    desk.locator("button[name=index]").click()
    until(Placement.objects.filter(status="confirmed").exists, what="the confirmation")
    placement.refresh_from_db()
    assert (placement.status, placement.timetable.count()) == ("confirmed", 5)


def fill_week(phone, axe, shoot):
    phone.goto("/in/")
    phone.get_by_label("E-mail address").fill("kathe@lindenhof.example")
    phone.get_by_role("button", name="Send me a code").click()
    phone.locator("input[name=code]").wait_for()
    code = code_in(post_comes("kathe@lindenhof.example"))
    phone.locator("input[name=code]").fill(code)
    phone.locator("main button[type=submit], main button.btn-primary").first.click()
    phone.wait_for_url("**/me/")
    shoot(phone, "walk-3-home")
    axe(phone)
    phone.get_by_role("button", name="Save 7:30 h").click()
    for day in ("2026-03-09", "2026-03-10", "2026-03-11"):
        phone.goto(f"/me/hours/{day}/")
        phone.get_by_role("button", name="Save hours").click()
    phone.goto("/me/hours/2026-03-12/")
    phone.locator("input[name=ends_at]").fill("18:00")
    shoot(phone, "walk-4-day")
    axe(phone)
    phone.get_by_role("button", name="Save hours").click()
    phone.goto("/me/hours/")
    shoot(phone, "walk-5-week")
    axe(phone)
    phone.get_by_role("button", name=re.compile("Send week 1")).click()
    until(HourWeek.objects.filter(status="declared").exists, what="the week")
    evaluate_oneself(phone, axe, shoot)


def evaluate_oneself(phone, axe, shoot):
    phone.goto("/me/progress/")
    phone.get_by_role("link", name=re.compile("Self-evaluation")).first.click()
    scales = every(phone, "fieldset.score")
    assert len(scales) == 10
    for scale in scales:
        scale.get_by_role("radio", name="70", exact=True).check()
    shoot(phone, "walk-6-self")
    axe(phone)
    phone.locator("main form button[type=submit], main form button.btn-primary").last.click()
    phone.goto("/me/progress/")
    axe(phone)
    shoot(phone, "walk-7-progress")


def sign_by_mail(phone, axe, shoot):
    message = post_comes("marco@bartolini.example")
    assert message.subject.startswith("Firma le ore di Käthe: 38:00")
    phone.goto(link_in(message))
    scales = every(phone, "fieldset.score:not(:has(.scale-five))")
    assert len(scales) == 5
    for scale in scales:
        scale.get_by_role("radio", name="80", exact=True).check()
    shoot(phone, "walk-8-sign")
    axe(phone)
    phone.get_by_role("button", name="Firma 38:00 ore").click()
    phone.wait_for_url("**/thanks/")
    shoot(phone, "walk-9-thanks")
    axe(phone)
    signature = WeekSignature.objects.get()
    assert (signature.button, signature.minutes) == ("Firma 38:00 ore", 38 * 60)


def evaluate(desk, axe, shoot):
    placement = Placement.objects.get()
    give_self(placement, 1, 75)  # the final one, as the one of the start was given
    by_hand = JourneyStep.objects.exclude(ticked_by=StepTicker.PORTAL)
    for step in by_hand.filter(group=placement.trainee.group):
        journey.tick(placement.trainee, step, by=placement.trainee.responsible)
    desk.goto(f"/admin/placements/placement/{placement.pk}/evaluation/")
    assert "80" in shown(desk)
    desk.goto(f"/admin/placements/placement/{placement.pk}/results/?moment=final")
    shoot(desk, "walk-09-results")
    axe(desk)
    desk.get_by_role("button", name="Sign off these results").click()
    assert "The results are signed off" in shown(desk, "body")


def issue(desk, axe, shoot):
    desk.goto("/admin/")
    desk.get_by_role("link", name="Certificates", exact=True).last.click()
    desk.goto(f"/admin/trainees/group/{Placement.objects.get().trainee.group_id}/certificates/")
    shoot(desk, "walk-10-certificates")
    axe(desk)
    desk.get_by_role("button", name=re.compile("Issue the ticked certificates")).click()
    assert certificates.render_due() == 1
    assert Certificate.objects.get().state == "valid"
    message = post_comes("kathe@lindenhof.example")
    assert "certificate" in message.subject


def check_as_stranger(phone, axe, shoot):
    certificate = Certificate.objects.get()
    phone.goto("/verify/")
    axe(phone)
    phone.locator("input[name=code]").fill(certificate.code.lower())
    phone.locator("form:has(input[name=code]) button").click()
    shoot(phone, "walk-11-verify")
    axe(phone)
    text = shown(phone)
    assert "real and valid" in text
    assert "Käthe Großmann" in text
    assert "38:00" in text
    assert User.objects.get(email="kathe@lindenhof.example").last_login is not None
