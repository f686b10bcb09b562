"""The first day at the company: `planning` says when, where and with whom and tells the company, `points` is what
the tutor goes through there, `way` that the trainee has found the way alone. Both tick the journey's steps.
"""
