"""Going home: who is expected there when, who said so, and who is told when somebody does not.

`times` says when somebody is expected and what is due; `laying` keeps a `WayHome` for everybody who
leaves and makes a `HomeReminder` of each step that is due; `doing` sends what is still wanted;
`saying` is the one place where somebody becomes known to be home.

The ladder: on the day of departure a mail with a link; at the expected moment one more; three hours
later the guardians of a minor and the school's tutor, and the board of the agency tutor until it is known.
"""
