"""What guardians of minors hear by mail: arrived, started at the company, home. Each of them once each.

A mail waits a few minutes, so that a tick by mistake can be taken back before anybody reads it.
"""

from datetime import datetime, timedelta

from imyportal import mail
from imyportal.models import OutgoingMail

from .. import told
from ..enums import News
from ..models import Guardian, Trainee

WAIT = timedelta(minutes=5)
# The steps of the journey whose tick says it, by their code.
STEPS = {"arrived": News.ARRIVED, "welcome-day": News.ARRIVED, "introduced": News.STARTED}


def tell(trainee: Trainee, what: News) -> int:
    """Tell the guardians of a minor who want to know, in the caller's transaction; how many mails."""
    drafts = [
        mail.draft(
            "trainees/guardian_news",
            to=guardian.email,
            language=guardian.language,
            about=guardian,
            key=_key(guardian, what),
            wait=WAIT,
            what=what,
        )
        for guardian in told.guardians(trainee)
        if guardian.wants_news
    ]
    return len(mail.queue_all(drafts)) if drafts else 0


def all_clear(trainee: Trainee, at: datetime) -> None:
    """To the guardians whom we asked whether their child is home: they are, known since `at`."""
    drafts = [
        mail.draft(
            "trainees/guardian_news",
            to=guardian.email,
            language=guardian.language,
            about=guardian,
            key=f"{_key(guardian, News.HOME)}:{at.isoformat()}",
            what=News.HOME,
            was_asked=True,
        )
        for guardian in told.guardians(trainee)
    ]
    if drafts:
        mail.queue_all(drafts)


def forget(trainee: Trainee, what: News) -> None:
    """It was a mistake: what has not gone out does not, and can be told when it is true."""
    keys = [_key(each, what) for each in trainee.guardians.all()]
    OutgoingMail.objects.filter(key__in=keys, done_at=None, lease_until=None).delete()


def _key(guardian: Guardian, what: News) -> str:
    return f"guardian:{what}:{guardian.pk}"
