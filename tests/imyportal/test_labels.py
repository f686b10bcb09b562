"""Controls of the desk have names, also where Django's admin gives them none."""

import pytest
from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, RelatedFieldWidgetWrapper

from imyportal.labels import name_controls


def test_name_controls_split_date_time_names_both_halves():
    field = forms.SplitDateTimeField(label="Signed at", widget=AdminSplitDateTime())

    name_controls(field, cells=False)

    assert [part.attrs["aria-label"] for part in field.widget.widgets] == [
        "Signed at, date",
        "Signed at, time",
    ]


@pytest.mark.parametrize(("cells", "attrs"), [(True, {"aria-label": "Host"}), (False, {})])
def test_name_controls_plain_field_is_named_only_in_cells(cells, attrs):
    field = forms.CharField(label="Host", widget=forms.TextInput())

    name_controls(field, cells=cells)

    assert {key: value for key, value in field.widget.attrs.items() if key == "aria-label"} == attrs


def test_name_controls_wrapped_select_names_the_select():
    select = forms.Select()
    field = forms.ChoiceField(label="Host")
    field.widget = RelatedFieldWidgetWrapper.__new__(RelatedFieldWidgetWrapper)
    field.widget.widget = select

    name_controls(field, cells=True)

    assert select.attrs == {"aria-label": "Host"}
