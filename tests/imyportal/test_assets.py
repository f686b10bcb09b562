"""The build must give the pages every rule they use, and the same bytes each time."""

import gzip
import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from fontTools.ttLib import TTFont

from imyportal import assets, purge

SHEET = """@charset "utf-8";/*! Licence: MIT */
:root{--read:1px;--idle:2px;--chain:var(--read)}
/* a remark */
.btn{color:red}.card{color:red}
.btn:hover,.card>.btn{color:var(--chain)}
a:not(.card){color:blue}
.btn:is(.card,.small){top:0}
.check{background-image:url("data:image/svg+xml,x");color:red}
@media (min-width:1px){.card{left:0}.btn{left:1px}}
@media print{.card{left:0}}
@keyframes spin{to{top:0}}@keyframes slide{to{top:0}}
.btn{animation:spin 1s}
/*# sourceMappingURL=x.css.map */
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    target = tmp_path_factory.mktemp("assets") / "static" / "build"
    assets.build(target)
    return target


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def characters(path):
    return set(TTFont(path).getBestCmap())


def test_purge_keeps_only_reachable_rules():
    css = purge.purge(SHEET, {"btn", "check", "small"})

    assert css == (
        '@charset "utf-8";\n/*! Licence: MIT */\n'
        ":root{--read:1px;--chain:var(--read)}\n.btn{color:red}\n.btn:hover{color:var(--chain)}\n"
        "a:not(.card){color:blue}\n.btn:is(.card,.small){top:0}\n.check{color:red}\n"
        "@media (min-width:1px){.btn{left:1px}}\n"
        "@keyframes spin{to{top:0}}\n.btn{animation:spin 1s}\n"
    )


def test_purge_keeps_variables_that_other_sheets_read():
    css = purge.purge(":root{--one:1px;--two:2px}", set(), also="b{top:var(--two)}")

    assert css == '@charset "utf-8";\n\n:root{--two:2px}\n'


def test_words_in_template_come_from_classes_and_quoted_arguments():
    text = """{% comment %} class="no" {% endcomment %}
    <p class="a{% if x == "b" %} c{% endif %} d-{{ n }}">no</p>{% include "x.html" with css="e f" %}"""

    words = purge.words_in_template(text)

    assert words >= {"a", "b", "c", "d-", "e", "f"}
    assert "no" not in words


def test_words_in_python_are_constants_that_are_class_lists():
    words = purge.words_in_python(
        '"""A docstring, with a row."""\ncss = "btn btn-primary"\nx = "Not one."'
    )

    assert words == {"btn", "btn-primary"}


def test_words_in_script_are_quoted():
    assert purge.words_in_script("el.className = 'is-open'; row = 1;") == {"is-open"}


def test_code_points_reads_single_and_ranges():
    assert assets.code_points("U+0041-0043, U+20AC") == {0x41, 0x42, 0x43, 0x20AC}


def test_build_makes_what_the_pages_ask_for(built):
    assert sorted(str(path.relative_to(built)) for path in files(built)) == [
        "fonts/figtree-400.ttf",
        "fonts/figtree-600.ttf",
        "fonts/figtree-700.ttf",
        "fonts/figtree-latin-ext.woff2",
        "fonts/figtree-latin.woff2",
        "portal.css",
    ]


def test_build_again_changes_nothing(built):
    before = {str(path.relative_to(built)): path.read_bytes() for path in files(built)}

    assert assets.build(built) == []
    assert sorted(assets.build(built, force=True)) == sorted(before)
    assert {str(path.relative_to(built)): path.read_bytes() for path in files(built)} == before


def test_build_makes_a_missing_file_again(built):
    (built / "portal.css").unlink()

    assert assets.build(built) == ["portal.css"]


def test_command_says_what_it_made(built, settings, capsys):
    settings.BUILD_DIR = built.parent
    (built / "portal.css").unlink()

    call_command("build_assets")
    call_command("build_assets")

    first, second = capsys.readouterr().out.splitlines()
    assert first == "1 made: portal.css"
    assert second == "All up to date."


def test_stylesheet_fetches_nothing_and_stays_small(built):
    css = (built / "portal.css").read_text("utf-8")

    assert not re.search(r"data:|https?://(?!getbootstrap|github)|sourceMapping|@import", css)
    assert "Licensed under MIT" in css
    assert len(css) < 70_000


def test_stylesheet_ends_with_our_own_rules(built):
    css = (built / "portal.css").read_text("utf-8")

    places = [css.index(mark) for mark in ("@charset", ".form-control{", "@font-face", ".appbar")]
    assert places == sorted(places)
    assert css.count("/*") == 1  # the licence


def test_stylesheet_has_the_classes_of_forms_and_buttons(built):
    css = (built / "portal.css").read_text("utf-8")

    for name in ["btn", "form-control", "form-select", "form-check-input", "visually-hidden"]:
        assert re.search(rf"\.{name}[^\w-]", css), name


def test_stylesheet_closes_every_brace(built):
    css = (built / "portal.css").read_text("utf-8")

    assert css.count("{") == css.count("}")


def test_web_fonts_hold_the_letters_of_all_seven_languages(built):
    letters = "àèéìòùÀÈÉäöüßÄÖÜñáíóúçêëîïôûœŒőűŐŰąćęłńóśźżĄĆĘŁŃŚŹŻ–’“”…€"

    have = characters(built / "fonts/figtree-latin.woff2") | characters(
        built / "fonts/figtree-latin-ext.woff2"
    )

    assert {letter for letter in letters if ord(letter) not in have} == set()


def test_web_fonts_vary_in_weight_and_keep_table_figures(built):
    font = TTFont(built / "fonts/figtree-latin.woff2")

    features = {each.FeatureTag for each in font["GSUB"].table.FeatureList.FeatureRecord}
    assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]
    assert "tnum" in features


@pytest.mark.parametrize("weight", assets.PDF_WEIGHTS)
def test_pdf_fonts_have_one_weight_and_all_letters(built, weight):
    content = (built / f"fonts/figtree-{weight}.ttf").read_bytes()

    font = TTFont(io.BytesIO(content))

    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == weight
    assert {ord("ő"), ord("Ł"), ord("é"), ord("–")} <= set(font.getBestCmap())


def test_first_visit_weighs_little(built):
    """Gzip of what a first visit loads besides its page stays under 60 KB."""
    static = Path(settings.BASE_DIR, "static")
    texts = [
        built / "portal.css",
        static / "js" / "portal.js",
        static / "img" / "icons.svg",
    ]

    weight = sum(len(gzip.compress(path.read_bytes())) for path in texts)
    weight += (built / "fonts/figtree-latin.woff2").stat().st_size

    assert weight < 60_000
