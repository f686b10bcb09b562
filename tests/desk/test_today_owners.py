"""Who looks after whom: a row taken over, a colleague who stands in, and the mail of the morning."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from accounts.models import User
from imyportal import handing, mail, morning, work
from imyportal import today as board
from imyportal.models import OutgoingMail
from placements.cycle import check_ins
from placements.enums import DayKind
from placements.models import CheckIn, Contact, Incident
from tests.desk.thursday import NOW, THURSDAY, all_is_well, day_of, keys, signed_in, week_of
from tests.factories import TraineeFactory, UserFactory
from trainees import journey
from trainees.enums import JourneyPhase, StepTicker
from trainees.models import AttentionOwner, StandIn, Trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday")]


def ill(tutor, **fields):
    """Ill since today in the hour chart, and nobody told the company."""
    placement = all_is_well(tutor, **fields)
    day_of(week_of(placement), THURSDAY, DayKind.ILL).save()
    return placement.trainee


def stand_in(tutor, colleague, day=THURSDAY):
    StandIn.objects.create(tutor=tutor, colleague=colleague, first_day=day, last_day=day)


# --- The board --------------------------------------------------------------------------------


def test_row_that_was_taken_over_says_by_whom_until_its_reasons_are_gone(tutor, client_for):
    trainee, boss = ill(tutor), UserFactory(admin=True, first_name="Marco")
    url = reverse("admin:take", args=[trainee.pk])
    found = []

    def look():
        rows = [board.board(each, now=NOW).rows[0] for each in (tutor, boss)]
        found.append([(row.owner, row.is_mine) for row in rows])

    client_for(boss).post(url)
    look()
    client_for(tutor).post(url)
    client_for(boss).post(url, {"leave": "yes"})
    look()
    client_for(tutor).post(url, {"leave": "yes"})
    look()
    AttentionOwner.objects.create(trainee=trainee, user=boss, reasons=["absent:2026-03-02"])
    look()

    nobody = [("", False), ("", False)]
    assert found == [
        [("Marco", False), ("", True)], [("", True), ("Giulia", False)], nobody, nobody,
    ]  # fmt: skip


@pytest.mark.parametrize("is_led", [False, True])
def test_row_of_who_is_away_is_marked_for_the_stand_in_alone(is_led, tutor, client_for):
    trainee = ill(tutor, trainee__group__lead_tutor=tutor)
    Trainee.objects.filter(pk=trainee.pk).update(tutor=None if is_led else tutor)
    colleague = UserFactory(tutor=True)
    own = ill(colleague)
    stand_in(tutor, colleague)

    page = client_for(colleague).get(reverse("admin:index"))

    marks = {row.pk: row.instead_of for row in page.context["board"].rows}
    assert marks == {trainee.pk: "Giulia", own.pk: ""}
    assert "for Giulia" in page.content.decode()
    assert [row.instead_of for row in board.board(tutor, now=NOW).rows] == [""]


@pytest.mark.parametrize(("days", "shown"), [(2, False), (3, True)])
def test_welcome_that_is_open_after_day_2_is_plain(days, shown, tutor):
    trainee = signed_in(TraineeFactory(tutor=tutor, group__arrives_on=THURSDAY - timedelta(days)))
    journey.begin(trainee.group)
    found = keys(tutor)
    for step in trainee.group.journey_steps.exclude(ticked_by=StepTicker.PORTAL):
        journey.tick(trainee, step, by=tutor)

    assert ("PLAIN welcome" in found) is shown
    assert "PLAIN welcome" not in keys(
        tutor
    )  # though the welcome day, which they have none of, is open


def test_open_welcome_leads_to_the_phase_of_its_first_open_step(tutor):
    trainee = signed_in(TraineeFactory(tutor=tutor, group__arrives_on=THURSDAY - timedelta(4)))
    journey.begin(trainee.group)
    for step in trainee.group.journey_steps.filter(phase=JourneyPhase.ARRIVAL):
        journey.tick(trainee, step, by=tutor)

    found = {each.key: each for each in board.signals(tutor, NOW)[trainee.pk]}

    assert found["welcome"].url.endswith("/journey/?phase=welcome")


# --- Mails ------------------------------------------------------------------------------------


def texts():
    """What would go out now, by address; mails that have become pointless are left out."""
    rows = OutgoingMail.objects.filter(template=morning.TEMPLATE)
    made = {row.to: mail.render(row) for row in rows}
    return {to: message for to, message in made.items() if message is not None}


@pytest.mark.parametrize(
    ("at", "laid"),
    [("2026-03-12 08:29", 0), ("2026-03-12 08:30", 1), ("2026-03-12 10:59", 1),
     ("2026-03-12 11:00", 0), ("2026-03-14 09:00", 0), ("2026-03-30 08:30", 1)],
)  # fmt: skip
def test_morning_mails_are_laid_on_working_days_from_half_past_eight_till_eleven(
    at, laid, tutor, today
):
    today(at)

    counts = [work.run("lay_morning_mails") for _twice in range(2)]

    assert counts == [laid, 0]
    assert OutgoingMail.objects.filter(to=tutor.email).count() == laid


def test_morning_mail_names_red_and_amber_rows_and_nothing_of_health(tutor):
    red, later = ill(tutor), ill(tutor)
    board.put_off(later, by=tutor, now=NOW)
    plain = all_is_well(tutor).trainee
    User.objects.filter(pk=plain.user_id).update(last_login=None)
    silent, off = UserFactory(tutor=True), UserFactory(tutor=True, wants_morning_mail=False)
    ill(off)

    morning.lay(NOW)
    found = texts()

    assert list(found) == [tutor.email]
    message = found[tutor.email]
    assert message.subject == "1 trainee needs you today"
    assert red.name in message.body
    assert "the company was not told" in message.body
    assert reverse("admin:trainees_trainee_contact", args=[red.pk]) in message.body
    assert message.extra_headers["List-Unsubscribe"].endswith("/admin/#morning>")
    assert not any(word in message.body for word in (later.name, plain.name, "ill", "Ill"))
    assert OutgoingMail.objects.filter(to=silent.email).exists()
    assert not OutgoingMail.objects.filter(to=off.email).exists()


def test_morning_mail_of_who_is_away_goes_to_the_stand_in(tutor):
    trainee, colleague = ill(tutor), UserFactory(tutor=True)
    led_only = ill(UserFactory(tutor=True), trainee__group__lead_tutor=tutor)
    stand_in(tutor, colleague)

    morning.lay(NOW)
    found = texts()

    assert set(found) == {colleague.email, led_only.tutor.email}
    assert f"{trainee.name} (for Giulia)" in found[colleague.email].body
    assert "1 more is red or amber on your board" in found[colleague.email].body
    assert "on your board" not in found[led_only.tutor.email].body
    assert led_only.name not in found[colleague.email].body


def test_morning_mail_gives_a_reason_where_the_boards_own_words_must_stay_on_the_desk(tutor):
    trainee = all_is_well(tutor).trainee
    step = {"next_step": "Ask about the shoes", "next_on": date(2026, 3, 11), "next_by": tutor}
    Contact.objects.filter(trainee=trainee).update(**step)
    hurt = all_is_well(tutor).trainee
    Incident.objects.create(
        trainee=hurt, kind="accident", severity=2, happened_at=NOW, known_at=NOW,
        place="Workshop", text="Fell.", by=tutor, reported_at=NOW,
    )  # fmt: skip

    found = {each.name: each.reasons for each in morning.needing(tutor, NOW)[0]}

    assert found == {
        hurt.name: ["Something that only the desk shows, and that cannot wait"],
        trainee.name: ["A next step is due"],
    }


def test_morning_mail_that_comes_after_eleven_is_dropped(tutor, today):
    ill(tutor)
    morning.lay(NOW)

    today("2026-03-12 11:00")

    assert texts() == {}


def test_morning_mail_takes_as_many_queries_for_three_trainees_as_for_one(tutor):
    counts = []
    for _time in range(2):
        ill(tutor), ill(tutor)
        morning.needing(tutor, NOW)
        with CaptureQueriesContext(connection) as found:
            morning.needing(tutor, NOW)
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_tutor_says_no_to_the_morning_mail_and_yes_again(tutor, client_for):
    browser, found = client_for(tutor), []
    for wants in ("no", "yes"):
        browser.post(reverse("admin:morning_mail"), {"wants": wants})
        found.append(User.objects.get(pk=tutor.pk).wants_morning_mail)

    assert found == [False, True]


@pytest.mark.parametrize("is_away", [False, True])
def test_call_that_the_company_asks_for_is_one_mail_at_once(is_away, tutor):
    placement, colleague = all_is_well(tutor), UserFactory(tutor=True)
    if is_away:
        stand_in(tutor, colleague)
    link = links.for_holder(Purpose.COMPANY, placement.company_tutor)
    said = {"answers": {}, "text": "She fell ill", "call_wanted": True, "link": link}

    for _twice in range(2):
        check_ins.give_company(placement, date(2026, 3, 9), **said)

    row = OutgoingMail.objects.get(template="placements/call_wanted")
    message = mail.render(row)
    assert row.to == (colleague if is_away else tutor).email
    assert message.subject == f"Urgent: {placement.trainee.name}, company asks for a call"
    assert "ill" not in message.body
    check_ins.called(CheckIn.objects.get(), by=tutor)
    assert mail.render(row) is None


# --- Handed over ------------------------------------------------------------------------------


def hand(browser, trainee, to, word=""):
    url = reverse("admin:hand", args=[trainee.pk])
    return browser.post(url, {"to": to.pk, "word": word})


def test_row_handed_over_says_from_whom_on_board_and_in_the_mail_of_one(tutor, client_for):
    trainee, boss = ill(tutor), UserFactory(admin=True, first_name="Marco")

    page = hand(client_for(tutor), trainee, boss, "Her aunt waits for a call")
    morning.lay(NOW)
    mails = texts()

    assert page.status_code == 302
    [row], [theirs] = (board.board(each, now=NOW).rows for each in (boss, tutor))
    assert (row.is_mine, row.handed_by, row.word) == (True, "Giulia", "Her aunt waits for a call")
    assert (theirs.owner, theirs.handed_by, theirs.word) == ("Marco", "", "")
    assert list(mails) == [boss.email]
    assert f"{trainee.name} (from Giulia)" in mails[boss.email].body
    assert "aunt" not in mails[boss.email].body
    assert "Hand over" in client_for(boss).get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("unheard", ["away", "no_mail", "settled"])
def test_row_handed_to_who_does_not_hear_of_it_stays_in_the_tutors_mail(unheard, tutor, client_for):
    trainee, boss = ill(tutor), UserFactory(admin=True, first_name="Marco")
    hand(client_for(tutor), trainee, boss)
    if unheard == "away":
        stand_in(boss, UserFactory(tutor=True))
    elif unheard == "no_mail":
        User.objects.filter(pk=boss.pk).update(wants_morning_mail=False)
    else:
        AttentionOwner.objects.update(reasons=["absent:2026-03-02"])

    named = [each.name for each in morning.needing(tutor, NOW)[0]]

    assert named == [trainee.name]


def test_row_is_handed_only_to_who_sees_the_trainee(tutor, client_for):
    trainee, lead = ill(tutor), UserFactory(tutor=True)
    stranger, gone = UserFactory(tutor=True), UserFactory(admin=True, is_active=False)
    trainee.group.lead_tutor = lead
    trainee.group.save()
    page = client_for(tutor).get(reverse("admin:hand", args=[trainee.pk]))

    answers = [hand(client_for(tutor), trainee, each) for each in (stranger, gone, tutor)]

    assert list(page.context["form"].fields["to"].queryset) == [lead]
    assert [each.status_code for each in answers] == [200] * 3
    assert not AttentionOwner.objects.exists()
    with pytest.raises(ValidationError):
        handing.hand_over(trainee, to=stranger, word="", by=tutor, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttentionOwner.objects.create(trainee=trainee, user=tutor, handed_by=tutor)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttentionOwner.objects.create(trainee=trainee, user=tutor, word="Of nobody")
