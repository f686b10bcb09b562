"""What a password may not be made of (ASVS 5.0, 6.1.2 and 6.2.11)."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Whoever guesses begins with these; the agency's own name and town come on top.
WORDS = """
    agency certificate company erasmus italy italia learning mobility password placement portal school
    student tirocinio toscana trainee training tuscany tutor welcome
""".split()
LEFT = 8  # characters that must remain without them


class NotOfThisPlace:
    """Refuses passwords that are mostly words of the agency and its trade."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises `ValidationError` when too little remains without those words."""
        own = [settings.AGENCY["name"], settings.AGENCY["city"]]
        known = sorted({*WORDS, *(word.lower() for word in own)}, key=len, reverse=True)
        rest = re.sub("|".join(map(re.escape, known)), "", password.lower())
        if len(re.sub(r"[\W\d_]", "", rest)) < LEFT and rest != password.lower():
            text = _("Leave out words of the agency and its work; they are guessed first.")
            raise ValidationError(text, code="words_of_this_place")

    def get_help_text(self) -> str:
        return _("Leave out words of the agency and its work; they are guessed first.")
