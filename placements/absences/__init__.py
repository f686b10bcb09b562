"""Absences: said by the trainee, noticed by the company, or logged by the agency; who was told, and papers.

`saying.py` is the trainee's way and the agency's, `noticing.py` the company's, `going.py` the way back.
What was on each day stands in the hour chart, which `days.py` writes in the same transaction; `telling.py`
queues the mails in it, too. `papers.py` knows when a paper is needed, asks for it and takes it in.
`promptness.py` counts how early things were said (which indicator that belongs to is a key of the standard
set, `measures`); `weekly.of` gives a week's absences to reports, never with a reason.

All that happens to a placement's absences takes the placement's lock first. Rows never share a day; an
absence that goes on is a row of its own, with the moment it was said.
"""

from .weekly import WeekAbsence, of

__all__ = ["WeekAbsence", "of"]
