"""imyportal/mail.py: queued once, in the reader's language, nothing escaped, nothing smuggled in."""

import threading
from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from imyportal import mail, work
from imyportal.models import OutgoingMail
from placements.enums import WeekStatus
from placements.models import HourWeek
from tests.factories import CompanyTutorFactory, UserFactory, filled_week

SENT = "placements/week_sent"


@pytest.fixture
def week(db):
    return filled_week(WeekStatus.DECLARED)


def queue(week, template=SENT, **fields):
    fields = {"to": "marco@impianti.example", "language": "en", "about": week} | fields
    return mail.queue(template, **fields)


def message_of(week, template=SENT, **fields):
    return mail.render(queue(week, template, **fields))


def named(week, **names):
    """The week of a trainee, company or tutor called otherwise."""
    people = {
        "trainee": week.placement.trainee,
        "company_tutor": week.placement.company_tutor,
        "lead": week.placement.trainee.group.lead_tutor,
    }
    for who, fields in names.items():
        for name, value in fields.items():
            setattr(people[who], name, value)
        people[who].save()
    return week


# --- Queued -----------------------------------------------------------------------------------


def test_queue_with_a_key_is_queued_once_for_ever(week):
    first = queue(week, key="week_sent:1")
    second = queue(week, key="week_sent:1")
    mail.deliver_due()
    third = queue(week, key="week_sent:1")

    assert (first is not None, second, third) == (True, None, None)
    assert OutgoingMail.objects.count() == len(outbox.outbox) == 1


def test_queue_without_a_key_is_queued_every_time(week):
    assert queue(week).pk != queue(week).pk


def test_queue_without_an_address_queues_nothing(week):
    assert queue(week, to="") is None
    assert not OutgoingMail.objects.exists()


def test_queue_of_a_cause_that_is_rolled_back_is_gone(week):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue(week, key="week_sent:1")
        _ = 1 / 0

    assert not OutgoingMail.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first_commits", [True, False])
def test_queue_same_key_at_once_leaves_one(transactional_db, first_commits):
    week, second = filled_week(WeekStatus.DECLARED), []

    def run():
        try:
            second.append(queue(week, key="week_sent:1"))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        queue(week, key="week_sent:1")
        thread.start()
        thread.join(0.3)
        transaction.set_rollback(not first_commits)
    thread.join(10)

    assert OutgoingMail.objects.count() == 1
    assert (second[0] is None) == first_commits


def test_row_holds_no_token_and_no_name_of_the_trainee(week):
    row = queue(week)
    message = mail.render(row)
    mail.deliver_due()

    token = links.token_of(links.for_holder(Purpose.COMPANY, week.placement.company_tutor))
    stored = str(OutgoingMail.objects.values().get())
    assert token in message.body
    assert token not in stored
    assert week.placement.trainee.last_name not in stored


# --- Rendered ---------------------------------------------------------------------------------


def test_render_twice_is_the_same_mail(week):
    row = queue(week)

    first, second = mail.render(row), mail.render(OutgoingMail.objects.get())

    assert first.extra_headers == second.extra_headers
    assert first.extra_headers["Message-ID"] == row.message_id
    assert first.body == second.body


@pytest.mark.parametrize(
    ("language", "spoken", "word"),
    [("it", "it", "Firma"), ("en", "en", "Sign"), ("hu", "en", "Sign")],
)
def test_render_speaks_the_reader_s_language_else_english(week, language, spoken, word):
    message = message_of(week, language=language)

    assert message.extra_headers["Content-Language"] == spoken
    assert message.subject.startswith(word)
    assert f'lang="{spoken}"' in message.alternatives[0].content


def test_render_text_part_escapes_nothing_and_html_part_everything(week):
    named(week, trainee={"first_name": "D'Angelo & <b>Figli</b>"})

    message = message_of(week)

    assert "D'Angelo & <b>Figli</b>" in message.body
    assert "D'Angelo & <b>Figli</b>" in message.subject
    html = message.alternatives[0].content
    assert "D&#x27;Angelo &amp; &lt;b&gt;Figli&lt;/b&gt;" in html
    assert "<b>Figli" not in html


def test_render_company_with_an_apostrophe_arrives_as_it_is_written(db):
    tutor = CompanyTutorFactory(company__name="L'Officina & C.")

    message = message_of(tutor, "placements/not_me")

    assert "L'Officina & C." in message.body


@pytest.mark.parametrize("who", ["trainee", "company_tutor", "lead"])
def test_render_line_breaks_in_a_name_make_no_header(week, smtp_sink, who):
    named(week, **{who: {"first_name": "Lena\r\nBcc: all@example.org\r\n\r\nHello"}})
    queue(week)

    done = mail.deliver_due()

    assert done == 1
    [message] = smtp_sink.messages
    assert (message["Bcc"], message["To"]) == (None, "marco@impianti.example")
    assert len(message.get_all("Subject")) == 1


