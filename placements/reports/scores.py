"""How a trainee's average stands in a week. The room that knows scores tells it; here is only its kind."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .lines import Numbers, Section, kind


def _words(values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if "change" not in values:
        return _("%(now)d of 100") % values
    points = values["change"]
    change = f"+{points}" if points > 0 else str(points).replace("-", "−")
    return _("%(now)d of 100, %(change)s") % {"now": values["now"], "change": change}


# All 0-100; `course` are the averages from the start to this week.
SCORE = kind("score", Section.SCORE, _words, now=int, change=int, course=Numbers)
