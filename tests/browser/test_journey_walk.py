"""A stay from the first guidebook to «I am home»: a minor from Hungary, her mother in Germany, her tutor."""

import re
from datetime import date, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts import links
from accounts.enums import Purpose
from imyportal.words import pick
from placements.first_day import planning
from tests.assessment.observing import standard_set
from tests.browser.people import every, link_in, post_comes, shown, sign_in
from tests.factories import (
    CompanyTutorFactory,
    GroupFactory,
    GuardianFactory,
    PlacementFactory,
    SendingOrganisationFactory,
    SendingTutorFactory,
    TraineeFactory,
    UserFactory,
)
from trainees import journey
from trainees.conduct import writing
from trainees.going_home import doing, laying, times
from trainees.guardians import authorisations
from trainees.models import JourneyStep
from trainees.publications import editions, receipts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ARRIVES, LEAVES = date(2026, 3, 14), date(2026, 4, 11)
TRAINEE, MOTHER, SCHOOL = "zsofia@istvan.example", "anna@nagy.example", "judit@istvan.example"


class Stay:
    """Who takes part, each with a browser; `at()` puts the clock forward."""

    def __init__(self, browse, today):
        self._today = today
        self.tutor = UserFactory(admin=True, first_name="Giulia", last_name="Conti")
        self.school = SendingTutorFactory(
            organisation=SendingOrganisationFactory(language="hu"), user__email=SCHOOL
        )
        self.group = GroupFactory(
            organisation=self.school.organisation,
            sending_tutor=self.school,
            lead_tutor=self.tutor,
            arrives_on=ARRIVES,
            leaves_on=LEAVES,
        )
        journey.begin(self.group)
        self.trainee = TraineeFactory(
            group=self.group,
            first_name="Zsófia",
            last_name="Nagy",
            email=TRAINEE,
            birth_date=date(2009, 5, 4),
            user__language="hu",
        )
        self.mother = GuardianFactory(
            trainee=self.trainee, name="Anna Nagy", email=MOTHER, own_language="de"
        )
        for kind in ("guidebook", "house-rules"):
            edition = editions.begin(kind, "hu", by=self.tutor)
            editions.publish(edition, by=self.tutor)
        self.desk, self.phone = browse("desktop"), browse("phone", language="hu-HU")
        self.family, self.sending = browse("phone", language="de-DE"), browse("phone")

    def at(self, moment):
        self._today(moment)
        for page, user in [
            (self.desk, self.tutor),
            (self.phone, self.trainee.user),
            (self.sending, self.school.user),
        ]:
            sign_in(page, user)

    def sees(self, page, path, *said):
        """The page at `path` says all of it."""
        page.goto(path)
        text = shown(page)
        assert [each for each in said if each not in text] == [], text

    def of_group(self, name):
        return f"/admin/trainees/group/{self.group.pk}/{name}/"


def press(page, label):
    """And what the page says then."""
    page.get_by_role("button", name=re.compile(label)).first.click()
    return shown(page)


def test_a_stay_from_the_guidebook_until_home(browse, today, axe):
    standard_set()
    today("2026-03-02 09:00")
    stay = Stay(browse, today)

    before_departure(stay, axe)
    arrival(stay, axe)
    welcome_day(stay, axe)
    first_day(stay, browse)
    house_rules(stay)
    on_the_way_home(stay)


def before_departure(stay, axe):
    stay.at("2026-03-02 09:00")
    authorisations.choose(stay.group, ["stay", "photos"], 7, by=stay.tutor)
    stay.desk.goto(stay.of_group("guardians"))
    assert "1 e-mail is on its way" in press(stay.desk, "Ask the guardians of 1 trainee")
    receipts.give(stay.group, by=stay.tutor)

    mother_answers(stay, axe)
    stay.sees(stay.desk, stay.of_group("guardians"), "Anna Nagy, 2 Mar", "asked\n2 Mar")

    stay.phone.goto("/me/journey/")
    step = JourneyStep.objects.get(group=stay.group, code="guidebook")
    assert shown(stay.phone, "#next + p[lang=hu]") == pick(step.names, "hu")
    stay.phone.goto("/me/guide/guidebook/8/")
    assert "Your tutor sees that you have read it" in press(stay.phone, "I have read this")
    stay.sees(stay.desk, stay.of_group("guide"), "not confirmed", "2 March")

    post_comes(SCHOOL)
    stay.sending.goto("/s/guide/")
    stay.sending.locator("main .tasks a").first.click()
    assert "The agency sees that you have it" in press(stay.sending, "Confirm that we have it")


def mother_answers(stay, axe):
    asked = post_comes(MOTHER)
    assert asked.subject == "Zsófia in Italien: Ihre Antworten werden gebraucht"
    stay.family.goto(link_in(asked))
    expect(stay.family.locator("html")).to_have_attribute("lang", "de")
    stay.family.get_by_role("link", name="Reise und Aufenthalt").click()
    answered = press(stay.family, "Ja, ich bin einverstanden")
    assert "Ihr Ja ist gespeichert" in answered and "Fotos und Videos\noffen" in answered
    axe(stay.family)


