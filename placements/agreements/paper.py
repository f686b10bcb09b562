"""An agreement on paper: frozen content in, PDF out; with who signed on its last page, or lines to sign on.

It speaks the language of the school and Italian, where one is not spoken here English; a training plan Italian. The
texts stand in all languages they were written in, each with its name.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Language
from imyportal import codes, countries, pdf, vocabulary, weeks, words

from .. import presenting
from ..enums import AgreedHow, AgreementKind, AgreementParty, Weekday
from ..models import Agreement, AgreementSignature
from . import signing
from .typed import ENGLISH, FIELDS, ITALIAN

STYLESHEETS = ("css/paper.css", "css/agreement.css")
LABELS: dict[str, Promise] = {
    "learning": gettext_lazy("Learning agreement"),
    "training": gettext_lazy("Individual training plan"),
    "trainee": gettext_lazy("Trainee"),
    "guardian": gettext_lazy("Parent or guardian"),
    "sending": gettext_lazy("Sending organisation"),
    "company": gettext_lazy("Host company"),
    "agency": gettext_lazy("Hosting agency"),
    "mobility": gettext_lazy("The stay"),
    "hours": gettext_lazy("Agreed hours"),
    "insurance": gettext_lazy("Insurances"),
    "signatures": gettext_lazy("Signatures"),
    "name": gettext_lazy("Name"),
    "legal_name": gettext_lazy("Legal name"),
    "birth_place": gettext_lazy("Place of birth"),
    "residence": gettext_lazy("Residence"),
    "workplace": gettext_lazy("Workplace"),
    "seat": gettext_lazy("Registered office"),
    "tax_code": gettext_lazy("Codice fiscale"),
    "vat_number": gettext_lazy("Partita IVA"),
    "ateco": gettext_lazy("ATECO code"),
    "ccnl": gettext_lazy("Collective agreement (CCNL)"),
    "employees": gettext_lazy("Employees"),
    "inail_position": gettext_lazy("INAIL position"),
    "inps_number": gettext_lazy("INPS number"),
    "tax_number": gettext_lazy("Tax number"),
    "represented_by": gettext_lazy("Represented by"),
    "birth_date": gettext_lazy("Birth date"),
    "nationality": gettext_lazy("Nationality"),
    "contact": gettext_lazy("Contact"),
    "field": gettext_lazy("Field"),
    "address": gettext_lazy("Address"),
    "sector": gettext_lazy("Sector"),
    "tutor": gettext_lazy("Tutor"),
    "office": gettext_lazy("Office"),
    "emergency": gettext_lazy("Emergency number"),
    "programme": gettext_lazy("Programme"),
    "project_code": gettext_lazy("Project code"),
    "activity": gettext_lazy("Kind of mobility"),
    "qualification": gettext_lazy("Qualification at home"),
    "period": gettext_lazy("Period"),
    "working_language": gettext_lazy("Working language"),
    "week": gettext_lazy("Hours a week"),
    "accident_cover": gettext_lazy("Accident insurance"),
    "liability_cover": gettext_lazy("Third-party liability"),
    "health_cover": gettext_lazy("Health insurance"),
    **FIELDS,
}
Row = tuple[SafeString, str]
Text = tuple[str, str, str]  # language, its name, words
ITALIAN_FACTS = ("ateco", "ccnl", "employees", "inail_position", "inps_number")
PARTY_LABELS = {
    AgreementParty.TRAINEE: "trainee",
    AgreementParty.GUARDIAN: "guardian",
    AgreementParty.SCHOOL: "sending",
    AgreementParty.COMPANY: "company",
    AgreementParty.AGENCY: "agency",
}


def render(agreement: Agreement) -> bytes:
    """As PDF/A-3a and PDF/UA-1; the same signatures give the same bytes. It must have been sent."""
    content = agreement.content or {}
    signatures = list(agreement.signatures.order_by("at", "pk"))
    first, second = languages(agreement)
    with translation.override(first):
        page = Page(content, second, in_both=True)
        context = {
            "title": page.title,
            "heading": page.label(agreement.kind),
            "language": first,
            "agency": settings.AGENCY,
            "content": content,
            "blocks": page.blocks(),
            "texts": page.texts(),
            "hours_label": page.label("hours"),
            "days": page.days(),
            "signatures_label": page.label("signatures"),
            "signed": [page.signed(agreement, each, signatures) for each in agreement.parties],
            "line": page.said(lambda: _("Place, date, signature")),
            "about": page.each(lambda: _about(agreement)),
            "made_on": localtime(agreement.sent_at).date().isoformat(),
            "version": page.said(lambda: _("Version %(number)d") % {"number": agreement.version}),
        }
    stamp = "-".join(str(each.pk) for each in signatures)
    return pdf.render(
        "placements/agreements/paper.html",
        context,
        stylesheet=STYLESHEETS,
        language=str(context["language"]),
        identifier=f"agreement:{agreement.digest}:{stamp}",
        marks_gaps=True,
    )


def languages(agreement: Agreement) -> tuple[str, str]:
    """What the paper speaks first, and beside it; the same twice for Italian alone."""
    if agreement.kind == AgreementKind.TRAINING:
        return ITALIAN, ITALIAN
    first = words.supported(agreement.language)
    return first, ITALIAN if first != ITALIAN else ENGLISH


def _about(agreement: Agreement) -> str:
    """What was signed, and what a change means."""
    text = _(
        "Version %(version)d, sent to be signed on %(day)s. Everybody signs the same content; its digest"
        " (SHA-256, first 32 digits) is %(digest)s. %(agency)s keeps each signature with its moment, its way"
        " and this digest. A change is a new version that all sign again."
    )
    return text % {
        "version": agreement.version,
        "day": date_format(localtime(agreement.sent_at), "j F Y"),
        "digest": codes.grouped(agreement.digest[:32].upper()),
        "agency": settings.AGENCY["name"],
    }


def filename(agreement: Agreement) -> str:
    """Says what it is, not whose."""
    return f"IMY-{agreement.kind}-{agreement.placement_id}-v{agreement.version}.pdf"


class Page:
    """One content in words, in the active language; names of lines in the `other`, too, and on paper values in both."""

    def __init__(
        self, content: dict[str, Any], other: str, *, reader: str = "", in_both: bool = False
    ) -> None:
        self.content, self.other, self.reader, self.in_both = content, other, reader, in_both

    @property
    def title(self) -> str:
        names = {"what": LABELS[self.content["kind"]], "name": self.content["trainee"]["name"]}
        # Translators: what is like «Learning agreement»
        return _("%(what)s: %(name)s") % names

    def label(self, name: str) -> SafeString:
        """In the page's language, and in the other where that says it otherwise."""
        first = str(LABELS[name])
        with translation.override(self.other):
            other = str(LABELS[name])
        if other == first:
            return format_html("{}", first)
        return format_html('{} <span class="too" lang="{}">{}</span>', first, self.other, other)

    def each(self, make: Callable[[], str]) -> list[tuple[str, str]]:
        """Language and what `make` says in it: in the page's, and on paper in the other, if that says it otherwise."""
        found = [(translation.get_language() or ENGLISH, make())]
        if self.in_both:
            with translation.override(self.other):
                found.append((self.other, make()))
        return found[:1] if found[0][1] == found[-1][1] else found

    def said(self, make: Callable[[], str]) -> str:
        """The same on one line."""
        return " / ".join(text for _language, text in self.each(make))

    def _day(self, iso: str) -> str:
        return self.said(lambda: date_format(date.fromisoformat(iso), "j F Y"))

    def _country(self, code: str) -> str:
        """A code; or a name, in older contents."""
        return self.said(lambda: countries.name(code)) if len(code) == len("IT") else code

    def blocks(self) -> list[tuple[SafeString, list[Row]]]:
        """Each party, the stay and the insurances: label and what stands there, without empty ones."""
        found = [
            ("trainee", self._trainee()),
            ("guardian", self._guardians()),
            ("sending", self._school()),
            ("company", self._company()),
            ("agency", self._agency()),
            ("mobility", self._mobility()),
            ("insurance", self._insurance()),
        ]
        return [(self.label(name), rows) for name, rows in found if rows]

    def _rows(self, **values: str | None) -> list[Row]:
        return [(self.label(name), value) for name, value in values.items() if value]

    def _trainee(self) -> list[Row]:
        one = self.content["trainee"]
        return self._rows(
            name=one["name"],
            birth_date=self._day(one["birth_date"]),
            birth_place=one.get("birth_place"),
            residence=_joined(
                one.get("residence", ""), self._country(one.get("residence_country", ""))
            ),
            tax_number=one.get("trainee_tax_number"),
            nationality=self._country(one["nationality"]),
            contact=_joined(one["email"], one["phone"]),
            field=self.said(lambda: vocabulary.trade(one["field"])),
        )

    def _guardians(self) -> list[Row]:
        if not self.content["trainee"]["is_minor"]:
            return []
        return [
            (self.label("name"), _joined(each["name"], each["email"], each["phone"]))
            for each in self.content["guardians"]
        ]

    def _school(self) -> list[Row]:
        one = self.content["sending"]
        return self._rows(
            name=one["name"],
            legal_name=one["legal_name"],
            address=_joined(one["address"], self._country(one["country"])),
            tax_number=one["tax_number"],
            represented_by=one["represented_by"],
            tutor=_joined(one["tutor"], one["tutor_role"], one["tutor_email"]),
            office=_joined(one["office_email"], one["office_phone"]),
        )

    def _company(self) -> list[Row]:
        """On a training plan the legal facts, too."""
        one = self.content["company"]
        is_training = self.content["kind"] == AgreementKind.TRAINING
        return self._rows(
            name=one["name"],
            **{name: one.get(name) for name in ("legal_name", "tax_code", "vat_number")},
            seat=(one.get("seat") or one["address"]) if is_training else None,
            **{"workplace" if is_training else "address": one["address"]},
            represented_by=one.get("represented_by"),
            sector=self.said(lambda: vocabulary.trade(one["sector"])),
            **{name: one.get(name) for name in ITALIAN_FACTS},
            contact=one["phone"],
            tutor=_joined(one["tutor"], one["tutor_email"], one["tutor_phone"]),
        )

    def _agency(self) -> list[Row]:
        one = self.content["agency"]
        return self._rows(
            name=one["name"],
            legal_name=one["legal_name"],
            address=one["address"],
            tax_number=one["tax_number"],
            represented_by=one["represented_by"],
            tutor=_joined(one["tutor"], one["tutor_email"], one["tutor_phone"]),
            office=_joined(one["second"], one["email"], one["phone"]),
            emergency=one["emergency_phone"],
        )

    def _mobility(self) -> list[Row]:
        one, period = self.content["programme"], self.content["period"]
        first, last = (date.fromisoformat(period[name]) for name in ("starts_on", "ends_on"))
        level = one["qualification_level"]
        total = sum(day["minutes"] for day in period["days"])
        return self._rows(
            programme=one["name"],
            project_code=one["project_code"],
            activity=one["activity"],
            qualification=_joined(one["qualification"], f"EQF {level}" if level else ""),
            period=self.said(lambda: f"{presenting.period(first, last)} {last.year}"),
            working_language=self.said(lambda: vocabulary.languages(period["working_language"])),
            week=f"{weeks.hours(total)} h" if total else "",
        )

    def _insurance(self) -> list[Row]:
        """Each cover of the school, and of the agency."""
        return [
            (self.label(name), f"{value} ({self.content[party]['name']})")
            for name in ("accident_cover", "liability_cover", "health_cover")
            for party in ("sending", "agency")
            if (value := self.content[party][name])
        ]

    def days(self) -> list[tuple[str, str, str]]:
        """Weekday, times, hours."""
        return [
            (
                self.said(lambda weekday=day["weekday"]: str(Weekday(weekday).label)),  # type: ignore[misc]
                f"{day['starts_at']}–{day['ends_at']}",
                f"{weeks.hours(day['minutes'])} h",
            )
            for day in self.content["period"]["days"]
        ]

    def texts(self) -> list[tuple[SafeString, list[Text]]]:
        """What was typed, in its order, without empty ones; first in the language of who reads it."""
        return [(self.label(name), rows) for name in FIELDS if (rows := self._text(name))]

    def _text(self, name: str) -> list[Text]:
        """All languages a text stands in; older contents have one, and English where we knew it.

        First that of who reads it, else that of the page.
        """
        page = translation.get_language() if self.reader else ""
        found = self.content["texts"].get(name)
        if isinstance(found, str):
            pairs = [
                (self.content["language"], found),
                (ENGLISH, self.content["english"].get(name)),
            ]
        else:
            pairs = found or []
        rows = [(language, str(Language(language).label), text) for language, text in pairs if text]
        return sorted(rows, key=lambda row: (row[0] != self.reader, row[0] != page))

    def signed(
        self, agreement: Agreement, party: AgreementParty, found: list[AgreementSignature]
    ) -> dict[str, Any]:
        """One party: its evidence, or a line to sign on."""
        row = next((each for each in found if each.party == party), None)
        name = row.name if row else signing.name_of(agreement, party)
        return {
            "label": self.label(PARTY_LABELS[party]),
            "name": _joined(name, row.role if row else ""),
            "evidence": self.each(lambda: evidence(row)) if row else [],
        }


def evidence(row: AgreementSignature) -> str:
    """Who, when, by which way, in a sentence."""
    day = date_format(row.signed_on, "j F Y")
    if row.how == AgreedHow.PAPER:
        # Translators: signed with a pen; the scan is kept
        text = _("Signed by hand on %(day)s; scan kept by %(by)s since %(at)s.")
        return text % {"day": day, "by": row.user, "at": _moment(row)}
    how = AgreedHow(row.how).label
    # Translators: how is like «by mailed link»
    return _("Signed on %(at)s, %(how)s.") % {"at": _moment(row), "how": how}


def _moment(row: AgreementSignature) -> str:
    here = localtime(row.at)
    return f"{date_format(here, 'j F Y')}, {here:%H:%M}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
