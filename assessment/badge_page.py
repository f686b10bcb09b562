"""What the public page of a badge says: nothing that its signed credential does not say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal.codes import grouped

from . import credentials
from .badges import awarding, content
from .certificate_pdf import period
from .enums import ResultStatus
from .models import BadgeAward, BadgeIssue

# A signature costs 60 ms to look at; the same document is not looked at again for so long.
CHECKED_SECONDS = 300


@dataclass(frozen=True)
class BadgePage:
    """Ready strings in the active language; all but the first four empty while the page is closed."""

    code: str
    address: str
    is_public: bool
    is_valid: bool  # signed by us as it stands, and not withdrawn
    withdrawn_on: date | None
    checked_at: datetime
    level: str = ""
    months: int = 0
    picture: str = ""  # below static/
    holder: str = ""
    first_name: str = ""
    did: str = ""
    criteria: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    results: tuple[tuple[str, str], ...] = ()
    results_note: str = ""  # how final they are, and when they were
    card: str = ""  # address of the picture for previews


def address(award: BadgeAward) -> str:
    """Where anyone finds the badge."""
    return settings.SITE_URL + reverse("assessment:badge", args=[award.code])


def page(award: BadgeAward, *, is_public: bool) -> BadgePage:
    """The page of `award`, which has trainee and level loaded."""
    issue, withdrawn_at = award.current, award.withdrawn_at
    closed = BadgePage(
        code=grouped(award.code),
        address=address(award),
        is_public=is_public and withdrawn_at is None,
        is_valid=withdrawn_at is None and is_signed(issue),
        withdrawn_on=timezone.localdate(withdrawn_at) if withdrawn_at else None,
        checked_at=timezone.now(),
    )
    if not closed.is_public:
        return closed
    subject = issue.document.get("credentialSubject", {})
    achievement = subject.get("achievement", {})
    return BadgePage(
        **vars(closed)
        | {
            "level": award.level.name,
            "months": award.level.months,
            "picture": f"img/badges/{award.level.picture}",
            "holder": content.shown_name(award),
            "first_name": award.trainee.first_name,
            "did": _did(award, issue),
            "criteria": achievement.get("criteria", {}).get("narrative", ""),
            "rows": tuple(_rows(issue, subject)),
            "results": tuple(results(subject)),
            "results_note": results_note(issue, subject),
            "card": settings.SITE_URL + reverse("assessment:badge_card", args=[award.code]),
        }
    )


def is_signed(issue: BadgeIssue) -> bool:
    """Whether the stored credential is as we signed it; a yes is remembered for some minutes."""
    key = f"badge-signed:{awarding.digest(issue.document)}"
    if cache.get(key):
        return True
    found = credentials.check(issue.document).is_valid
    if found:
        cache.set(key, 1, timeout=CHECKED_SECONDS)
    return found


def _did(award: BadgeAward, issue: BadgeIssue) -> str:
    text = ngettext(
        "%(name)s worked for %(weeks)d week in a company in Tuscany, Italy, in a European learning mobility.",
        "%(name)s worked for %(weeks)d weeks in a company in Tuscany, Italy, in a European learning mobility.",
        issue.weeks,
    )
    return text % {"name": award.trainee.first_name, "weeks": issue.weeks}


def _rows(issue: BadgeIssue, subject: dict[str, Any]) -> list[tuple[str, str]]:
    first, last = (subject.get(f"activity{end}Date", "")[:10] for end in ("Start", "End"))
    weeks = ngettext(
        "%(count)d, signed by the company", "%(count)d, signed by the company", issue.weeks
    )
    issued = {
        "day": date_format(timezone.localdate(issue.issued_at), "j E Y"),
        "agency": settings.AGENCY["name"],
        "city": settings.AGENCY["city"],
    }
    rows = [
        (_("Weeks"), weeks % {"count": issue.weeks}),
        (_("Period"), period(first, last) if first and last else ""),
        (_("Issued"), _("%(day)s by %(agency)s, %(city)s") % issued),
        (_("Code"), grouped(issue.award.code)),
    ]
    return [row for row in rows if row[1]]


def results(subject: dict[str, Any]) -> list[tuple[str, str]]:
    """Objective and value of 100, as the credential says them."""
    described = subject.get("achievement", {}).get("resultDescription", [])
    names = {each["id"]: each["name"] for each in described}
    return [
        (names.get(each["resultDescription"], ""), _("%s of 100") % each["value"])
        for each in subject.get("result", [])
    ]


def results_note(issue: BadgeIssue, subject: dict[str, Any]) -> str:
    """What the results are; credentials of earlier versions do not say it."""
    found: set[str] = {each.get("status", "") for each in subject.get("result", [])}
    texts: dict[str, str] = {
        ResultStatus.COMPLETED: _("The final results, as %(agency)s signed them off."),
        ResultStatus.IN_PROGRESS: _(
            "Mid-term results, as %(agency)s signed them off before %(day)s: the placement was not over. "
            "The certificate says how it ended."
        ),
        ResultStatus.PROVISIONAL: _(
            "What company and %(agency)s saw until %(day)s, not signed off yet. The certificate says how "
            "the placement ended."
        ),
    }
    unsaid = _(
        "As %(agency)s knew them on %(day)s, when the badge was issued. The certificate says how the "
        "placement ended."
    )
    text = texts.get(next(iter(found), ""), unsaid)
    day = date_format(timezone.localdate(issue.issued_at), "j E Y")
    return text % {"agency": settings.AGENCY["name"], "day": day}