def arrival(stay, axe):
    stay.at("2026-03-14 18:00")
    stay.sees(stay.desk, stay.of_group("journey"), "1 trainee is late with something")
    axe(stay.desk)
    stay.desk.goto(stay.of_group("journey") + "?phase=arrival")
    assert "1 tick is added" in press(stay.desk, "Tick for 1 ?: Arrive and move in")
    stay.at("2026-03-14 18:10")
    assert post_comes(MOTHER).subject == "Zsófia ist angekommen"

    stay.phone.goto("/me/reflection/")
    for question in every(stay.phone, "main section"):
        question.locator("input[type=checkbox]").check()
    assert "Giulia reads your answers" in press(stay.phone, "Send to Giulia")
    stay.desk.goto("/admin/")
    stay.desk.get_by_role("link", name=re.compile("^Read ?: Answers on health and safety")).click()
    stay.desk.locator("textarea:visible").first.fill("112, día y noche")
    press(stay.desk, "Store as read")
    stay.sees(stay.phone, "/me/reflection/", "read by Giulia", "112, día y noche")


def welcome_day(stay, axe):
    stay.desk.goto(stay.of_group("welcome"))
    stay.desk.fill("#id_starts_at", "2026-03-16T09:00")
    stay.desk.fill("#id_place", "Via Puccini 80")
    assert "Stored." in press(stay.desk, "Store the welcome day")
    stay.sees(stay.phone, "/me/", "Monday 16 March, 09:00 · Via Puccini 80")

    stay.at("2026-03-16 08:55")
    stay.sees(stay.phone, "/me/", "Say that you are here")
    stay.desk.goto(stay.of_group("welcome/code"))
    code = re.search(r"\b[0-9A-Z]{6}\b", shown(stay.desk))[0]
    stay.phone.goto(f"/w/{code}/")
    assert "You are here: it is written down." in press(stay.phone, "I am here")
    for topic in every(stay.phone, "input[name=topic]"):
        topic.check()
    assert "10 topics are confirmed" in press(stay.phone, "I know what is ticked")
    axe(stay.phone)
    stay.sees(stay.desk, stay.of_group("welcome"), "1 of 1 were there", "by the code on the screen")


def first_day(stay, browse):
    placement = PlacementFactory(
        trainee=stay.trainee,
        company_tutor=CompanyTutorFactory(email="marco@rossi.example"),
        full_time=True,
        starts_on=date(2026, 3, 18),
        ends_on=date(2026, 4, 10),
    )
    at = timezone.make_aware(datetime(2026, 3, 18, 8, 15))
    known = {"place": "Via Roma 1", "accompanied_by": stay.tutor, "route": "Bus 12", "minutes": 25}
    planned = planning.plan(placement, at, by=stay.tutor, **known)
    planning.brief(planned, by=stay.tutor)
    company = browse("phone", language="it")
    company.goto(link_in(post_comes("marco@rossi.example")))
    assert "Il primo giorno di Zsófia" in shown(company) and "Via Roma 1" in shown(company)

    stay.sees(stay.phone, "/me/", "Wednesday 18 March, 08:15")
    stay.phone.goto("/me/first-day/")
    press(stay.phone, "I went there alone once")
    stay.at("2026-03-18 09:30")
    path = f"/admin/placements/placement/{placement.pk}/first-day/"
    stay.sees(stay.desk, path, "gone alone on 16 March")
    for point in every(stay.desk, "[name=point]"):
        point.check()
    press(stay.desk, "Store the ticks")
    stay.sees(stay.phone, "/me/journey/", "done on 18 March, needed for the certificate")
    stay.at("2026-03-18 09:40")
    assert post_comes(MOTHER).subject == "Zsófia hat begonnen"


def house_rules(stay):
    stay.at("2026-03-25 10:00")
    happened = writing.Happened("Quiet after 22:00", "Music at one", timezone.now())
    breach = writing.write(stay.trainee, happened, by=stay.tutor)
    stay.phone.goto("/me/")
    stay.phone.get_by_role("link", name=re.compile("Something about the house rules")).click()
    stay.phone.locator("main textarea").fill("Nem én voltam egyedül.")
    assert "Your words are stored" in press(stay.phone, "Say it")
    stay.sees(stay.desk, f"/admin/trainees/breach/{breach.pk}/change/", "Nem én voltam egyedül.")
    stay.phone.goto("/me/")
    assert "Something about the house rules" not in shown(stay.phone)


def on_the_way_home(stay):
    stay.at("2026-04-11 08:05")
    home_by = times.of_group(stay.group)
    go_on()
    asked = post_comes(TRAINEE)
    stay.sees(stay.phone, "/me/", "Expected home: Saturday 11 April, 22:00")
    stay.at("2026-04-11 22:01")
    go_on()
    assert post_comes(TRAINEE).subject == "Are you home?"

    stay.at("2026-04-12 01:01")
    go_on()
    assert timezone.now() > home_by + times.TELL_AFTER
    missed = post_comes(MOTHER)
    assert missed.subject == "Ist Zsófia zu Hause?" and "11. April 2026 bis 22:00" in missed.body
    assert post_comes(SCHOOL).subject == "1 trainee is not known to be home"
    stay.sees(stay.desk, "/admin/", "Not known to be home")

    stay.phone.context.clear_cookies()
    stay.phone.goto(link_in(asked))
    assert "You are home" in press(stay.phone, "I am home")
    assert post_comes(MOTHER).subject == "Zsófia ist zu Hause"
    stay.sees(stay.desk, stay.of_group("home"), "1 of 1 are home", "home by the link in our mail")
    stay.desk.goto("/admin/")
    assert "Not known to be home" not in shown(stay.desk)
    stay.family.goto(f"/g/{links.token_of(links.for_holder(Purpose.GUARDIAN, stay.mother))}/")
    assert "Zsófia in Italien" in shown(stay.family)


def go_on():
    laying.lay_due()
    doing.do_due()
