"""Nothing that somebody typed leads to another place."""

import re
from urllib.parse import quote, urlsplit

import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example", "http:evil.example",
    "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "https:///evil.example",
    "/\t/evil.example", "http://testserver@evil.example/", "//evil.example\\@testserver",
    "data:text/html,x", "https://testserver.evil.example/", "evil.example", "/x\r\nLocation: //evil",
]  # fmt: skip


def leads_away(response):
    """As a browser reads it: white space is passed over, a backslash is a slash."""
    where = re.sub(r"\s", "", response.headers.get("Location", "")).replace("\\", "/")
    return where.startswith("//") or urlsplit(where).scheme != ""


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_form_leads_elsewhere(client, client_for, target):
    trainee, tutor = client_for(UserFactory()), client_for(UserFactory(tutor=True))
    query = quote(target)
    again = reverse("mfa_reauthenticate")

    answers = [
        client.post("/language/", {"language": "it", "next": target}),
        client.get(f"/in/?next={query}"),
        client.get(f"/in/password/?next={query}"),
        client.post("/in/", {"email": "a@b.example", "next": target}),
        trainee.get(f"/in/?next={query}"),
        trainee.post("/out/", {"next": target}),
        tutor.get(f"/in/password/?next={query}"),
        tutor.get(f"{again}?next={query}"),
        tutor.get(f"/admin/login/?next={query}"),
    ]

    assert [each.headers["Location"] for each in answers if leads_away(each)] == []
    assert {each.status_code for each in answers} <= {200, 302}
