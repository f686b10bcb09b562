"""What this room tells of the stay of a trainee so far (`trainees/course.py`); each module registers."""
