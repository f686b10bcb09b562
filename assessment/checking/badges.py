"""What a badge is to us: its credential against the row of the one we signed.

Two documents may say the same in other words only after canonicalisation, which a stranger can make endless;
so ours is recognised by its own name (`id`) and compared member by member. Of what we never issued nothing is
computed; whether somebody else signed it well, we cannot tell without asking elsewhere, and say so.
"""

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .. import badge_page, credentials, sharing
from ..badges import awarding, content
from ..credentials import reading
from ..enums import FindingKind
from ..models import BadgeIssue
from . import pictures
from .answers import Answer, Outcome, unknown, unreadable
from .opening import Facts

HASHED = "sha256$"
MOST_IDENTIFIERS = 20
GOOD = (Outcome.VALID, Outcome.SUPERSEDED, Outcome.NOT_THEIRS)


def of(text: str, facts: Facts, content: bytes, *, email: str) -> Answer:
    """`text` is JSON or a compact token from the file `content`; `email` an address to compare with the
    holder's, or empty."""
    try:
        found = reading.read(text)
        # JSON may spell half characters, which no page and no database takes.
        json.dumps(found.document, ensure_ascii=False).encode()
    except (reading.UnreadableError, UnicodeEncodeError):
        return unknown() if facts.kind == "json" else unreadable("credential")
    name = found.document.get("id")
    issue = _issue(name) if isinstance(name, str) and "\0" not in name else None
    if issue is None:
        return _stranger(text, found.document)
    is_same = (
        hmac.compare_digest(found.token, issue.jwt)
        if found.token
        else awarding.digest(found.document) == issue.digest
    )
    signed: Any = issue.jwt if found.token else issue.document
    answer = _ours(issue, signed if is_same else None, email)
    if answer.outcome in GOOD and not pictures.is_ours(issue, facts, content):
        answer = _painted(answer)
    return answer


def _issue(name: str) -> BadgeIssue | None:
    issues = BadgeIssue.objects.select_related("award__trainee", "award__level", "level", "status")
    return issues.filter(credential_id=name).first()


# --- Ours -------------------------------------------------------------------------------------


def _ours(issue: BadgeIssue, signed: Any, email: str) -> Answer:
    """`signed`: what was handed in, when it is what we signed."""
    if issue.award.withdrawn_at is not None or issue.status.withdrawn_at is not None:
        return Answer(
            Outcome.WITHDRAWN,
            _("This badge was withdrawn. It is not valid."),
            [_("Ask its holder, or write to %(agency)s.") % {"agency": settings.AGENCY["email"]}],
        )
    is_public = sharing.is_public(issue.award)
    url = reverse("assessment:badge", args=[issue.award.code]) if is_public else ""
    if signed is None:
        return Answer(
            Outcome.ALTERED,
            _("This badge was changed after we signed it."),
            [
                _(
                    "It carries the name of a badge of ours, but what it says is different. Only what "
                    "stands below is true."
                )
            ],
            # Whoever has no genuine file learns no name from a closed page.
            rows=_rows(issue, with_name=is_public),
            url=url,
            picture=_picture(issue),
        )
    answer = _signed(issue, signed, _rows(issue), email)
    return replace(answer, url=url, picture=_picture(issue))


def _picture(issue: BadgeIssue) -> str:
    return f"img/badges/{issue.level.picture}"


def _painted(answer: Answer) -> Answer:
    """Of a badge whose data are good, in a picture that is not ours."""
    text = _(
        "The signed data is unchanged, but the picture was changed: somebody painted on it, or a program "
        "saved it in another way. Compare it with ours below; only what stands there is true."
    )
    if answer.outcome == Outcome.NOT_THEIRS:
        return replace(answer, words=[*answer.words, text])
    title = _("The data in this badge are real, but its picture was changed.")
    older = answer.words if answer.outcome == Outcome.SUPERSEDED else []
    return replace(answer, outcome=Outcome.COMPARE, title=title, words=[text, *older])


