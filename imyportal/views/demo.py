"""`/demo/`: enter as anybody, read every mail. These addresses exist only where DEMO is on."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import links
from accounts.enums import Purpose
from accounts.models import User
from placements.models import CompanyTutor, HourWeek


@dataclass(frozen=True)
class Role:
    """One door of the demo."""

    key: str
    title: str
    detail: str


def _roles() -> list[Role]:
    return [
        Role("tutor", _("Agency tutor"), _("Giulia Conti: the desk, with two groups of her own")),
        Role("trainee", _("Trainee"), _("Lena Hoffmann, week 3 of 8; best seen on a phone")),
        Role("company", _("Company tutor"), _("By the link in the mail, in Italian")),
        Role("sending", _("Sending tutor"), _("Carmen Vega, IES Sol: her group has just finished")),
        Role("all", _("Coordinator"), _("Sara Lenzi: sees every group, and the settings")),
    ]


def _user(key: str) -> User:
    wanted = {
        "tutor": {"email": "giulia.conti@imy.example"},
        "trainee": {"email": "trainee1@dortmund.example"},
        "sending": {"email": "carmen.vega@sevilla.example"},
        "all": {"email": "sara.lenzi@imy.example"},
    }
    if key not in wanted:
        raise Http404
    return get_object_or_404(User.objects.all(), **wanted[key])


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All doors, and the mail sent so far, newest first."""
    return render(request, "demo/index.html", {"roles": _roles(), "mails": [*_heads(100)]})


@login_not_required
@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Become somebody."""
    if role == "company":
        week = HourWeek.objects.to_sign().select_related("placement__company_tutor").first()
        tutor = (
            week.placement.company_tutor
            if week
            else get_object_or_404(CompanyTutor.objects.all(), email__startswith="marco.bartolini")
        )
        link = links.for_holder(Purpose.COMPANY, tutor)
        return redirect("company:open", links.token_of(link))
    user = _user(role)
    logout(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(settings.LOGIN_REDIRECT_URL)


@dataclass(frozen=True)
class KeptMail:
    """One mail as it went out."""

    key: str
    subject: str
    to: str
    sender: str
    text: str
    date: str

    @property
    def url(self) -> str:
        return reverse("demo:mail", args=[self.key])


def _parts(path: Path) -> list[bytes]:
    """The backend writes the messages of one connection into one file, 79 dashes between them."""
    parts = path.read_bytes().split(b"-" * 79 + b"\n")
    return [part.strip() for part in parts if part.strip()]


def _kept(key: str, message: EmailMessage, text: str = "") -> KeptMail:
    return KeptMail(
        key=key,
        subject=str(message["Subject"]),
        to=str(message["To"]),
        sender=str(message["From"]),
        text=text,
        date=_sent(message),
    )


def _sent(message: EmailMessage) -> str:
    """When it was sent, in our time."""
    sent = parsedate_to_datetime(message["Date"])
    # Django writes "-0000", UTC from nowhere in particular, which is read without a zone.
    sent = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
    return date_format(localtime(sent), "DATETIME_FORMAT")


def _files() -> list[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)  # none where mail is really sent
    return sorted(Path(folder).glob("*.log"), reverse=True)[:100] if folder else []


def _heads(most: int) -> Iterator[KeptMail]:
    """The newest `most`, without their text, which takes ten times as long to read."""
    parser = BytesHeaderParser(policy=email.policy.default)
    found = ((path, *part) for path in _files() for part in reversed([*enumerate(_parts(path))]))
    for path, number, part in islice(found, most):
        yield _kept(f"{path.stem}-{number}", parser.parsebytes(part))


@login_not_required
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail in full; its links can be followed."""
    files = [path for path in _files() if key.startswith(f"{path.stem}-")]
    parts = {f"{path.stem}-{n}": part for path in files for n, part in enumerate(_parts(path))}
    if key not in parts:
        raise Http404
    message = email.message_from_bytes(parts[key], policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    found = _kept(key, message, body.get_content() if body else "")
    return render(request, "demo/mail.html", {"mail": found})
