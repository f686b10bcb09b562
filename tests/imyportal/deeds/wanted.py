"""Papers that schools want."""

from imyportal.enums import Action
from imyportal.models import StoredFile
from tests.factories import SendingTutorFactory, TraineeFactory
from tests.imyportal.deeds import deed, tutor
from tests.uploaded import pdf, upload
from trainees.models import PaperHandIn, PaperWanted
from trainees.papers import asking, course


def handed_in():
    """Without a file on the disk."""
    trainee = TraineeFactory()
    wanted = PaperWanted.objects.create(group=trainee.group, code="x", names={"en": "Report"})
    by = trainee.user
    file = StoredFile.objects.create(
        place="x", kind="pdf", name="x.pdf", size=1, pages=1, sha256="0" * 64, uploaded_by=by
    )
    return PaperHandIn.objects.create(trainee=trainee, wanted=wanted, file=file, handed_in_by=by)


@deed(Action.PAPER_ASKED)
def ask_for_papers(browser):
    asking.begin(TraineeFactory().group, "", by=(by := tutor()))
    return by


@deed(Action.PAPER_HANDED_IN)
def hand_a_paper_in(browser):
    paper = handed_in()
    course.hand_in(paper.trainee, paper.wanted, upload(pdf()), by=(by := paper.trainee.user))
    return by


@deed(Action.PAPER_ACCEPTED)
def accept_a_paper(browser):
    course.accept(handed_in(), by=(by := tutor()))
    return by


@deed(Action.PAPER_RETURNED)
def send_a_paper_back(browser):
    course.send_back(handed_in(), "canary-note", by=(by := tutor()))
    return by


@deed(Action.PAPER_WAIVED)
def do_without_a_paper(browser):
    paper = handed_in()
    course.waive(paper.trainee, paper.wanted, "canary-reason", by=(by := tutor()))
    return by


def delivered(by):
    paper = handed_in()
    reader = SendingTutorFactory(organisation=paper.trainee.group.organisation)
    course.deliver(paper.trainee.group, [course.accept(paper, by=by)], by=by)
    return paper, reader.user


@deed(Action.PAPER_DELIVERED)
def deliver_a_paper(browser):
    delivered(by := tutor())
    return by


@deed(Action.PAPER_FETCHED)
def fetch_a_paper(browser):
    paper, by = delivered(tutor())
    course.fetched([paper], by=by)
    return by