def _signed(issue: BadgeIssue, signed: Any, rows: list[tuple[str, str]], email: str) -> Answer:
    """To the last sign as we signed it; the key may have been stolen since."""
    finding = credentials.check(signed)
    if finding.kind == FindingKind.NOT_TRUSTWORTHY:
        return Answer(
            Outcome.NOT_TRUSTWORTHY,
            _("The key this badge was signed with was stolen."),
            [finding.words],
            rows=rows,
        )
    if finding.kind in (FindingKind.EXPIRED, FindingKind.NOT_YET_VALID):
        return Answer(
            Outcome.EXPIRED, _("This badge is not valid today."), [finding.words], rows=rows
        )
    if not finding.is_valid:
        title = _("This badge does not belong to its signature.")
        return Answer(Outcome.ALTERED, title, [finding.words], rows=rows)
    if issue.superseded_at is not None:
        words = _("What it says is true. Since then its holder has a newer one: ask for it.")
        title = _("This badge is real, and there is a newer one.")
        good = Answer(Outcome.SUPERSEDED, title, [words], rows=rows)
    else:
        title = _("This badge is real and valid.")
        good = Answer(Outcome.VALID, title, [finding.words], rows=rows)
    return _asked_of(good, issue.document, email) if email else good


def _rows(issue: BadgeIssue, *, with_name: bool = True) -> list[tuple[str, str]]:
    """What the signed credential says, for comparing; without its name it tells no results either."""
    subject = issue.document["credentialSubject"]
    holder = next(
        (each["identityHash"] for each in subject["identifier"] if not each["hashed"]),
        content.shown_name(issue.award),
    )
    return [
        (_("Level"), issue.level.name),
        *([(_("Holder"), holder)] if with_name else []),
        (_("Placement weeks"), str(issue.weeks)),
        (_("Issued"), date_format(localtime(issue.issued_at), "j E Y")),
        (_("Issuer"), issue.document["issuer"]["name"]),
        *(_results(issue, subject) if with_name else []),
    ]


def _results(issue: BadgeIssue, subject: dict[str, Any]) -> list[tuple[str, str]]:
    found = badge_page.results(subject)
    return [*found, (_("Results"), badge_page.results_note(issue, subject))] if found else []


def _asked_of(good: Answer, document: dict[str, Any], email: str) -> Answer:
    """Whether the salted hash in it is that of `email` (Open Badges 3.0, IdentityObject)."""
    hashed = [
        each
        for each in document["credentialSubject"]["identifier"][:MOST_IDENTIFIERS]
        if each["hashed"] and each["identityType"] == "emailAddress"
    ]
    if not hashed:
        return replace(good, recipient=("warn", _("It carries no e-mail address to compare with.")))
    if any(_is_hash(each, form) for each in hashed for form in (email, email.lower())):
        words = _("It was issued to %(email)s.") % {"email": email}
        return replace(good, recipient=("ok", words))
    title = _("This badge was not issued to %(email)s.") % {"email": email}
    words = _("Its holder has, or had, another address. Ask whose badge it is.")
    return replace(good, outcome=Outcome.NOT_THEIRS, title=title, words=[words, good.title])


def _is_hash(identity: dict[str, Any], email: str) -> bool:
    digest = hashlib.sha256((email + identity.get("salt", "")).encode()).hexdigest()
    return hmac.compare_digest(identity["identityHash"], HASHED + digest)


# --- Others' ----------------------------------------------------------------------------------


def _stranger(text: str, document: dict[str, Any]) -> Answer:
    """Not in our list: somebody else's, no badge at all, or one that only names us."""
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    agency = {"agency": settings.AGENCY["name"], "email": settings.AGENCY["email"]}
    if named == credentials.identifier():
        return Answer(
            Outcome.UNKNOWN,
            _("We never issued this badge."),
            [
                _(
                    "It names %(agency)s as its issuer, but it is not in our list. Send it to %(email)s, "
                    "please: somebody may use our name."
                )
                % agency
            ],
        )
    if credentials.check(text).kind != FindingKind.UNKNOWN_ISSUER:
        return unknown()
    name = issuer.get("name") if isinstance(issuer, dict) else ""
    # Anybody may call themselves by our name; an address tells.
    shown = ", ".join(str(each)[:120] for each in (name, named) if each)
    return Answer(
        Outcome.FOREIGN,
        _("This badge is not from us."),
        [
            _(
                "It is an Open Badge, and names as its issuer: %(issuer)s. Ask there whether it is real; "
                "only they can tell."
            )
            % {"issuer": shown}
        ],
    )
