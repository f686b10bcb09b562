"""Evaluations, results and certificates in the stay of a trainee (`trainees/course.py`)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from imyportal.attention import pages
from trainees import course
from trainees.course import Moment
from trainees.models import Trainee

from .models import Certificate, Evaluation, SignOff


@course.register("evaluation", gettext_lazy("Evaluations"), "chart", "assessment.view_evaluation")
def evaluations(trainee: Trainee, viewer: User) -> list[Moment]:
    """By whomever, and the results as they were signed off."""
    page, result = (
        pages("admin:assessment_evaluation_change"),
        pages("admin:assessment_signoff_change"),
    )
    given = Evaluation.objects.visible_to(viewer).filter(placement__trainee=trainee)
    signed = SignOff.objects.visible_to(viewer).filter(placement__trainee=trainee)
    return [
        *(Moment(row.given_at, _evaluation(row), page(row.pk), row.comment) for row in given),
        *(Moment(row.signed_at, _sign_off(row), result(row.pk), row.remark) for row in signed),
    ]


def _evaluation(row: Evaluation) -> str:
    names = {
        "kind": row.get_kind_display(),
        "moment": row.get_moment_display(),
        "name": row.given_by,
    }
    # Translators: by whom, at which moment, and the name: «Evaluation: company tutor, week · Marco Bartolini»
    return _("Evaluation: %(kind)s, %(moment)s · %(name)s") % names


def _sign_off(row: SignOff) -> str:
    return _("Results signed off: %(moment)s") % {"moment": row.get_moment_display()}


@course.register(
    "certificate", gettext_lazy("Certificates"), "medal", "assessment.view_certificate"
)
def certificates(trainee: Trainee, viewer: User) -> list[Moment]:
    """Issued, and withdrawn."""
    page = pages("admin:assessment_certificate_change")
    rows = Certificate.objects.visible_to(viewer).filter(placement__trainee=trainee)
    found = []
    for row in rows.defer("content"):
        found.append(Moment(row.requested_at, _("Certificate issued"), page(row.pk)))
        if row.withdrawn_at:
            found.append(Moment(row.withdrawn_at, _("Certificate withdrawn"), page(row.pk)))
    return found
