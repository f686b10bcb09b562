"""The welcome day: its agenda, who was there, and what each confirmed.

`agenda` copies the agency's topics into a group; `presence` writes down who is there, by the code that
changes on the tutor's screen (`screen`) or by hand; `page` and `desk` put it into words.
"""
