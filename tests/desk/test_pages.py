"""Forms, actions and pages of the desk."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import mail
from imyportal.admin import CappedPaginator
from imyportal.models import OutgoingMail
from placements import reminders, signing
from placements.enums import DayKind, PlacementStatus, WeekStatus
from placements.models import AgreedDay, Correction, HostCompany, HourWeek, Placement
from tests.factories import (
    MONDAY,
    CompanyTutorFactory,
    GroupFactory,
    HostCompanyFactory,
    PlacementFactory,
    SendingOrganisationFactory,
    TraineeFactory,
    UserFactory,
    WorkDayFactory,
    filled_week,
)
from trainees.models import SendingTutor

pytestmark = pytest.mark.django_db


@pytest.fixture
def tutor():
    return UserFactory(tutor=True)


@pytest.fixture
def desk(tutor, client_for):
    return client_for(tutor)


@pytest.fixture
def boss(client_for):
    return client_for(UserFactory(admin=True))


def future_group(tutor):
    start = timezone.localdate() + timedelta(days=10)
    return GroupFactory(lead_tutor=tutor, arrives_on=start, leaves_on=start + timedelta(days=60))


def placement_data(trainee, company_tutor, **more):
    first = trainee.group.arrives_on
    data = {
        "trainee": trainee.pk,
        "company": company_tutor.company_id,
        "company_tutor": company_tutor.pk,
        "starts_on": first.isoformat(),
        "ends_on": (first + timedelta(days=20)).isoformat(),
        "timetable-TOTAL_FORMS": "5",
        "timetable-INITIAL_FORMS": "0",
    }
    for weekday in range(5):
        data |= {
            f"timetable-{weekday}-weekday": weekday,
            f"timetable-{weekday}-starts_at": "08:30",
            f"timetable-{weekday}-ends_at": "17:30",
            f"timetable-{weekday}-break_starts_at": "12:30",
            f"timetable-{weekday}-break_minutes": "90",
        }
    return data | more


def add(desk, data):
    return desk.post(reverse("admin:placements_placement_add"), data)


def errors(response):
    return dict(response.context["adminform"].form.errors)


def test_new_placement_is_offered_with_the_usual_week(desk):
    response = desk.get(reverse("admin:placements_placement_add"))

    formset = response.context["inline_admin_formsets"][0].formset
    assert [form["weekday"].value() for form in formset.forms] == [0, 1, 2, 3, 4]
    assert {form["starts_at"].value() for form in formset.forms} == {time(8, 30)}


def test_placement_is_added_with_its_timetable(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))

    response = add(desk, placement_data(trainee, CompanyTutorFactory()))

    assert response.status_code == 302
    placement = Placement.objects.get(trainee=trainee)
    assert placement.status == PlacementStatus.PROPOSED
    assert [day.minutes for day in placement.timetable.all()] == [450] * 5


def test_line_of_the_timetable_without_times_is_a_free_day(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    empty = {"timetable-4-starts_at": "", "timetable-4-ends_at": ""}

    add(desk, placement_data(trainee, CompanyTutorFactory(), **empty))

    assert [day.weekday for day in AgreedDay.objects.all()] == [0, 1, 2, 3]


def test_overlap_is_said_at_the_first_day_and_keeps_what_was_typed(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    first = trainee.group.arrives_on
    PlacementFactory(trainee=trainee, starts_on=first, ends_on=first + timedelta(days=5))

    response = add(desk, placement_data(trainee, CompanyTutorFactory(), tasks="Wiring"))

    assert list(errors(response)) == ["starts_on"]
    assert "This trainee is at" in errors(response)["starts_on"][0]
    assert "S.r.l.." not in errors(response)["starts_on"][0]
    assert b"Wiring" in response.content
    assert Placement.objects.count() == 1


def test_company_tutor_of_another_company_is_refused_at_the_field(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    data = placement_data(trainee, CompanyTutorFactory(), company=HostCompanyFactory().pk)

    response = add(desk, data)

    assert "Choose somebody of this company." in errors(response)["company_tutor"][0]


def test_last_day_before_the_first_is_refused(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    earlier = (trainee.group.arrives_on - timedelta(days=1)).isoformat()
    PlacementFactory(
        trainee=trainee,
        starts_on=trainee.group.arrives_on - timedelta(days=5),
        ends_on=trainee.group.arrives_on + timedelta(days=5),
    )

    response = add(desk, placement_data(trainee, CompanyTutorFactory(), ends_on=earlier))

    assert errors(response) == {"__all__": ["The last day is before the first day."]}


def test_minor_at_a_company_from_18_is_stored_with_a_warning(desk, tutor):
    minor = timezone.localdate() - timedelta(days=16 * 365)
    trainee = TraineeFactory(group=future_group(tutor), birth_date=minor)
    company_tutor = CompanyTutorFactory(company__minors_allowed=False)

    response = add(desk, placement_data(trainee, company_tutor))

    told = [str(each) for each in response.wsgi_request._messages]
    assert any("takes trainees from 18 on" in text for text in told)
    assert Placement.objects.filter(trainee=trainee).exists()


def test_placement_beyond_the_stay_is_stored_with_a_warning(desk, tutor):
    trainee = TraineeFactory(group=future_group(tutor))
    later = (trainee.group.leaves_on + timedelta(days=1)).isoformat()

    response = add(desk, placement_data(trainee, CompanyTutorFactory(), ends_on=later))

    told = [str(each) for each in response.wsgi_request._messages]
    assert any("goes beyond that" in text for text in told)


def test_confirm_action_confirms_and_says_why_not(desk, tutor):
    good = PlacementFactory(trainee__tutor=tutor, status="proposed", full_time=True)
    bare = PlacementFactory(trainee__tutor=tutor, status="proposed")
    data = {"action": "confirm", "_selected_action": [good.pk, bare.pk]}

    response = desk.post(reverse("admin:placements_placement_changelist"), data, follow=True)

    good.refresh_from_db()
    bare.refresh_from_db()
    assert (good.status, bare.status) == ("confirmed", "proposed")
    assert b"Enter the agreed weekly timetable first." in response.content


def test_ending_a_placement_asks_for_a_reason(desk, tutor):
    placement = PlacementFactory(trainee__tutor=tutor)
    url = reverse("admin:placements_placement_end", args=[placement.pk])

    refused = desk.post(url, {"cancel": "1", "cancel-reason": ""})
    done = desk.post(url, {"cancel": "1", "cancel-reason": "Company closed"})

    placement.refresh_from_db()
    assert (refused.status_code, list(refused.context["sent"].errors)) == (200, ["reason"])
    assert (done.status_code, placement.status) == (302, PlacementStatus.CANCELLED)


def test_ending_on_a_day_interrupts(desk, tutor):
    placement = PlacementFactory(trainee__tutor=tutor)
    url = reverse("admin:placements_placement_end", args=[placement.pk])

    desk.post(url, {"end": "1", "end-reason": "Gone home", "end-last_day": "2026-03-13"})

    placement.refresh_from_db()
    assert (placement.status, placement.ends_on) == ("interrupted", date(2026, 3, 13))


@pytest.mark.parametrize("day", ["", "2027-01-01"])
def test_ending_early_on_no_day_of_it_is_refused_at_the_day(desk, tutor, day):
    placement = PlacementFactory(trainee__tutor=tutor)
    url = reverse("admin:placements_placement_end", args=[placement.pk])

    response = desk.post(url, {"end": "1", "end-reason": "Gone home", "end-last_day": day})

    placement.refresh_from_db()
    assert (list(response.context["sent"].errors), placement.status) == (["last_day"], "confirmed")


def test_proposal_can_only_be_cancelled(desk, tutor):
    placement = PlacementFactory(trainee__tutor=tutor, status="proposed")

    page = desk.get(reverse("admin:placements_placement_end", args=[placement.pk]))

    assert "Cancel, it came to nothing" in page.text
    assert "End early on this day" not in page.text


def test_cancelling_after_a_signature_names_the_other_button(desk, signed):
    url = reverse("admin:placements_placement_end", args=[signed.placement_id])

    page = desk.post(url, {"cancel": "1", "cancel-reason": "No"})

    assert "A week of this placement is signed. End it early instead." in page.text


def test_dates_cannot_leave_hours_outside(desk, tutor):
    placement = PlacementFactory(trainee__tutor=tutor, full_time=True)
    week = HourWeek.objects.create(placement=placement, monday=MONDAY + timedelta(weeks=1))
    WorkDayFactory(week=week, date=week.monday)
    data = {
        "company_tutor": placement.company_tutor_id,
        "starts_on": MONDAY.isoformat(),
        "ends_on": (MONDAY + timedelta(days=4)).isoformat(),
        "timetable-TOTAL_FORMS": "0",
        "timetable-INITIAL_FORMS": "0",
    }

    response = desk.post(reverse("admin:placements_placement_change", args=[placement.pk]), data)

    assert errors(response) == {"ends_on": ["Hours were entered on days outside these dates."]}


@pytest.fixture
def signed(tutor):
    week = filled_week(WeekStatus.DECLARED, trainee__tutor=tutor)
    signing.sign_week(
        week, name="Marco", role="tutor", how="link", button="Sign", version=week.version
    )
    return week


CORRECTION = {
    "date": MONDAY.isoformat(), "kind": DayKind.WORKED, "starts_at": "08:30", "ends_at": "16:30",
    "break_minutes": "90", "reason": "Left early, says the company",
}  # fmt: skip


def test_signed_day_is_corrected_with_a_reason(desk, signed, tutor):
    url = reverse("admin:placements_hourweek_correct", args=[signed.pk])

    response = desk.post(url, CORRECTION)

    correction = Correction.objects.get()
    assert response.status_code == 302
    assert (correction.minutes_more, correction.by) == (-60, tutor)


def test_correction_without_reason_or_times_is_refused_at_the_field(desk, signed):
    url = reverse("admin:placements_hourweek_correct", args=[signed.pk])

    no_reason = desk.post(url, CORRECTION | {"reason": ""})
    no_times = desk.post(url, CORRECTION | {"starts_at": ""})

    assert list(no_reason.context["form"].errors) == ["reason"]
    assert list(no_times.context["form"].errors) == ["starts_at"]
    assert not Correction.objects.exists()


def test_week_shows_what_counts_beside_what_was_signed(desk, signed):
    desk.post(reverse("admin:placements_hourweek_correct", args=[signed.pk]), CORRECTION)

    page = desk.get(reverse("admin:placements_hourweek_change", args=[signed.pk])).text

    assert "7:30, corrected to 08:30–16:30, 6:30 h" in page
    assert "37:30 signed, 36:30 now" in page


def test_correction_begins_with_the_chosen_day_as_it_counts_now(desk, signed):
    url = reverse("admin:placements_hourweek_correct", args=[signed.pk])
    desk.post(url, CORRECTION)

    first, other = (desk.get(url + query).context["form"] for query in ("", "?day=2026-03-03"))

    assert [field.value() for field in first][:4] == [
        "2026-03-02",
        "worked",
        time(8, 30),
        time(16, 30),
    ]
    assert [field.value() for field in other][:4] == [
        "2026-03-03",
        "worked",
        time(8, 30),
        time(17, 30),
    ]


def test_correction_of_a_day_ahead_is_refused_at_the_day(desk, signed, today):
    today("2026-03-03")
    url = reverse("admin:placements_hourweek_correct", args=[signed.pk])

    response = desk.post(url, CORRECTION | {"date": "2026-03-05"})

    assert response.context["form"].errors == {"date": ["This day has not come yet."]}


def test_week_offers_to_write_to_both_sides_and_to_remind(desk, tutor, today):
    today("2026-03-06")
    week = HourWeek.objects.create(
        placement=PlacementFactory(trainee__tutor=tutor, full_time=True), monday=MONDAY
    )
    url = reverse("admin:placements_hourweek_change", args=[week.pk])

    tools = desk.get(url).context["tools"]
    remind = next(tool for tool in tools if tool["label"] == "Remind the trainee")
    desk.post(remind["url"])

    placement = week.placement
    assert [tool["url"] for tool in tools if tool["url"].startswith("mailto:")] == [
        f"mailto:{placement.trainee.email}", f"mailto:{placement.company_tutor.email}",
    ]  # fmt: skip
    assert OutgoingMail.objects.get().to == placement.trainee.email


def test_signed_week_offers_no_reminder(desk, signed):
    page = desk.get(reverse("admin:placements_hourweek_change", args=[signed.pk]))

    assert "Remind the trainee" not in page.text


def test_hour_chart_is_only_looked_at(desk, signed):
    url = reverse("admin:placements_hourweek_change", args=[signed.pk])

    page = desk.get(url)

    assert page.context["has_change_permission"] is False
    assert desk.post(url, {"status": "open"}).status_code == 403
    assert b"Correct a signed day" in page.content


def test_new_address_of_a_company_tutor_kills_the_old_link(desk):
    tutor = CompanyTutorFactory(email="wrong@company.example")
    old = links.for_holder(Purpose.COMPANY, tutor)
    data = {
        "company": tutor.company_id, "first_name": "Marco", "last_name": "Bartolini",
        "email": "Right@Company.example", "language": "it", "is_active": "on",
    }  # fmt: skip

    desk.post(reverse("admin:placements_companytutor_change", args=[tutor.pk]), data)

    tutor.refresh_from_db()
    old.refresh_from_db()
    assert tutor.email == "right@company.example"
    assert old.revoked_at is not None


def test_link_is_sent_again_while_something_waits(tutor, mailoutbox):
    week = filled_week(WeekStatus.DECLARED, trainee__tutor=tutor)

    reminders.send_link(week.placement.company_tutor)
    mail.deliver_due()

    assert [message.to for message in mailoutbox] == [[week.placement.company_tutor.email]]


def test_link_is_not_sent_when_nothing_waits():
    with pytest.raises(ValidationError, match="Nothing waits"):
        reminders.send_link(CompanyTutorFactory())


def test_school_tutor_is_added_with_an_account(desk, tutor):
    school = SendingOrganisationFactory(language="de")
    GroupFactory(organisation=school, lead_tutor=tutor)
    data = {
        "first_name": "Petra", "last_name": "Scholz", "email": "Petra@School.example",
        "organisation": school.pk, "role": "",
    }  # fmt: skip

    desk.post(reverse("admin:trainees_sendingtutor_add"), data)

    added = SendingTutor.objects.get()
    assert (added.user.email, added.user.language) == ("petra@school.example", "de")
    assert (added.user.is_staff, added.user.has_usable_password()) == (False, False)


def test_address_of_a_colleague_does_not_become_a_school_tutor(desk, tutor):
    school = SendingOrganisationFactory()
    GroupFactory(organisation=school, lead_tutor=tutor)
    data = {
        "first_name": "A", "last_name": "B", "email": tutor.email, "organisation": school.pk,
    }  # fmt: skip

    response = desk.post(reverse("admin:trainees_sendingtutor_add"), data)

    assert list(errors(response)) == ["email"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("birth_date", "1899-01-01", "Impossible age: 127 years."),
        ("birth_date", "2015-01-01", "Impossible age: 11 years."),
        ("birth_date", "2030-01-01", "The birth date lies in the future."),
        ("nationality", "QQ", "Write the country in two letters, like DE."),
        ("first_name", "x" * 101, "Write at most 100 characters; these are 101."),
        ("last_name", "", "Fill this in."),
        ("group", "0", "Choose one from the list."),
    ],
)
def test_impossible_value_of_a_trainee_is_said_at_its_field(
    desk, tutor, today, field, typed, words
):
    today("2026-03-12")
    trainee = TraineeFactory(group__lead_tutor=tutor)
    url = reverse("admin:trainees_trainee_change", args=[trainee.pk])

    response = desk.post(url, trainee_data(trainee) | {field: typed})

    assert errors(response) == {field: [words]}


def test_nationality_is_kept_in_two_capitals(desk, tutor, today):
    today("2026-03-12")
    trainee = TraineeFactory(group__lead_tutor=tutor)
    url = reverse("admin:trainees_trainee_change", args=[trainee.pk])

    desk.post(url, trainee_data(trainee) | {"nationality": "de"})

    trainee.refresh_from_db()
    assert trainee.nationality == "DE"


def trainee_data(trainee):
    return {
        "first_name": trainee.first_name,
        "last_name": trainee.last_name,
        "email": trainee.email,
        "language": "en",
        "group": trainee.group_id,
        "birth_date": trainee.birth_date.isoformat(),
        "guardians-TOTAL_FORMS": "0",
        "guardians-INITIAL_FORMS": "0",
    }


def test_mail_in_trouble_is_tried_again(boss):
    row = OutgoingMail.objects.create(
        key="x", template="t", to="a@example.org", language="en", attempts=9,
        last_error="550", stopped_at=timezone.now(), due_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    data = {"action": "try_again", "_selected_action": [row.pk]}

    boss.post(reverse("admin:imyportal_outgoingmail_changelist"), data)

    row.refresh_from_db()
    assert row.stopped_at is None
    assert row.due_at <= timezone.now()


def test_link_is_revoked_by_action(boss):
    link = links.for_holder(Purpose.COMPANY, CompanyTutorFactory())
    data = {"action": "revoke", "_selected_action": [link.pk]}

    boss.post(reverse("admin:accounts_accesslink_changelist"), data)

    link.refresh_from_db()
    assert not link.is_live


def test_sidebar_is_grouped_by_job(boss):
    response = boss.get(reverse("admin:index"))

    assert [str(job["name"]) for job in response.context["available_apps"]] == [
        "Daily work", "Learning", "Partners", "Settings",
    ]  # fmt: skip


def test_find_looks_in_names_and_codes_of_what_one_sees(desk, tutor):
    TraineeFactory(tutor=tutor, first_name="Zsófia", last_name="Kovács")
    TraineeFactory(first_name="Zsófia", last_name="Hidden")
    CompanyTutorFactory(company__name="Kovács S.r.l.", last_name="Rossi")

    found = desk.get(reverse("admin:find"), {"q": "kovács"}).context["found"]

    assert [(kind.heading, [hit.text for hit in kind.hits]) for kind in found] == [
        ("Trainees", ["Zsófia Kovács"]),
        ("Companies", ["Kovács S.r.l."]),
    ]


@pytest.mark.parametrize("words", ["", "x" * 500, "%_'\"<script>"])
def test_find_stands_any_words(desk, words):
    assert desk.get(reverse("admin:find"), {"q": words}).status_code == 200


def test_paginator_counts_to_its_limit_only(monkeypatch):
    monkeypatch.setattr(CappedPaginator, "MOST", 2)
    HostCompanyFactory.create_batch(4)

    paginator = CappedPaginator(HostCompany.objects.all(), 1)

    assert (paginator.count, paginator.num_pages) == (2, 2)


@pytest.mark.parametrize("name", ["trainees_trainee", "placements_placement", "trainees_group"])
def test_list_queries_do_not_grow(name, boss, django_assert_max_num_queries):
    url = reverse(f"admin:{name}_changelist")
    boss.get(url)
    counts = []
    for rows in (1, 3):
        PlacementFactory.create_batch(rows)
        # Seven, and three more for the hours of the placements.
        most = 10 if name == "placements_placement" else 7
        with django_assert_max_num_queries(most) as captured:
            boss.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "name", ["trainees_trainee", "placements_placement", "placements_companytutor"]
)
def test_pages_hold_no_inline_style_or_script(name, boss):
    PlacementFactory()

    for page in ("changelist", "add"):
        html = boss.get(reverse(f"admin:{name}_{page}")).content.decode()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", html)


def test_desk_speaks_the_chosen_language(desk):
    page = desk.get(reverse("admin:index"))
    desk.post(reverse("set_language"), {"language": "it", "next": reverse("admin:index")})

    assert f'action="{reverse("set_language")}"' in page.text
    assert 'lang="it"' in desk.get(reverse("admin:index")).text[:200]


@pytest.mark.parametrize(("is_demo", "strips"), [(True, 1), (False, 0)])
def test_desk_says_when_it_is_the_demo(desk, settings, is_demo, strips):
    settings.DEMO = is_demo
    settings.ROOT_URLCONF = "tests.urls_with_demo"

    page = desk.get(reverse("admin:index"))

    assert page.text.count('class="demo-strip"') == strips
