"""django-helpdesk as it comes, in a process of its own: its pages, and what they cost.

Run by the Python of var/bench, which knows nothing of the portal. The only argument is JSON: `database`,
`tickets`, `messages` a ticket, `long` messages of the last one. Then a line on stdin, `look` or `time` and the name
of a page, is answered with a line on stdout: queries and gzipped bytes, or ms of CPU here and in the database.
"""

import gc
import gzip
import json
import sys
import time
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.urls import include, path

STARTED = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "There is no hot water in our bathroom since this morning, we share the room. "
SHARES = 1, 1, 8  # open, answered, closed: as in `tests.bench.help_desk`


def configure(database):
    settings.configure(
        SECRET_KEY="of-a-bench-only",
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": database},
        USE_TZ=True,
        TIME_ZONE="Europe/Rome",
        SITE_ID=1,
        STATIC_URL="/static/",
        LOGIN_URL="/login/",
        ROOT_URLCONF=__name__,
        HELPDESK_TEAMS_MODE_ENABLED=False,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=[
            *[f"django.contrib.{name}" for name in "auth contenttypes sessions messages".split()],
            *[f"django.contrib.{name}" for name in "staticfiles sites humanize admin".split()],
            *["rest_framework", "helpdesk"],
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
    )
    django.setup()
    urlpatterns.append(path("", include("helpdesk.urls", namespace="helpdesk")))


urlpatterns = []  # filled once there are settings


def fill(tickets, messages, long):
    """So many tickets with so many follow-ups each, the last one with `long`; a member of staff."""
    from django.contrib.auth.models import User

    from helpdesk.models import FollowUp, Queue, Ticket

    staff = User.objects.create_user("desk", is_staff=True, is_superuser=True)
    queue = Queue.objects.create(title="Rooms", slug="rooms", allow_public_submission=True)
    rows = [_ticket(Ticket, number, queue, staff) for number in range(tickets)]
    Ticket.objects.bulk_create(rows, 1000)
    for start in range(0, tickets, 1000):
        FollowUp.objects.bulk_create(
            (
                _said(FollowUp, ticket, number, staff)
                for ticket in rows[start : start + 1000]
                for number in range(long if ticket is rows[-1] else messages)
            ),
            2000,
        )
    return staff, rows


def _ticket(model, number, queue, staff):
    place = number % sum(SHARES)
    status = 1 if place < SHARES[0] else 3 if place < sum(SHARES[:2]) else 4
    return model(
        title=f"No hot water in room {number}",
        queue=queue,
        created=STARTED + timedelta(minutes=number),
        modified=STARTED + timedelta(minutes=number),
        due_date=STARTED + timedelta(minutes=number + 240),
        submitter_email=f"trainee{number % 600}@school.example",
        assigned_to=staff,
        status=status,
        description=TEXT * 2,
        priority=3,
        secret_key=f"{number}",
    )


def _said(model, ticket, number, staff):
    return model(
        ticket=ticket,
        date=ticket.created + timedelta(minutes=number),
        title="Comment",
        comment=TEXT * 2,
        public=True,
        user=staff if number % 2 else None,
    )


def _listed(status, search="", **more):
    asked = {
        "filtering": {"status__in": status},
        "sorting": "created",
        "search_string": search,
        "sortreverse": False,
    }
    query = b64encode(json.dumps(asked).encode()).decode()
    return f"/datatables_ticket_list/{query}?length=25&draw=1&start={more.get('start', 0)}"


def pages(rows):
    """What of its addresses make one page; the list is a shell that asks for its rows."""
    closed = len(rows) * SHARES[2] // sum(SHARES)
    return {
        "list": ["/tickets/", _listed([1, 2])],
        "deep page": [_listed([4], start=closed - 50)],
        "search": [_listed([1, 2, 3, 4], search="room 4711")],
        "thread": [f"/tickets/{rows[0].pk}/"],
        "long thread": [f"/tickets/{rows[-1].pk}/"],
    }


class Site:
    """What a web server would call, and the CPU time it takes."""

    def __init__(self, staff):
        from django.core.handlers.wsgi import WSGIHandler
        from django.db import connection
        from django.test import Client, RequestFactory

        client = Client()
        client.force_login(staff)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.requests = RequestFactory(HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={cookie}")
        self.serve, self.connection = WSGIHandler(), connection
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT pg_backend_pid()")
            self._stat = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def get(self, address):
        status = []
        environ = self.requests.get(address).environ
        answer = self.serve(environ, lambda line, headers, *rest: status.append(line))
        body = b"".join(answer)
        answer.close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{address} answers {status[0]}")
        return body

    def look(self, addresses):
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(self.connection) as queries:
            size = sum(len(gzip.compress(self.get(each))) for each in addresses)
        return {"queries": len(queries), "size": size}

    def time(self, addresses):
        database, own = self._in_database(), time.process_time()
        for each in addresses:
            self.get(each)
        own = (time.process_time() - own) * 1000
        return {"own": own, "sql": (self._in_database() - database) / 1e6}

    def _in_database(self):
        return int(self._stat.read_text().split()[0])


def main():
    asked = json.loads(sys.argv[1])
    configure(asked["database"])
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    staff, rows = fill(asked["tickets"], asked["messages"], asked["long"])
    site, known = Site(staff), pages(rows)
    gc.collect()
    gc.freeze()
    print(json.dumps(sorted(known)), flush=True)
    for line in sys.stdin:
        what, _space, name = line.strip().partition(" ")
        gc.collect()
        print(json.dumps(getattr(site, what)(known[name])), flush=True)


if __name__ == "__main__":
    main()
