"""A row of each kind that triggers keep, beside those of the cast; and time that passes over all of them."""

from django.apps import apps
from django.db import connection

from imyportal import personal
from imyportal.models import Change, StoredFile
from tests.cast_words import NOW
from tests.conftest import untriggered
from trainees.models import Group, GuestFile

# Model -> its fields; a name after «@» is of the side.
ROWS = {
    "assessment.CompanyConfirmation": {
        "placement": "@placement", "answer": "confirmed", "name": "x", "given_at": NOW,
    },
    "placements.AgreementSignature": {
        "agreement": "@agreement", "party": "trainee", "how": "paper", "name": "x", "scan": "@file", "user": "@tutor",
        "signed_on": NOW, "at": NOW,
    },
    "placements.AgreementRefusal": {
        "agreement": "@agreement", "party": "trainee", "name": "x", "words": "x", "at": NOW,
    },
    "placements.ChartPrint": {
        "placement": "@placement", "code": "{pk}", "digest": "{pk}", "stated": {}, "made_at": NOW,
        "user": "@tutor",
    },
    "placements.ContactNote": {"contact": "@contact", "text": "x", "by": "@tutor", "at": NOW},
    "placements.Correction": {
        "week": "@signed", "date": NOW, "old": {}, "new": {"x": 1}, "minutes_more": 5,
        "reason": "x", "by": "@tutor", "at": NOW,
    },
    "placements.IncidentNotice": {
        "incident": "@incident", "party": "school", "name": "x", "how": "call", "told_at": NOW,
        "by": "@tutor", "at": NOW,
    },
    "placements.IncidentPaper": {
        "incident": "@incident", "title": "x", "file": "@file", "by": "@tutor", "at": NOW,
    },
    "placements.IncidentStepDone": {"step": "@done", "by": "@tutor", "at": NOW},
    "placements.ReportAcknowledgement": {"report": "@report", "by": "@tutor", "at": NOW},
    "placements.SignatureScan": {
        "signature": "@signature", "file": "@file", "reason": "x", "by": "@tutor", "at": NOW,
    },
    "trainees.BreachMeasure": {
        "breach": "@breach", "rung": 1, "text": "x", "by": "@tutor", "at": NOW,
    },
    "trainees.BreachNotice": {
        "breach": "@breach", "party": "school", "name": "x", "how": "call", "told_at": NOW,
        "by": "@tutor", "at": NOW,
    },
    "trainees.BreachReply": {"breach": "@breach", "text": "x", "by": "@tutor", "at": NOW},
    "trainees.LegalHold": {
        "trainee": "@trainee", "reason": "x", "by": "@tutor", "at": NOW, "ended_at": NOW,
        "ended_by": "@tutor",
    },
}  # fmt: skip


def more(side):
    """Every kind that `side` lacks."""
    side.file = StoredFile.objects.create(
        place=f"uploads/{side.trainee.pk}.pdf", kind="pdf", name="x.pdf", size=1, pages=1,
        sha256="1" * 64, uploaded_by=side.tutor,
    )  # fmt: skip
    side.signature = side.signed.signature
    side.done = side.incident.steps.first()
    with untriggered():
        for label, fields in ROWS.items():
            given = {name: _value(side, value) for name, value in fields.items()}
            apps.get_model(label).objects.create(**given)


def _value(side, value):
    if not isinstance(value, str):
        return value
    if value.startswith("@"):
        return getattr(side, value[1:])
    return value.format(pk=side.trainee.pk)


def age(years):
    """All of it was written so many years earlier, and the groups went home."""
    models = {each.of_model for each in personal.decisions() if each.written or each.kept}
    with untriggered(), connection.cursor() as cursor:
        for model in {*models, Group, GuestFile, Change}:
            if earlier := ", ".join(_earlier(model, years * 53)):
                cursor.execute(f"UPDATE {model._meta.db_table} SET {earlier}")


def _earlier(model, weeks):
    for field in model._meta.concrete_fields:
        if field.get_internal_type() not in ("DateField", "DateTimeField"):
            continue
        name, is_day = field.column, field.get_internal_type() == "DateField"
        if connection.vendor == "postgresql":
            yield f"{name} = {name} - make_interval(weeks => {weeks})"
        else:
            shape = "%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M:%f"
            yield f"{name} = strftime('{shape}', {name}, '-{weeks * 7} days')"
