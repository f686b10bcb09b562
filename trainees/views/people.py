"""Who is asking, on the trainee's own pages."""

from django.http import Http404

from accounts.requests import UserRequest
from trainees.models import Trainee


def trainee_of(request: UserRequest) -> Trainee:
    """The person themselves, in the group they came with last; 404 for who is no trainee."""
    mine = Trainee.objects.visible_to(request.user).filter(user=request.user)
    found = mine.select_related("group__lead_tutor", "tutor", "user")
    trainee = found.order_by("-group__arrives_on", "-pk").first()
    if trainee is None:
        raise Http404
    return trainee
