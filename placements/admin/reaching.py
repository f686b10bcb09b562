"""How to reach somebody, on pages of the desk from which one calls."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..models import Placement


def ways(people: Iterable[tuple[str, str, str]]) -> SafeString:
    """Of name, phone number and e-mail address of each, as links; what is not on file is said."""
    return format_html_join(
        "; ", "{}: {}, {}", ((name, _phone(tel), _email(mail)) for name, tel, mail in people)
    )


def _phone(number: str) -> SafeString | str:
    if not number:
        return _("no phone number on file")
    return format_html('<a href="tel:{}">{}</a>', number.replace(" ", ""), number)


def _email(address: str) -> SafeString | str:
    if not address:
        return _("no e-mail address on file")
    return format_html('<a href="mailto:{0}">{0}</a>', address)


def of_trainee(placement: Placement) -> tuple[str, str, str]:
    trainee = placement.trainee
    return trainee.name, trainee.phone, trainee.email


def of_company(placement: Placement) -> tuple[str, str, str]:
    """The company tutor; the company's number where there is none of their own."""
    tutor = placement.company_tutor
    return tutor.name, tutor.phone or placement.company.phone, tutor.email
