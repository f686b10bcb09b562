"""Who is told of a visit, by mail; every mail is queued in the transaction of what it tells."""

from accounts.models import User
from imyportal import mail

from ..enums import StopAnswer
from ..models import Visit, VisitRequest, VisitStop


def tell_company(stop: VisitStop, what: str) -> None:
    """`asked`, asked `again` at another time, `agreed` to its proposal, the day is `fixed`, or `off`.

    A company that was never asked has no page of the visit; nor need it hear that nobody comes, nor one
    that said no.
    """
    if what == "fixed" and stop.asked_at is None:
        return
    if what == "off" and (stop.asked_at is None or stop.answer == StopAnswer.NO):
        return
    tutor = stop.company_tutor
    mail.queue(
        "placements/visit_company",
        to=tutor.email,
        language=tutor.language,
        about=stop,
        key=f"visit-stop:{stop.pk}:{what}:{stop.sequence}",
        what=what,
        sequence=stop.sequence,
    )


def tell_visitors(visit: Visit, what: str, *, by: User) -> None:
    """The day is `fixed`, `changed` or `cancelled`: to everybody who comes along, but not to `by`."""
    people = [row.tutor.user for row in visit.guest_rows.select_related("tutor__user")]
    if visit.agency_tutor is not None:
        people.append(visit.agency_tutor)
    for person in people:
        if person.pk != by.pk and person.is_active:
            mail.queue(
                "placements/visit_day",
                to=person.email,
                language=person.language,
                about=visit,
                key="" if what == "changed" else f"visit:{visit.pk}:{what}:{person.pk}",
                what=what,
                person=person.pk,
            )


def tell_declined(request: VisitRequest) -> None:
    """To who asked."""
    person = request.tutor.user
    mail.queue(
        "placements/visit_declined", to=person.email, language=person.language, about=request
    )
