"""accounts/links.py: links made, found, renewed, revoked."""

from datetime import timedelta

import pytest
from django.conf import settings as portal
from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from accounts.models import AccessLink, AccessLinkUse
from tests.factories import CompanyTutorFactory, UserFactory

NOON = "2026-03-02"


@pytest.fixture
def marco(db, today):
    today(NOON)
    return CompanyTutorFactory()


def stored(link):
    link.refresh_from_db()
    return link


def test_create_keeps_only_the_hash_of_the_token(marco):
    link = links.create(Purpose.COMPANY, marco)
    token = links.token_of(link)

    assert len(token) == 43
    assert token not in str(AccessLink.objects.values().get())
    assert links.find(Purpose.COMPANY, token) == link


def test_token_stays_the_same_and_depends_on_the_key(marco, settings):
    link = links.create(Purpose.COMPANY, marco)
    before = links.token_of(link)

    again = links.token_of(AccessLink.objects.get())
    settings.LINK_KEY = "another" * 8

    assert again == before != links.token_of(link)


@pytest.mark.parametrize("change", [str.swapcase, lambda text: text[:-1], lambda text: text + "A"])
def test_find_another_token_finds_nothing(marco, change):
    token = links.token_of(links.create(Purpose.COMPANY, marco))

    assert links.find(Purpose.COMPANY, change(token)) is None
    assert links.find(Purpose.SIGN_IN, token) is None


def test_link_lives_for_its_time_and_not_longer(marco, today):
    link = links.create(Purpose.COMPANY, marco)

    assert link.expires_at == timezone.now() + portal.LINK_LIFETIME
    today("2026-03-23 11:59")
    assert stored(link).is_live
    today("2026-03-23 12:01")
    assert not stored(link).is_live


def test_for_holder_gives_the_same_link_while_it_lives_long_enough(marco, today):
    first = links.for_holder(Purpose.COMPANY, marco)
    today("2026-03-08")
    second = links.for_holder(Purpose.COMPANY, marco)
    today("2026-03-10")
    third = links.for_holder(Purpose.COMPANY, marco)

    assert first == second != third
    assert stored(first).is_live
    assert third.expires_at - timezone.now() >= timedelta(days=14)


def test_for_holder_gives_no_link_that_was_revoked(marco):
    first = links.for_holder(Purpose.COMPANY, marco)
    links.revoke_all(Purpose.COMPANY, marco)

    assert links.for_holder(Purpose.COMPANY, marco) != first


def test_for_holder_gives_nobody_else_s(marco):
    other = links.for_holder(Purpose.COMPANY, CompanyTutorFactory())
    person = links.for_holder(Purpose.SIGN_IN, UserFactory(pk=marco.pk))

    assert links.for_holder(Purpose.COMPANY, marco) not in (other, person)


def test_renew_ends_all_older_ones_of_the_holder_only(marco):
    old = [links.create(Purpose.COMPANY, marco) for _ in range(2)]
    other = links.create(Purpose.COMPANY, CompanyTutorFactory())

    new = links.renew(Purpose.COMPANY, marco)

    assert [stored(link).is_live for link in (*old, other, new)] == [False, False, True, True]


def test_revoke_counts_those_that_still_worked(marco):
    links.create(Purpose.COMPANY, marco)

    assert links.revoke(AccessLink.objects.all()) == 1
    assert links.revoke(AccessLink.objects.all()) == 0


def test_was_taken_back_only_without_another_instead(marco):
    link = links.create(Purpose.COMPANY, marco)

    before = links.was_taken_back(link)
    links.revoke_all(Purpose.COMPANY, marco)
    revoked = links.was_taken_back(stored(link))
    links.create(Purpose.COMPANY, marco)

    assert (before, revoked, links.was_taken_back(stored(link))) == (False, True, False)


def test_was_taken_back_says_nothing_against_a_used_sign_in_link(db):
    user = UserFactory()
    link = links.create(Purpose.SIGN_IN, user)
    links.revoke_all(Purpose.SIGN_IN, user)

    assert not links.was_taken_back(stored(link))


@pytest.mark.parametrize("ip", ["203.0.113.7", "2001:db8::7", None, ""])
def test_note_use_is_logged_and_counted(marco, ip):
    link = links.create(Purpose.COMPANY, marco)

    for _ in range(2):
        links.note_use(link, "opened", ip)

    assert stored(link).use_count == 2
    assert AccessLinkUse.objects.filter(link=link, what="opened").count() == 2


def test_key_being_changed_keeps_the_links_that_were_sent(marco, settings):
    link = links.for_holder(Purpose.COMPANY, marco)
    sent = links.token_of(link)

    settings.LINK_KEY, settings.LINK_KEY_FALLBACKS = "another" * 8, [settings.LINK_KEY]
    again = links.for_holder(Purpose.COMPANY, marco)

    assert (again, links.token_of(again)) == (link, sent)
    assert links.find(Purpose.COMPANY, sent) == link


def test_key_that_was_changed_makes_new_links_and_lets_the_sent_ones_live(marco, settings):
    sent = links.token_of(links.for_holder(Purpose.COMPANY, marco))

    settings.LINK_KEY = "another" * 8
    new = links.for_holder(Purpose.COMPANY, marco)

    assert links.find(Purpose.COMPANY, links.token_of(new)) == new
    assert links.find(Purpose.COMPANY, sent).is_live
