"""One row's values, gathered with every fault and warning there is, not only the first."""

import datetime as dt
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from trainees.lists import values
from trainees.lists.dates import NoDate, from_serial, parse_date
from trainees.lists.table import Row, Table


class RowReader:
    """Reads the cells of one row; `reasons` and `warnings` fill while it does."""

    def __init__(self, table: Table, row: Row, *, today: dt.date) -> None:
        self.table, self.row, self.today = table, row, today
        self.reasons: list[str] = []
        self.warnings: list[str] = []
        self._check_width()

    def _check_width(self) -> None:
        expected, found = len(self.table.headers), len(self.row.cells)
        if self.table.pads_rows:
            return
        if found < expected:
            self.reasons.append(
                _("Too few cells: %(found)d instead of %(expected)d.")
                % {"found": found, "expected": expected}
            )
        elif self.row.width > expected:
            reason = _("Too many cells: %(found)d instead of %(expected)d.")
            self.reasons.append(reason % {"found": self.row.width, "expected": expected})

    def _kept(self, read: Callable[[], str], *, fault_is_warning: bool = False) -> str:
        try:
            return read()
        except values.Fault as fault:
            (self.warnings if fault_is_warning else self.reasons).append(str(fault))
            return ""

    def text(self, key: str, *, limit: int, label: str | Promise) -> str:
        """A cell's text, or "" with a reason noted."""
        cell = self.table.cell(self.row, key)
        return self._kept(lambda: values.text_of(cell, limit=limit, label=label))

    def phone(self, key: str, *, label: str | Promise, limit: int = 40) -> str:
        """A telephone number as it was written; one a spreadsheet has shortened is left out."""
        cell = self.table.cell(self.row, key)
        text = self._kept(lambda: values.text_of(cell, limit=limit, label=label, phone=True))
        if values.SHORTENED.fullmatch(text):
            warning = _("%(label)s was shortened to %(text)s by the spreadsheet: left out.")
            self.warnings.append(warning % {"label": label, "text": text})
            return ""
        return text

    def email(self, key: str, *, label: str | Promise, fault_is_warning: bool = False) -> str:
        """An address in lower case, or "" with a reason (or only a warning) noted."""
        cell = self.table.cell(self.row, key)
        return self._kept(
            lambda: values.email_of(cell, label=label), fault_is_warning=fault_is_warning
        )

    def date(self, key: str, *, label: str | Promise) -> dt.date | None:
        """A date, or None; a reason is noted when something else stands there."""
        cell = self.table.cell(self.row, key)
        if cell.date:
            return cell.date
        text = self._kept(lambda: values.text_of(cell, limit=60, label=label))
        if not text:
            return None
        if serial := from_serial(text):
            warning = _("%(label)s: %(text)s was read as %(date)s.")
            shown = serial.strftime("%d.%m.%Y")
            self.warnings.append(warning % {"label": label, "text": text, "date": shown})
            return serial
        try:
            return parse_date(text, today=self.today)
        except NoDate as error:
            self.reasons.append(str(error))
            return None
