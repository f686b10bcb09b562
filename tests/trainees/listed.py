"""A school's list with one trainee on it."""

from tests.lists import HEADER, as_csv
from trainees.importing import bring_in, plan_import

MIA = ["Groß", "Mia", "04.05.2007", "mia@lindenhof.example"]
FULL = [
    *HEADER, "Phone", "Nationality", "Field", "Languages", "Guardian", "Guardian e-mail",
    "Guardian phone", "Emergency contact", "Emergency phone",
]  # fmt: skip
FULL_MIA = [
    *MIA, "+49 151 1", "DE", "Nursery care", "de C2, en B1", "Familie Groß", "eltern@mail.example",
    "+49 151 2", "Oma Groß", "+49 151 3",
]  # fmt: skip


def plan(group, *rows, header=HEADER):
    return plan_import(group, as_csv([header, *rows]), "list.csv")


def bring(group, *rows, header=HEADER):
    return bring_in(group, as_csv([header, *rows]), "list.csv")


def reasons(group, *rows, header=HEADER):
    """The reasons of the last row."""
    return plan(group, *rows, header=header).rows[-1].reasons
