"""How far the certificates are that somebody asked for together."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Certificate, CertificateBatch


@dataclass(frozen=True)
class Trouble:
    """One that could not be made so far: whose, why, and what to do."""

    name: str
    number: str
    why: str
    action: str
    url: str


@dataclass(frozen=True)
class Progress:
    total: int
    made: int
    withdrawn: int  # before they were made
    troubles: list[Trouble] = field(default_factory=list)
    given_up: int = 0
    ended: int = 0  # made, and withdrawn or replaced since
    files: list[Certificate] = field(default_factory=list)  # those made, with their trainees

    @property
    def left(self) -> int:
        """How many a worker still has to make; those that were given up wait for a person."""
        return self.total - self.made - self.withdrawn - self.given_up

    @property
    def is_running(self) -> bool:
        return self.left > 0

    @property
    def words(self) -> str:
        if self.is_running:
            return _("%(made)d of %(total)d are made.") % {"made": self.made, "total": self.total}
        return ngettext(
            "%(count)d certificate is made.", "%(count)d certificates are made.", self.made
        ) % {"count": self.made}


def progress(batch: CertificateBatch) -> Progress:
    """Counts and troubles; one query, whose rows carry no content."""
    rows = list(
        Certificate.objects.filter(batch=batch)
        .select_related("placement__trainee")
        .defer("content")
        .order_by("number")
    )
    return Progress(
        total=len(rows),
        made=sum(row.rendered_at is not None for row in rows),
        withdrawn=sum(row.rendered_at is None and row.withdrawn_at is not None for row in rows),
        troubles=[_trouble(row) for row in rows if _is_in_trouble(row)],
        files=[row for row in rows if row.rendered_at is not None and row.withdrawn_at is None],
        given_up=sum(bool(row.why_given_up) for row in rows),
        ended=sum(row.rendered_at is not None and row.withdrawn_at is not None for row in rows),
    )


def _is_in_trouble(row: Certificate) -> bool:
    return row.rendered_at is None and row.withdrawn_at is None and bool(row.last_error)


def _trouble(row: Certificate) -> Trouble:
    page = f"{reverse('admin:assessment_certificate_changelist')}?q={row.number}"
    name = row.placement.trainee.name
    if row.why_given_up:
        return Trouble(name, row.number, row.why_given_up, _("Put it right and try again"), page)
    why = _("It did not work so far. It is tried again by itself.")
    return Trouble(name, row.number, why, _("See the certificate"), page)