def test_render_comes_in_the_tutor_s_name_from_our_address(week, settings):
    named(week, lead={"first_name": 'Giulia "Giu"', "last_name": "Conti, <x@y.example>"})
    lead = week.placement.trainee.group.lead_tutor

    message = message_of(week)

    name, address = parseaddr(message.from_email)
    assert address == parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    assert name == 'Giulia "Giu" Conti, <x@y.example>, IMY'
    assert message.reply_to == [lead.email]


# --- Delivered --------------------------------------------------------------------------------


def test_deliver_pointless_mail_is_done_without_sending(week):
    row = queue(week)
    HourWeek.objects.update(status=WeekStatus.OPEN)

    mail.deliver_due()

    row.refresh_from_db()
    assert outbox.outbox == []
    assert (row.done_at is not None, row.sent_at) == (True, None)


def test_deliver_one_that_cannot_be_sent_does_not_hold_up_the_others(week, smtp_sink):
    bad = queue(week, to="a@example.org\nBcc: b@example.org")
    good = queue(week)

    assert mail.deliver_due() == 1

    for row in (bad, good):
        row.refresh_from_db()
    assert [m["Message-ID"] for m in smtp_sink.messages] == [good.message_id]
    assert (bad.sent_at, bad.attempts) == (None, 1)
    assert "Invalid address" in bad.last_error
    assert bad.due_at > timezone.now() + timedelta(seconds=20)


def test_deliver_server_that_is_away_is_asked_once_and_the_others_stay_due(week, smtp_sink):
    smtp_sink.stop()
    first, second = queue(week), queue(week)

    assert mail.deliver_due() == 0

    first.refresh_from_db()
    assert "ConnectionRefusedError" in first.last_error
    assert (first.sent_at, first.attempts) == (None, 1)
    assert list(OutgoingMail.objects.due()) == [second]
    smtp_sink.start()
    assert mail.deliver_due() == 1


def refuse(code):
    def send(message, fail_silently=False):
        raise SMTPRecipientsRefused({message.to[0]: (code, b"5.1.1 no such user")})

    return send


@pytest.mark.parametrize(("code", "given_up"), [(550, True), (450, False)])
def test_deliver_to_an_address_that_is_refused_for_good_is_given_up(
    week, monkeypatch, code, given_up
):
    row = queue(week)
    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse(code))

    mail.deliver_due()

    row.refresh_from_db()
    assert (row.stopped_at is not None) is given_up
    assert f"({code}, b'5.1.1 no such user')" in row.last_error


@pytest.mark.parametrize(("days", "given_up"), [(3.9, False), (4.1, True)])
def test_deliver_is_given_up_after_four_days_and_sent_when_asked_for_again(
    week, monkeypatch, days, given_up
):
    row = queue(week)
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=days))
    with monkeypatch.context() as server:
        server.setattr(EmailMultiAlternatives, "send", refuse(450))
        mail.deliver_due()
    row.refresh_from_db()
    assert (row.stopped_at is not None) is given_up

    mail.try_again(OutgoingMail.objects.all())

    assert mail.deliver_due() == 1


def test_deliver_about_something_that_is_gone_is_noted_not_raised(week):
    row = queue(week)
    OutgoingMail.objects.update(about_id=10**9)

    assert mail.deliver_due() == 0

    row.refresh_from_db()
    assert "DoesNotExist" in row.last_error


def test_send_now_sends_this_one_only(week):
    other, mine = queue(week), queue(week)

    mail.send_now(mine)
    mail.send_now(None)

    assert [m.extra_headers["Message-ID"] for m in outbox.outbox] == [mine.message_id]
    other.refresh_from_db()
    assert other.done_at is None


def test_try_again_makes_unsent_mail_due_and_leaves_the_rest(week):
    now = timezone.now()
    waiting, given_up, held, done = (queue(week) for _ in range(4))
    later = now + timedelta(hours=1)
    OutgoingMail.objects.update(due_at=later)
    OutgoingMail.objects.filter(pk=given_up.pk).update(stopped_at=now)
    OutgoingMail.objects.filter(pk=held.pk).update(lease_until=later)
    OutgoingMail.objects.filter(pk=done.pk).update(done_at=now)

    count = mail.try_again(OutgoingMail.objects.all())

    assert count == 2
    assert set(OutgoingMail.objects.due()) == {waiting, given_up}


def test_deliver_while_the_row_is_held_elsewhere_sends_nothing(week):
    queue(week)
    work.claim_one(OutgoingMail.objects.due())

    assert mail.deliver_due() == 0
    assert outbox.outbox == []


# --- Who sees the list ------------------------------------------------------------------------


def test_visible_to_those_who_run_the_portal_only(week):
    row = queue(week)
    runs, tutor, trainee = UserFactory(admin=True), UserFactory(tutor=True), UserFactory()

    assert list(OutgoingMail.objects.visible_to(runs)) == [row]
    for viewer in (tutor, trainee, None):
        assert not OutgoingMail.objects.visible_to(viewer).exists()
