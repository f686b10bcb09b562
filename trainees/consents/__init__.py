"""The consent register: who agreed to what, in which words, and who took it back.

For a minor two words are needed, the trainee's own and a guardian's; any guardian on file may answer,
and the newest answer stands. A guardian's yes permits; the trainee then opens. On the 18th birthday
both end: an adult's page rests on a word given as an adult, which the portal asks for anew (GDPR,
articles 7 and 8; guidelines 05/2020 of the European Data Protection Board, paragraphs 148 to 150).
"""

from .answering import answer, record_paper
from .asking import address_changed, ask_guardians, askable, own_addresses
from .holding import Standing, standing
from .saying import agree, end, refuse, take_back

__all__ = [
    "Standing", "address_changed", "agree", "answer", "ask_guardians", "askable", "end",
    "own_addresses", "record_paper", "refuse", "standing", "take_back",
]  # fmt: skip
