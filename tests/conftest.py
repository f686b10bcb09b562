"""Fixtures of every room: browsers of the cast, and a day that stands still."""

import threading
import time
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, TestCase, TransactionTestCase

from accounts import links
from accounts.enums import Purpose
from accounts.models import AccessLink
from imyportal import work
from imyportal.models.opening import last_read
from tests import migrated, put_back

ROME = ZoneInfo("Europe/Rome")
NOT_ROLLED_BACK = {"transactional_db", "live_server", "browse"}


# The same examples on every machine, and no stop-watch: a busy one is not a mistake.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, django_db_blocker):
    """Whether a database that was migrated by an earlier run is there."""
    with django_db_blocker.unblock():
        return migrated.bring_back()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    with django_db_blocker.unblock():
        if not django_db_keepdb:
            migrated.keep()
        if connection.vendor == "postgresql":
            put_back.remember()


@pytest.fixture(autouse=True)
def _opening_hours_are_read_anew():
    last_read.forget()


@pytest.fixture(autouse=True)
def _begin_without_counted_tries(request):
    """Rate limits lie in a table that is no model: what a test left there is not flushed.

    Keys of content types that another database had are forgotten, too.
    """
    if NOT_ROLLED_BACK & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        cache.clear()
        ContentType.objects.clear_cache()


@pytest.fixture(autouse=True, scope="session")
def _put_back_what_migrations_wrote():
    """After a test that committed: all at once in PostgreSQL, row by row in SQLite.

    There triggers refuse to forget the audit trail, and sets of objectives to be flushed and put back.
    """
    flush, load = TransactionTestCase._fixture_teardown, TransactionTestCase._fixture_setup.__func__

    def teardown(case):
        if connection.vendor == "postgresql":
            put_back.put_back()
            return
        with untriggered():
            _forget_the_audit_trail()
            flush(case)

    @classmethod
    def setup(cls):
        if connection.vendor == "postgresql":
            return
        with untriggered():
            load(cls)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        patch.setattr(TransactionTestCase, "_fixture_setup", setup)
        yield


@pytest.fixture(autouse=True, scope="session")
def _number_users_anew():
    """The first user of a test is always the same, as in SQLite.

    What is put together once for a viewer (`imyportal.prepared`) is not made anew for every test.
    """
    begin = TestCase._fixture_setup.__func__

    @classmethod
    def setup(cls):
        begin(cls)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(NEXT_USER)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestCase, "_fixture_setup", setup)
        yield


NEXT_USER = """
    SELECT setval('accounts_user_id_seq', coalesce(max(id), 0) + 1, false) FROM accounts_user
"""


def _forget_the_audit_trail():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM imyportal_auditseal")
        cursor.execute("DELETE FROM imyportal_auditevent")
        cursor.execute("DELETE FROM imyportal_change")


@contextmanager
def untriggered():
    """As somebody who is master of the database and goes round its triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


class Browser(Client):
    """A browser in which an agency tutor, once signed in, has shown the second factor too."""

    def force_login(self, user, backend=None, *, second_factor=True):
        super().force_login(user, backend)
        if user.is_staff and second_factor:
            session, now = self.session, time.time()
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [
                {"method": "password", "at": now},
                {"method": "mfa", "at": now, "type": "totp"},
            ]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()

    def come_in(self, link):
        """By a company tutor's link."""
        return self.get(f"/c/{links.token_of(link)}/")


@pytest.fixture
def client():
    """Nobody's browser."""
    return Browser()


@pytest.fixture
def client_for():
    """`client_for(user)`: a browser of its own in which `user` is signed in."""

    def open_browser(user):
        browser = Browser()
        browser.force_login(user)
        return browser

    return open_browser


@pytest.fixture
def company_client():
    """`company_client(link)` or `(company_tutor)`: a browser that came in by the link."""

    def open_browser(who):
        is_link = isinstance(who, AccessLink)
        browser = Browser()
        browser.come_in(who if is_link else links.for_holder(Purpose.COMPANY, who))
        return browser

    return open_browser


@pytest.fixture
def today():
    """`today("2026-03-19")` or `today("2026-03-19 08:30")`: that moment in Rome until the test ends.

    Without a time it is noon.
    """
    travels = []

    def stand_still(moment):
        when = datetime.fromisoformat(moment if ":" in moment else f"{moment} 12:00")
        travel = time_machine.travel(when.replace(tzinfo=ROME), tick=False)
        travel.start()
        travels.append(travel)

    yield stand_still
    while travels:
        travels.pop().stop()


@pytest.fixture
def at_once():
    """`at_once(first, second)`: `second` starts while `first` holds its lock; both outcomes.

    With `at` it stands at another hook."""
    held, go_on = threading.Event(), threading.Event()
    outcomes, hooks = {}, []

    def stand():
        if threading.current_thread().name == "first":
            held.set()
            go_on.wait(10)

    def run(name, act):
        try:
            outcomes[name] = act()
        except ValidationError as error:
            outcomes[name] = error.code
        finally:
            connection.close()

    def both(first, second, at="hours.week_locked"):
        held.clear()
        go_on.clear()
        hooks.append(at)
        work.set_hook(at, stand)
        threads = [
            threading.Thread(target=run, args=("first", first), name="first"),
            threading.Thread(target=run, args=("second", second), name="second"),
        ]
        threads[0].start()
        assert held.wait(10)
        threads[1].start()
        threads[1].join(0.3)
        assert threads[1].is_alive()  # it waits for the lock
        go_on.set()
        for thread in threads:
            thread.join(20)
        return outcomes["first"], outcomes["second"]

    yield both
    for each in hooks:
        work.set_hook(each, None)
