"""«Be contacted by your tutor»: anybody asks on a public page, somebody of the agency calls or writes back.

`asking.ask()` finds the trainee by the number or address on file, so that the request comes to their tutor, and
says by when somebody answers; `settling` writes down what came of it.
"""
