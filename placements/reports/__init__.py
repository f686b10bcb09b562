"""The weekly monitoring report of a group.

Sources say what a week's facts are (`sources.py`, `lines.py`); a draft keeps them up to date with what
the tutor decided (`drafting.py`); released, it is frozen (`releasing.py`). What a school reads is made
of the frozen content alone (`reading.py`).
"""
