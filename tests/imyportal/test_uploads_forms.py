"""imyportal/uploads/fields.py and handlers.py: forms that take files, and requests too large to be read."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from imyportal import uploads
from imyportal.uploads import handlers
from tests.uploaded import upload


class PaperForm(uploads.ChooseAgain):
    note = forms.CharField(max_length=5)
    scan = uploads.UploadField()
    more = uploads.UploadField(multiple=True, required=False)


def sent(*more, note="ok", scan=b"%PDF-"):
    files = MultiValueDict({"more": list(more)})
    if scan is not None:
        files["scan"] = upload(scan)
    return PaperForm({"note": note}, files)


def test_field_gives_one_file_or_a_list():
    form = sent(upload(b"1"), upload(b"2"))

    assert form.is_valid()
    assert form.cleaned_data["scan"].name == "scan.pdf"
    assert [file.read() for file in form.cleaned_data["more"]] == [b"1", b"2"]


def test_field_says_its_limits_and_offers_the_right_files():
    html = str(PaperForm())

    assert "PDF, JPEG or PNG, up to 5 MB." in html
    assert "Up to 5 files: PDF, JPEG or PNG, each up to 5 MB." in html
    assert html.count('accept=".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"') == 2
    assert html.count(" multiple") == 1


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        (lambda: sent(scan=None), {"scan": ["Choose a file."]}),
        (lambda: sent(scan=b""), {"scan": ["This file is empty. Look whether it opens, and choose it again."]}),
        (
            lambda: sent(*[upload(b"1")] * 6),
            {
                "more": ["At most 5 files can be added at once. Choose again, the others afterwards."],
                "scan": ["Choose the file again: the browser has forgotten it."],
            },
        ),
        (
            lambda: sent(upload(b"1"), note="too long"),
            {
                "note": ["Write at most 5 characters; these are 8."],
                "scan": ["Choose the file again: the browser has forgotten it."],
                "more": ["Choose the file again: the browser has forgotten it."],
            },
        ),
    ],
    ids=["none", "empty", "six", "another_field"],
)  # fmt: skip
def test_form_with_an_error_says_that_files_are_forgotten(form, errors):
    assert form().errors == errors


def test_form_refused_by_the_domain_says_that_the_file_is_forgotten():
    form = sent()
    assert form.is_valid()

    form.add_error(None, ValidationError("The week is signed already."))

    assert list(form.errors) == ["__all__", "scan"]


def test_request_larger_than_any_form_is_not_read():
    request = RequestFactory().post("/", {"scan": upload(b"x")})
    request.META["CONTENT_LENGTH"] = str(handlers.MOST + 1)

    with pytest.raises(handlers.RequestDataTooBig):
        _ = request.FILES
