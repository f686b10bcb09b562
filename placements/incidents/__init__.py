"""The restricted register of incidents: reported once, then only added to until it is closed.

Who may look is in `Incident.objects.visible_to`; every look is noted. Nothing of it goes into mails,
searches, files or reports: a mail says that there is one, and no more.
"""

from .writing import (
    Away,
    Report,
    Told,
    add_paper,
    add_step,
    clock_words,
    close,
    do_step,
    has_clock,
    report,
    spare,
    tell,
)  # fmt: skip

__all__ = [
    "Away", "Report", "Told", "add_paper", "add_step", "clock_words", "close", "do_step", "has_clock",
    "report", "spare", "tell",
]  # fmt: skip
