"""imyportal/charts.py: charts that are whole whatever the numbers."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imyportal import charts
from imyportal.charts import Series

SCORES = st.none() | st.integers(0, 100)
CLASSES = {"grid", "base", "s-self", "s-company", "m-self", "m-company", "t-self", "t-company"}


def drawn(svg):
    """The chart as XML: what is not well formed fails here."""
    return ET.fromstring(svg)


def line(labels, own=(), company=()):
    series = [Series("self", own), Series("company", company)]
    return charts.line_chart("c", title="T", summary="S", labels=labels, series=series)


def count(svg, css):
    return sum(css == element.get("class") for element in drawn(svg).iter())


@given(st.lists(st.tuples(SCORES, SCORES), max_size=14))
def test_line_chart_of_any_scores_is_whole_and_marks_each(values):
    own, company = [v for v, _ in values], [v for _, v in values]

    svg = line([str(n) for n in range(len(values))], own, company)

    assert count(svg, "m-self") == sum(v is not None for v in own)
    assert count(svg, "m-company") == sum(v is not None for v in company)
    assert {element.get("class") for element in drawn(svg).iter()} <= CLASSES | {"chart", None}


def test_line_chart_without_labels_has_only_its_grid():
    assert count(line([]), "s-self") == 0


def test_line_chart_of_a_single_label_stands_in_the_middle():
    svg = line(["Start"], [50])

    (circle,) = [e for e in drawn(svg).iter() if e.get("class") == "m-self"]
    assert float(circle.get("cx")) == 30 + (358 - 30 - 34) / 2


def test_line_chart_equal_last_values_have_labels_apart():
    svg = line(["1"], [50], [50])

    heights = [
        float(e.get("y"))
        for e in drawn(svg).iter()
        if e.get("text-anchor") is None and e.tag == "text"
    ]
    assert abs(heights[0] - heights[1]) >= charts.LABEL_GAP


def test_line_chart_shorter_series_ends_where_it_ends():
    assert count(line(["1", "2", "3"], [10]), "m-self") == 1


@pytest.mark.parametrize("text", ["<b>", "a & b", '"x"'])
def test_charts_escape_what_is_written_into_them(text):
    svgs = [
        charts.line_chart("c", title=text, summary=text, labels=[text], series=[]),
        charts.objective_bar("b", title=text, start=1, own=2, company=3),
        charts.sparkline(text, [1, 2]),
    ]

    for svg in svgs:
        assert "<b>" not in svg
        assert text in "".join(drawn(svg).itertext()) or drawn(svg).get("aria-label") == text


@given(SCORES, SCORES, SCORES)
def test_objective_bar_marks_what_is_there(start, own, company):
    svg = charts.objective_bar("b", title="T", start=start, own=own, company=company)

    marks = {css: count(svg, css) for css in ("m-start", "m-self", "m-company", "span")}
    assert marks == {
        "m-start": start is not None,
        "m-self": own is not None,
        "m-company": company is not None,
        "span": start is not None and own is not None,
    }


@pytest.mark.parametrize("values", [[], [None], [None, None]])
def test_sparkline_of_nothing_is_empty(values):
    assert charts.sparkline("T", values) == ""


@given(st.lists(SCORES, min_size=1).filter(lambda values: any(v is not None for v in values)))
def test_sparkline_of_any_scores_is_whole(values):
    assert drawn(charts.sparkline("T", values)).get("aria-label") == "T"


def test_charts_carry_no_style():
    svg = line(["1", "2"], [0, 100], [100, 0])

    assert "style" not in svg


@given(st.lists(st.tuples(st.integers(0, 8), SCORES), max_size=3))
def test_line_chart_has_an_upright_line_a_mark_and_a_diamond_a_value(found):
    marks = [charts.Mark(at, value, "<Final>") for at, value in found]

    svg = charts.line_chart(
        "c", title="T", summary="S", labels=list("012345678"), series=[], marks=marks
    )

    assert count(svg, "mark") == len(marks)
    assert count(svg, "m-signed") == sum(mark.value is not None for mark in marks)
    assert [e.text for e in drawn(svg).iter() if e.get("class") == "lab"] == ["<Final>"] * len(
        marks
    )


def test_objective_bar_shows_what_was_signed_off():
    bar = charts.objective_bar("b", title="T", start=0, own=50, company=None, settled=70)

    assert count(bar, "m-signed") == 1
