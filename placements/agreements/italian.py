"""What an Italian training plan (*progetto formativo*) must say, and what is not known of it yet.

By DM 142/1998, article 4(2), every plan has aims and ways of the traineeship, the tutor of the promoter and who is
responsible at the company, the insurances of article 3 (INAIL against accidents, third-party liability), how long and
when it lasts, and the sector of the company. Who the parties are by their tax numbers, where they have their seat,
the ATECO code of the sector and the collective agreement is what the forms of the regions ask for; they follow the
guidelines of State and regions of 25 May 2017, in Tuscany L.R. 32/2002 and D.P.G.R. 47/R/2003. These are made for
traineeships outside of a curriculum; placements of foreign schools fall outside of most of it, so that the plan asks
for what all have in common.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from imyportal import tax_numbers
from trainees import particulars

from ..models import CompanyFacts, Placement

FACTS = (
    "legal_name", "tax_code", "vat_number", "seat", "represented_by", "ateco", "ccnl",
    "inail_position", "inps_number",
)  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """Facts that are not known, and the page of the desk where they are entered."""

    where: str
    what: list[str]
    url: str

    def __str__(self) -> str:
        # Translators: where is like «Elettra S.r.l.»; what is like «ATECO code, collective agreement»
        return _("%(where)s: %(what)s") % {"where": self.where, "what": ", ".join(self.what)}


def of_company(placement: Placement) -> dict[str, str]:
    """The company's facts, beside its name and address; empty words where nothing is known. One query."""
    row = CompanyFacts.objects.filter(company=placement.company_id).first()
    found = {name: getattr(row, name) if row else "" for name in FACTS}
    return found | {"employees": str(row.employees or "") if row else ""}


def of_trainee(placement: Placement) -> dict[str, str]:
    """Birth place, home and tax number. One query."""
    known = particulars.of(placement.trainee)
    return {
        "birth_place": known["birth_place"],
        "residence": ", ".join(filter(None, [known["street"], known["town"]])),
        "residence_country": known["country"],
        "trainee_tax_number": known["tax_number"],
    }


def missing(content: dict[str, Any], placement: Placement) -> list[Missing]:
    """What a content without it must not be frozen for; where the placement's own pages ask for it, nothing."""
    company, agency = content["company"], content["agency"]
    found = [
        Missing(
            company["name"],
            _empty(
                (company["vat_number"] or company["tax_code"], _("partita IVA or codice fiscale")),
                (company["address"], _("address of the workplace")),
                (company["ateco"], _("ATECO code")),
                (company["ccnl"], _("collective agreement (CCNL)")),
            ),
            reverse("admin:placements_hostcompany_change", args=[placement.company_id]),
        ),
        Missing(
            content["trainee"]["name"],
            _empty(
                (content["trainee"]["birth_place"], _("place of birth")),
                (content["trainee"]["residence"], _("home address")),
                # Kept before numbers were looked at.
                (
                    _is_fit(content["trainee"]["trainee_tax_number"]),
                    _("tax number as it is written"),
                ),
            ),
            reverse("admin:trainees_trainee_particulars", args=[placement.trainee_id]),
        ),
        Missing(
            agency["name"],
            _empty(
                (agency["legal_name"], _("legal name")),
                (
                    agency["tax_number"] and _is_fit(agency["tax_number"]),
                    _("tax number"),
                ),
                (
                    _cover(content, "accident_cover") or company["inail_position"],
                    _("accident insurance (INAIL)"),
                ),
                (_cover(content, "liability_cover"), _("third-party liability insurance")),
            ),
            reverse("admin:placements_agreementcover_changelist"),
        ),
        Missing(
            _("Placement"),
            _empty((content["period"]["days"], _("agreed hours"))),
            reverse("admin:placements_placement_change", args=[placement.pk]),
        ),
    ]
    return [each for each in found if each.what]


def _empty(*facts: tuple[Any, str]) -> list[str]:
    return [name for value, name in facts if not value]


def _is_fit(number: str) -> bool:
    """Empty, or a number that can be somebody's."""
    return not number or tax_numbers.can_be(number)


def _cover(content: dict[str, Any], name: str) -> str:
    """Of the agency, or of the school: either may insure."""
    return str(content["agency"][name] or content["sending"][name])
