"""House rules that were broken: what happened, what followed, what the trainee says, who was told.

The ladder is `enums.Rung`: talk, warning, report to the sending organisation, exclusion. Who may look is in
`Breach.objects.visible_to`; every look of a tutor is noted. Nothing of it goes into mails, searches or
reports: a mail says that there is something to read, and no more.
"""
