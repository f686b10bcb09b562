"""Names of people in a row: two columns, or one that holds both."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees.lists import values
from trainees.lists.rows import RowReader
from trainees.lists.table import Table

NAME_LENGTH = 100


def has_names(table: Table) -> bool:
    """Whether given and family name can be told from the columns."""
    given, family = _name_columns(table)
    return bool(given and family) or _full_name_column(table) is not None


def read_names(reader: RowReader) -> tuple[str, str]:
    """Given and family name of the row, each "" with a reason noted when it is missing."""
    table = reader.table
    given_key, family_key = _name_columns(table)
    if given_key and family_key:
        given = reader.text(given_key, limit=NAME_LENGTH, label=gettext_lazy("The first name"))
        family = reader.text(family_key, limit=NAME_LENGTH, label=gettext_lazy("The family name"))
    else:
        given, family = _split(reader)
    told = len(reader.reasons)
    if not family and not told:
        reader.reasons.append(_("The family name is missing."))
    if not given and not told:
        reader.reasons.append(_("The first name is missing."))
    return given, family


def _name_columns(table: Table) -> tuple[str, str]:
    """Which columns hold given and family name. *Name* is the one that is not there otherwise."""
    has = table.columns
    given = "given_name" if "given_name" in has else ""
    family = "family_name" if "family_name" in has else ""
    if "name" in has and given and not family:
        family = "name"
    elif "name" in has and family and not given:
        given = "name"
    return given, family


def _full_name_column(table: Table) -> str | None:
    keys = ("full_name", "full_name_family_first", "name")
    return next((key for key in keys if key in table.columns), None)


def _split(reader: RowReader) -> tuple[str, str]:
    key = _full_name_column(reader.table) or "name"
    text = reader.text(key, limit=2 * NAME_LENGTH, label=gettext_lazy("The name"))
    given, family, doubtful = values.split_name(text, family_first=key == "full_name_family_first")
    if doubtful:
        warning = _("Read as first name “%(given)s” and family name “%(family)s”: please check.")
        reader.warnings.append(warning % {"given": given, "family": family})
    if max(len(given), len(family)) > NAME_LENGTH:
        reader.reasons.append(
            _("The name is longer than %(limit)d characters.") % {"limit": NAME_LENGTH}
        )
    return given, family
