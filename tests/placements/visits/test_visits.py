"""A day of visits from the wish of a school to the report: who is asked and told."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from imyportal.attention import Level
from imyportal.today import board as today_board
from placements import attention
from placements.enums import ReportSide, StopAnswer, VisitState
from placements.models import Contact, Visit, VisitReport
from placements.visits import asking, calendar, ending, offering, planning, taking, wishes
from placements.visits.ending import Seen
from placements.visits.planning import Changes, Day
from tests.assessment.observing import standard_set
from tests.factories import PlacementFactory, UserFactory
from tests.placements.visits.days import DAY, planned, say, stops_of, told

pytestmark = pytest.mark.django_db

THURSDAY, SUNDAY = date(2026, 3, 19), date(2026, 3, 22)


def on_board(viewer):
    """What the board of `viewer` says of visits."""
    keys = {each.key.split(":")[0] for each in attention.signals(viewer, timezone.now())}
    return {key for key in keys if key.startswith("visit")}


def beside(viewer):
    """What stands beside the groups of the board."""
    return [item for item in today_board(viewer, now=timezone.now()).groups if item.done_url]


# --- Planning and asking ----------------------------------------------------------------------


def test_offers_are_companies_with_trainees_that_day_45_minutes_apart(group, by):
    PlacementFactory()  # of another group
    PlacementFactory(trainee__group=group, starts_on=DAY + timedelta(days=1))

    found = offering.offers(by, group.organisation, group, DAY)

    assert [(str(each.company), each.starts_at, each.ends_at) for each in found] == [
        ("Alfa, S.r.l.", time(9, 30), time(10)),
        ("Beta, S.r.l.", time(10, 15), time(10, 45)),
    ]


def test_asking_twice_mails_each_company_once(visit, by):
    again = asking.ask(visit, by=by)

    assert again.count == 0
    assert told() == [("asked", stop.company_tutor.email) for stop in stops_of(visit)]


def test_company_that_no_mail_reaches_is_named_and_stays_unasked(group, by):
    tutor = group.trainees.order_by("pk").first().placements.get().company_tutor
    type(tutor).objects.filter(pk=tutor.pk).update(email="")

    asked = asking.ask(planned(group, by), by=by)

    assert (asked.count, [stop.company_tutor for stop in asked.to_call]) == (1, [tutor])


def test_changed_time_is_asked_again_and_only_there(visit, by):
    alfa, beta = stops_of(visit)
    say(alfa, StopAnswer.YES)
    say(beta, StopAnswer.YES)

    changes = Changes(
        times={alfa.pk: (time(14), time(14, 30)), beta.pk: (time(10, 15), time(10, 45))}
    )
    planning.change(visit, Day(DAY, by), changes, by=by)

    alfa, beta = stops_of(visit)
    assert (alfa.answer, alfa.answered_at, alfa.sequence) == (StopAnswer.ASKED, None, 2)
    assert (beta.answer, beta.sequence) == (StopAnswer.YES, 1)
    assert told()[2:] == [("again", alfa.company_tutor.email)]


def test_two_companies_may_change_places_but_not_overlap(visit, by):
    alfa, beta = stops_of(visit)
    turned = {alfa.pk: (time(10, 15), time(10, 45)), beta.pk: (time(9, 30), time(10))}

    planning.change(visit, Day(DAY, by), Changes(times=turned), by=by)
    with pytest.raises(ValidationError) as error:
        planning.change(
            visit, Day(DAY, by), Changes(times={alfa.pk: (time(9, 45), time(10, 15))}), by=by
        )

    assert error.value.code == "overlap"
    assert [stop.starts_at for stop in stops_of(visit)] == [time(10, 15), time(9, 30)]


def test_cancelling_tells_everybody_once_but_not_who_said_no(visit, school, by):
    alfa, beta = stops_of(visit)
    say(beta, StopAnswer.NO)

    ending.cancel(visit, "Strike of the railway", by=by)
    with pytest.raises(ValidationError) as error:
        ending.cancel(visit, "Again", by=by)

    assert error.value.code == "over"
    assert told()[2:] == [("off", alfa.company_tutor.email)]
    assert told("visit_day") == [("cancelled", school.user.email)]


def test_proposed_time_is_taken_as_long_as_before_and_told(visit, by):
    alfa, beta = stops_of(visit)
    say(alfa, StopAnswer.OTHER, at=time(10, 30))
    with pytest.raises(ValidationError) as error:
        taking.take(alfa, by=by)
    say(beta, StopAnswer.NO)

    taking.take(alfa, by=by)

    alfa = stops_of(visit)[0]
    assert error.value.code == "overlap"
    assert (alfa.starts_at, alfa.ends_at, alfa.answer) == (time(10, 30), time(11), StopAnswer.YES)
    assert told()[2:] == [("agreed", alfa.company_tutor.email)]


def test_company_cannot_propose_a_time_before_anybody_works(visit):
    alfa, _ = stops_of(visit)

    with pytest.raises(ValidationError) as error:
        say(alfa, StopAnswer.OTHER, at=time(5, 59))

    assert [each.code for each in error.value.error_dict["at"]] == ["night"]


def test_proposed_time_of_a_company_taken_out_is_not_taken(visit, by):
    alfa, _ = stops_of(visit)
    say(alfa, StopAnswer.OTHER, at=time(15))
    planning.change(visit, Day(DAY, by), Changes(withdrawn=frozenset({alfa.pk})), by=by)
    before = told()

    with pytest.raises(ValidationError) as error:
        taking.take(stops_of(visit)[0], by=by)

    assert (error.value.code, told()) == ("none", before)


def other_day(stop, on=THURSDAY, **more):
    return say(stop, StopAnswer.OTHER, on=on, **more)


def test_company_on_another_day_gets_a_day_of_its_own_with_the_same_visitors(visit, school, by):
    ending.fix(visit, by=by)
    alfa, beta = stops_of(visit)
    before = len(told("visit_day"))
    other_day(alfa, at=time(11))

    taking.take(alfa, by=by)

    alfa.refresh_from_db()
    new = alfa.visit
    assert (new.day, new.state, new.agency_tutor) == (THURSDAY, VisitState.PLANNED, by)
    assert list(new.guests.all()) == [school]
    assert (alfa.starts_at, alfa.ends_at, alfa.answer) == (time(11), time(11, 30), StopAnswer.YES)
    assert (alfa.proposed_on, alfa.sequence > 0) == (None, True)
    assert stops_of(visit) == [beta]
    assert told()[-1] == ("agreed", alfa.company_tutor.email)
    assert told("visit_day")[before:] == [("changed", school.user.email)]
    file = calendar.for_company(alfa).decode()
    assert "20260319T110000" in file and str(alfa.public_id) in file

    other_day(beta)
    taking.take(beta, by=by)

    visit.refresh_from_db()
    assert (visit.state, new.stops.count()) == (VisitState.CANCELLED, 2)
    assert told("visit_day")[-1] == ("cancelled", school.user.email)


@pytest.mark.parametrize(
    ("day", "is_free"), [(SUNDAY, True), (date(2026, 4, 6), True), (DAY, False)]
)
def test_sunday_and_easter_monday_are_free_days(day, is_free):
    try:
        planning.check_day(day)
    except planning.FreeDay:
        found = True
    else:
        found = False

    assert found is is_free


def test_day_of_one_company_is_moved_and_a_sunday_wants_to_be_seen(visit, by):
    alfa, beta = stops_of(visit)
    planning.change(visit, Day(DAY, by), Changes(withdrawn=frozenset({beta.pk})), by=by)
    other_day(alfa, on=SUNDAY)
    with pytest.raises(planning.FreeDay):
        taking.take(alfa, by=by)

    taking.take(alfa, by=by, free_is_fine=True)

    visit.refresh_from_db()
    assert (visit.day, Visit.objects.count()) == (SUNDAY, 1)


@pytest.mark.parametrize(
    ("on", "code"),
    [(date(2026, 3, 11), "day"), (date(2027, 3, 11), "day"), (date(2026, 6, 1), "day"), (DAY, "time")],
)  # fmt: skip
def test_company_cannot_propose_a_day_that_is_over_far_or_empty(visit, on, code):
    with pytest.raises(ValidationError) as error:
        other_day(stops_of(visit)[0], on=on)

    [[wrong]] = error.value.error_dict.values()
    assert wrong.code == code


# --- The board --------------------------------------------------------------------------------


def test_board_tells_of_answers_silence_wishes_and_missing_reports(visit, school, by, today):
    alfa, beta = stops_of(visit)
    stranger = UserFactory(tutor=True)

    def board(at):
        today(at)
        assert on_board(stranger) == set()
        return on_board(by)

    assert board("2026-03-13 10:00") == set()
    assert board("2026-03-16 10:00") == {"visit_silent"}
    say(alfa, StopAnswer.OTHER, at=time(16))
    say(beta, StopAnswer.NO)
    wishes.ask_to_come(school, wishes.Wish(DAY, DAY, "Petra Berger"))
    assert board("2026-03-16 11:00") == {"visit_other", "visit_no"}
    asked = f"{school.organisation} would like to visit companies"
    assert [item.text for item in beside(by)] == [asked]
    assert beside(stranger) == []
    assert board("2026-03-19 10:00") == {"visit_report"}


def test_day_of_a_school_alone_is_told_of_until_somebody_writes_about_it(school, group, by, today):
    visit = planned(group, None, guests=[school], planned_by=by)

    def board(at):
        today(at)
        found = attention.signals(by, timezone.now())
        return [each.text if each.level == Level.AGENDA else each.key.split(":")[0]
                for each in found if each.key.startswith("visit")]  # fmt: skip

    found = [board("2026-03-16 10:00"), board("2026-03-18 07:00")]
    found.append(board("2026-03-19 10:00"))
    alfa = stops_of(visit)[0]
    ending.report(visit, ReportSide.SCHOOL, {alfa.pk: Seen("Proud")}, by=school.user)

    assert found[0] == ["visit_silent"] * 2  # nobody was asked
    assert sorted(found[1])[:2] == ["09:30 Alfa, S.r.l.", "10:15 Beta, S.r.l."]
    assert found[2] == ["visit_report"]
    assert board("2026-03-19 10:00") == []
    contact = Contact.objects.get()
    assert (contact.kind, contact.with_whom, contact.text) == ("visit", "sending", "Proud")
    assert not contact.is_shared


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_answer_to_a_time_that_is_changed_at_the_same_moment_is_asked_anew(request, at_once):
    standard_set()
    visit, by = request.getfixturevalue("visit"), request.getfixturevalue("by")
    stop = stops_of(visit)[0]
    times = Changes(times={stop.pk: (time(15), time(16))})

    _changed, said = at_once(
        lambda: planning.change(visit, Day(DAY, by), times, by=by),
        lambda: say(stop, StopAnswer.YES),
        at="visits.locked",
    )

    assert said == "changed"
    assert stops_of(visit)[0].answer == StopAnswer.ASKED


# --- Afterwards -------------------------------------------------------------------------------


def test_report_of_the_agency_locks_the_day_and_stands_in_the_contact_log(visit, by, today):
    alfa = stops_of(visit)[0]
    with pytest.raises(ValidationError) as early:
        ending.report(visit, ReportSide.AGENCY, {alfa.pk: Seen("All well.")}, by=by)
    today("2026-03-18 17:00")

    ending.report(visit, ReportSide.AGENCY, {alfa.pk: Seen("All well.", is_shared=True)}, by=by)
    ending.report(visit, ReportSide.AGENCY, {alfa.pk: Seen("All very well.")}, by=by)

    visit.refresh_from_db()
    contact = Contact.objects.get()
    assert early.value.code == "early"
    assert visit.state == VisitState.DONE
    assert (contact.kind, contact.minutes, contact.school_text) == ("visit", 30, "All well.")
    assert contact.trainee.placements.get().company == alfa.company
    assert [note.text for note in contact.notes.all()] == [
        "The report was put right: All very well."
    ]
    assert VisitReport.objects.get().seen == "All very well."
