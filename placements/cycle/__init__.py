"""The weekly cycle: what is asked of whom when, who is reminded, and what they answer.

`timetable` says when something is due, `laying` makes a `Reminder` of everything that is due now,
`doing` sends what is still wanted, which `wanted` decides for many at once; `check_ins` takes in and
gives out the answers. Beat only wakes: what is due and what became of it stands in the rows.

Who does not answer climbs a ladder: one mail when it is due, of check-ins and hours one more in the
same week, then the board of the agency tutor.
"""
