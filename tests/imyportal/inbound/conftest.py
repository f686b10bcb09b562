"""Answers by mail: a portal that gets them, a room with a thread, and a person."""

import signal

import pytest
from django.core.cache import cache

from imyportal.inbound import doing, parser
from tests.factories import UserFactory
from tests.imyportal.inbound.letters import LENA


@pytest.fixture(autouse=True)
def portal(settings, tmp_path):
    settings.REPLY_EMAIL = "reply+*@imy.example"
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()


@pytest.fixture
def thread(monkeypatch):
    """What a room was handed for its thread 7."""
    found = []
    monkeypatch.setitem(doing._handlers, "test", found.append)
    return found


@pytest.fixture
def lena():
    return UserFactory(email=LENA)


@pytest.fixture
def alarm(monkeypatch):
    """The clock that the program sets itself, in this process."""
    before = signal.signal(signal.SIGALRM, parser.too_long)
    yield
    signal.signal(signal.SIGALRM, before)
