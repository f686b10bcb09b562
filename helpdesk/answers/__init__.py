"""Articles that answer what many ask: written on the desk, found by their words, told whether they helped.

`searching.py` asks the full-text search of the database in use, `writing.py` keeps what was changed,
`voting.py` what trainees say of an article, `missed.py` words that found nothing.
"""
