"""Frozen contents for tests of the paper: an ordinary one, and the extremes."""

import copy
import json
from datetime import date, timedelta
from functools import cache

from assessment import certificate_pdf, second_language, standard

PERSON = {"tutor_role": "", "contact": ""}
CONTENT = {
    "version": 1,
    "language": "en",
    "number": "IMY-2026-0147",
    "code": "7Q4X92KDM3ABC",
    "verify_url": "https://portal.example/verify/7Q4X92KDM3ABC/",
    "issued_on": "2026-04-17",
    "issued_in": "Pistoia",
    "europass_number": "",
    "holder": {
        "first_names": "Lena",
        "surnames": "Hoffmann",
        "birth_date": "2008-05-14",
        "nationality": "Germany",
    },
    "sending": PERSON
    | {
        "name": "Berufskolleg Lindenhof",
        "address": "Lindenweg 3, Bielefeld",
        "country": "Germany",
        "tutor": "Petra Scholz",
    },
    "host": PERSON
    | {
        "name": "Bartolini Impianti S.r.l.",
        "address": "Via della Ferrovia 12, Pistoia",
        "country": "Italy",
        "tutor": "Marco Bartolini",
    },
    "intermediary": PERSON
    | {
        "name": "IMY",
        "address": "Via Puccini 80, Pistoia",
        "country": "Italy",
        "tutor": "Giulia Conti",
    },
    "experience": {
        "field": "Mechatronics",
        "starts_on": "2026-02-23",
        "ends_on": "2026-04-17",
        "programme": "Erasmus+ VET",
        "project_code": "2025-1-DE02-KA121-VET-000312345",
        "language_used": "Italian, English",
        "agreed_minutes": 300 * 60,
        "signed_minutes": 283 * 60,
        "days_absent": 1,
        "objective": "To practise wiring and testing industrial machines.",
        "tasks": ["Wired and tested control cabinets", "Read wiring diagrams"],
    },
    "objectives": [
        {"name": "Reliability", "start": 50, "self": 90, "company": 85, "final": 85},
        {"name": "Working with others", "start": None, "self": 0, "company": None, "final": 0},
    ],
    "overall": {"name": "", "start": 50, "self": 83, "company": 82, "final": 82},
    "indicators": [
        {"name": "Arrives on time", "start": 50, "self": 60, "company": None, "final": 100}
    ],
    "signatures": [
        {
            "name": "Marco Bartolini",
            "role": "Company tutor",
            "signed_at": "2026-04-17T14:20:00+00:00",
        },
        {"name": "Giulia Conti", "role": "Tutor", "signed_at": "2026-04-17T15:05:00+00:00"},
    ],
    "badges": [{"picture": "duration-2", "name": "Badge: two months"}],
    "weeks": [
        {
            "number": 1,
            "starts_on": "2026-02-23",
            "ends_on": "2026-03-01",
            "minutes": 2250,
            "signed_on": "2026-03-02",
        }
    ],
    "note": "6 April was a public holiday.",
}


def content(**holder):
    """The ordinary content, ours to change."""
    made = copy.deepcopy(CONTENT)
    made["holder"] |= holder
    return made


def bare():
    """Everything that may be empty is."""
    made = content(first_names="Li", surnames="", birth_date="", nationality="")
    made["experience"] |= dict.fromkeys(
        ["field", "programme", "project_code", "language_used", "objective"], ""
    )
    made["experience"] |= {"tasks": [], "agreed_minutes": None, "days_absent": 0}
    for each in ("sending", "host", "intermediary"):
        made[each] = dict.fromkeys(made[each], "")
    made |= {key: [] for key in ("objectives", "indicators", "signatures", "badges", "weeks")}
    made["overall"] = dict.fromkeys(["start", "self", "company", "final"]) | {"name": ""}
    made["note"] = ""
    return made


