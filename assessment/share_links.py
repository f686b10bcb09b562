"""Where a badge can be shared: plain links to other sites, which load nothing here."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from .badge_page import BadgePage
from .models import BadgeIssue


@dataclass(frozen=True)
class ShareLink:
    """A link to another site, with its name."""

    name: str
    url: str


@dataclass(frozen=True)
class Copyable:
    """A field of somebody's form elsewhere, and what belongs into it."""

    name: str
    label: str
    value: str


def _link(name: str, address: str, /, **query: str) -> ShareLink:
    return ShareLink(name, f"{address}?{urlencode(query)}")


def of(page: BadgePage) -> list[ShareLink]:
    """For an open page; the text is only the badge's, not the person's."""
    # Translators: the name of the badge, and the agency
    text = _("%(badge)s, a badge from %(agency)s") % {
        "badge": page.level,
        "agency": settings.AGENCY["name"],
    }
    both = f"{text}: {page.address}"
    return [
        _link("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/", url=page.address),
        _link("Facebook", "https://www.facebook.com/sharer/sharer.php", u=page.address),
        _link("X", "https://x.com/intent/post", text=text, url=page.address),
        _link("Bluesky", "https://bsky.app/intent/compose", text=both),
        _link("WhatsApp", "https://wa.me/", text=both),
        _link("Telegram", "https://t.me/share/url", url=page.address, text=text),
        ShareLink(_("E-mail"), f"mailto:?{_mail(subject=text, body=page.address)}"),
    ]


def _mail(**fields: str) -> str:
    """Mail programs do not read a plus as a blank (RFC 6068)."""
    return urlencode(fields).replace("+", "%20")


def mastodon(page: BadgePage, server: str) -> ShareLink:
    """Mastodon is many servers: `server` is the host name of the one the person is on."""
    return _link(server, f"https://{server}/share", text=f"{page.level}: {page.address}")


def linkedin_profile(page: BadgePage, issue: BadgeIssue) -> tuple[ShareLink, list[Copyable]]:
    """«Add to profile», and the same fields for copying them one by one."""
    fields = [
        Copyable("name", _("Name"), page.level),
        Copyable("organizationName", _("Issuing organisation"), settings.AGENCY["name"]),
        Copyable("issueYear", _("Issue year"), f"{issue.issued_at:%Y}"),
        Copyable("issueMonth", _("Issue month"), f"{issue.issued_at.month}"),
        Copyable("certUrl", _("Credential URL"), page.address),
        Copyable("certId", _("Credential ID"), page.code),
    ]
    query = {"startTask": "CERTIFICATION_NAME"} | {each.name: each.value for each in fields}
    return _link(
        _("Add to my LinkedIn profile"), "https://www.linkedin.com/profile/add", **query
    ), fields
