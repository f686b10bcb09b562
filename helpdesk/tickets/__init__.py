"""Requests for help: asked by a trainee, answered by the agency, kept in order until they are solved.

`asking.py` is what the trainee does, `answering.py` what the agency says, `keeping.py` who looks after it, until
when it waits and how it ends. Each is one transaction; a form or mail that comes twice is one message (`key`).
Notes are messages that `visible_to` shows to nobody but agency tutors.
"""