def long_address():
    """Names and places that go on over several lines, and people with a position and a number."""
    made = content()
    made["host"] |= {
        "name": "Albergo Ristorante Hotel Villa Sole e Residenza dei Cipressi",
        "address": "Viale Giuseppe Verdi 40 angolo Via Provinciale Lucchese, Montecatini Terme",
        "tutor": "Elena Maria Ricci Bartolini",
        "tutor_role": "Responsabile delle risorse umane",
        "contact": "+39 0573 001 008",
    }
    made["objectives"] = [made["objectives"][0] | {"name": f"Objective {n}"} for n in range(5)]
    made["experience"]["tasks"] = [f"Prepared the rooms of floor {n}" for n in range(4)]
    return made


def usual(language="de"):
    """Version 4 in two languages: eight weeks, the standard objectives, everything that may be said."""
    made = long_address()
    made["version"] = 4
    made["holder"]["surnames"] = "von Hohenlohe-Waldenburg-Schillingsfürst"
    made["europass_number"] = "DE/2026/004711"
    made["experience"] |= {
        "mobility_id": "2025-1-DE02-KA121-VET-000312345-MOB-00021",
        "activity": "Short-term learning mobility of VET learners",
        "qualification": "Electronics technician for industrial engineering (dual VET)",
        "qualification_level": 4,
        "recognition": "Counts as part of the training in the company; noted in the training record.",
        "attendance": 97,
    }
    objectives = standard.read(1)["objectives"]
    indicators = [each for objective in objectives for each in objective["indicators"]]
    scores = {"start": 40, "self": 70, "company": 75, "final": 80}
    made["objectives"] = [{"name": each["name"]["en"]} | scores for each in objectives]
    seen = {"start": 40, "self": 70, "company": None, "final": None, "agency": 75}
    made["indicators"] = [{"name": each["name"]["en"]} | seen for each in indicators]
    first = date(2026, 2, 23)
    made["weeks"] = [
        made["weeks"][0]
        | {
            "number": n + 1,
            "starts_on": (first + timedelta(weeks=n)).isoformat(),
            "ends_on": (first + timedelta(weeks=n, days=6)).isoformat(),
        }
        for n in range(8)
    ]
    made["signatures"][0] |= {"role": "Tutor presso Bartolini Impianti", "is_confirmation": True}
    made["second"] = second_language.freeze(
        language,
        made,
        nationality="DE",
        sending="DE",
        objectives=[each["name"] for each in objectives],
        indicators=[each["name"] for each in indicators],
    )
    return made


def crowded():
    """Long names, 14 objectives, 60 indicators, 52 weeks, and letters of many languages."""
    made = content(
        first_names="Őűśia Łucja Groß Iñaki Şțefan Đorđe",
        surnames="von und zu Hohenlohe-Waldenburg-Schillingsfürst de la Santísima Trinidad",
    )
    made["host"]["name"] = "Donaudampfschifffahrtsgesellschaftskapitänsausbildungsstätte e.V."
    made["host"]["contact"] = "a.very.long.address.indeed@subdomain.of.example-company.example"
    made["europass_number"] = "IT/2026/004711"
    made["experience"]["tasks"] = [f"Task {n} " + "with words " * (n % 9) for n in range(14)]
    made["objectives"] = [
        {
            "name": f"Objective {n} with a name that goes on over the end of the line",
            "start": n,
            "self": None,
            "company": 7 * n,
            "final": 100 - n,
        }
        for n in range(14)
    ]
    made["indicators"] = made["indicators"] * 60
    first = date(2025, 10, 6)
    made["weeks"] = [
        {
            "number": n + 1,
            "starts_on": (first + timedelta(weeks=n)).isoformat(),
            "ends_on": (first + timedelta(weeks=n, days=6)).isoformat(),
            "minutes": 2400,
            "signed_on": "",
        }
        for n in range(52)
    ]
    return made


def printed(content):
    """The PDF of this content, made once: most tests only look at it."""
    return _printed(json.dumps(content))


@cache
def _printed(text):
    return certificate_pdf.render(json.loads(text))
