"""Who else hears of a file that was refused: the tutor who can help."""

from django.utils import timezone

from accounts.models import User
from imyportal.models import StoredFile

from .models import Trainee
from .models.stand_ins import on_duty


def tutors_of_uploader(stored: StoredFile) -> list[User]:
    """The agency tutor of the trainee who handed the file in; nobody for a file of others."""
    trainees = Trainee.objects.filter(user=stored.uploaded_by_id)
    people = trainees.select_related("tutor", "group__lead_tutor")
    return [on_duty(each.responsible, timezone.localdate()) for each in people]
