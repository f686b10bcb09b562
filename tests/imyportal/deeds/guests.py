"""The police's guest files."""

from django.utils import timezone

from imyportal.enums import Action
from tests.factories import BedFactory, TraineeFactory
from tests.imyportal.deeds import deed, tutor
from tests.uploaded import pdf, upload
from trainees.houses import beds, guest_files, identities
from trainees.houses.concerns import Place
from trainees.models import GuestFile

WHO = identities.Identity("100000216", "", "100000216", "IDENT", "CANARY", "100000216")


def entered():
    trainee = TraineeFactory(last_name="Vogel", sex="f")
    day = trainee.group.arrives_on
    beds.put([Place(trainee, BedFactory(), day, day)], by=(by := tutor()))
    identities.enter(trainee, WHO, "f", by=by)
    return GuestFile.objects.get(), trainee, by


@deed(Action.GUEST_ENTERED)
def enter_who_a_guest_is(browser):
    return entered()[2]


@deed(Action.GUEST_VIEWED)
def look_at_who_a_guest_is(browser):
    _file, trainee, _by = entered()
    browser.force_login(by := trainee.responsible)
    assert browser.get(f"/admin/trainees/trainee/{trainee.pk}/guest/").status_code == 200
    return by


def made():
    file, _trainee, by = entered()
    guest_files.make(file, by=by)
    return file, by


@deed(Action.GUEST_FILE_MADE)
def download_a_guest_file(browser):
    return made()[1]


@deed(Action.GUEST_FILE_RECEIPTED)
@deed(Action.GUEST_ERASED)
def file_a_receipt(browser):
    file, by = made()
    assert file.arrives_on <= timezone.localdate()
    guest_files.receive(file, upload(pdf(), "canary-note.pdf"), by=by)
    return by
