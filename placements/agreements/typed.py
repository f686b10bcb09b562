"""What can be typed in an agreement: each field with its words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, Any] = {  # lazy words
    "objective": _("Aim of the placement"),
    "outcomes": _("Learning outcomes"),
    "tasks": _("Programme and tasks"),
    "monitoring": _("Monitoring and support"),
    "evaluation": _("Evaluation"),
    "recognition": _("Recognition"),
    "duties": _("Duties of the trainee"),
}
TERMS = ("monitoring", "evaluation", "recognition", "duties")
REQUIRED = ("outcomes", "tasks", "monitoring", "evaluation")
# DM 142/1998, article 4(2)(a): aims and ways.
REQUIRED_ITALIAN = ("objective", *REQUIRED)
MOST = 4000  # characters of each
