"""Guardians of minors: what they are asked, purpose by purpose, whom they say to call, and what they hear.

A group says by its `GroupAuthorisation`s what it asks; the words are those of `consents`. Only who is under 18 on
the day of arrival, or today when that is over, needs them: a birthday ends the need by itself. `news` tells
guardians once each that their child has arrived, started and is home.
"""
