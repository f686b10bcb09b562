from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TraineesConfig(AppConfig):
    name = "trainees"
    verbose_name = _("Trainees")

    def ready(self) -> None:
        from imyportal import uploads

        from . import personal, tracked  # noqa: F401 - decides whose data the models hold
        from .refused_files import tutors_of_uploader

        uploads.tell_too(tutors_of_uploader)
