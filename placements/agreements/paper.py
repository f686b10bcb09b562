"""An agreement on paper: frozen content in, PDF out; with who signed on its last page, or lines to sign on.

What names a line stands in English and in the language of the school, or in Italian on a training plan; the
texts as they were typed.
"""

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

from imyportal import codes, pdf, weeks

from .. import presenting
from ..enums import AgreedHow, AgreementKind, AgreementParty, Weekday
from ..models import Agreement, AgreementSignature
from . import signing
from .typed import FIELDS

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
    language = agreement.language
    with translation.override("en" if agreement.kind == AgreementKind.LEARNING else language):
        page = Page(content, language)
        context = {
            "title": page.title,
            "heading": page.label(agreement.kind),
            "language": translation.get_language(),
            "agency": settings.AGENCY,
            "content": content,
            "blocks": page.blocks(),
            "texts": page.texts(),
            "hours_label": page.label("hours"),
            "days": page.days(),
            "signatures_label": page.label("signatures"),
            "signed": [page.signed(agreement, each, signatures) for each in agreement.parties],
            "digest": codes.grouped(agreement.digest[:32].upper()),
            "sent_on": date_format(localtime(agreement.sent_at), "j F Y"),
            "made_on": localtime(agreement.sent_at).date().isoformat(),
            "version": agreement.version,
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


def filename(agreement: Agreement) -> str:
    """Says what it is, not whose."""
    return f"IMY-{agreement.kind}-{agreement.placement_id}-v{agreement.version}.pdf"


class Page:
    """One content in words, in the active language; labels in the other one beside it."""

    def __init__(self, content: dict[str, Any], language: str) -> None:
        self.content, self.language = content, language

    @property
    def title(self) -> str:
        names = {"what": LABELS[self.content["kind"]], "name": self.content["trainee"]["name"]}
        # Translators: what is like «Learning agreement»
        return _("%(what)s: %(name)s") % names

    def label(self, name: str) -> SafeString:
        """In the page's language, and beside it the school's, where that says it otherwise."""
        first = str(LABELS[name])
        with translation.override(self.language):
            other = str(LABELS[name])
        if other == first:
            return format_html("{}", first)
        return format_html('{} <span class="too" lang="{}">{}</span>', first, self.language, other)

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
            birth_date=date_format(date.fromisoformat(one["birth_date"]), "j F Y"),
            birth_place=one.get("birth_place"),
            residence=one.get("residence"),
            tax_number=one.get("trainee_tax_number"),
            nationality=one["nationality"],
            contact=_joined(one["email"], one["phone"]),
            field=one["field"],
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
            address=_joined(one["address"], one["country"]),
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
            sector=one["sector"],
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
            period=f"{presenting.period(first, last)} {last.year}",
            working_language=period["working_language"],
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
                str(Weekday(day["weekday"]).label),
                f"{day['starts_at']}–{day['ends_at']}",
                f"{weeks.hours(day['minutes'])} h",
            )
            for day in self.content["period"]["days"]
        ]

    def texts(self) -> list[tuple[SafeString, str, str]]:
        """What was typed, in its order, without empty ones; with its English words where they are known."""
        typed, english = self.content["texts"], self.content["english"]
        return [
            (self.label(name), typed[name], english.get(name, ""))
            for name in FIELDS
            if typed.get(name)
        ]

    def signed(
        self, agreement: Agreement, party: AgreementParty, found: list[AgreementSignature]
    ) -> dict[str, Any]:
        """One party: its evidence, or a line to sign on."""
        row = next((each for each in found if each.party == party), None)
        name = row.name if row else signing.name_of(agreement, party)
        return {
            "label": self.label(PARTY_LABELS[party]),
            "name": _joined(name, row.role if row else ""),
            "evidence": evidence(row) if row else "",
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
