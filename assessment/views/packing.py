"""A group's certificates as one file."""

import uuid

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from trainees.models import Group

from .. import packing


@require_safe
def group_zip(request: UserRequest, group: uuid.UUID) -> StreamingHttpResponse:
    """For the group's agency tutors and its school: what each of them sees."""
    found = get_object_or_404(Group.objects.visible_to(request.user), public_id=group)
    zipped = packing.pack(found, by=request.user)
    response = StreamingHttpResponse(zipped, content_type="application/zip")
    name = slugify(found.name) or "group"
    response["Content-Disposition"] = f'attachment; filename="certificates-{name}.zip"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
