"""Days on which an agency tutor, sending tutors of one school, or both go round companies.

`offering.py` says which companies have trainees that day and proposes times; `planning.py` makes a day
of them and changes it; `asking.py` is the companies' way to agree; `ending.py` fixes a day, cancels it,
and takes in what was seen; `wishes.py` is how a school asks to come. `telling.py` queues the mails in the
same transaction. `calendar.py` writes calendar files. Every change locks the visit first.

Whom a stop visits follows from the placements of the day (`offering.there`), so nothing of trainees is kept
twice. Stops never overlap, which is asked at the end of a transaction, so that two may change places;
triggers keep a day to one school and lock it once it is done or cancelled, but for its reports.
"""
