import itertools

import pytest
from django.core.exceptions import ValidationError

from imyportal import codes

GOOD = "7Q4X92KDM3AB" + codes.check_character("7Q4X92KDM3AB")


def test_new_code_is_read_back():
    code = codes.new()

    assert codes.read(code) == code
    assert len(code) == 13
    assert not set(code) & set("01OIL")


def test_new_codes_differ():
    assert len({codes.new() for _each in range(200)}) == 200


@pytest.mark.parametrize(
    "typed",
    [GOOD.lower(), codes.grouped(GOOD), f" {GOOD} ", " - ".join(GOOD), codes.grouped(GOOD).lower()],
)
def test_read_any_spelling_gives_the_code(typed):
    assert codes.read(typed) == GOOD


def test_read_every_wrong_character_is_noticed():
    for at, sign in itertools.product(range(13), codes.ALPHABET):
        if sign != GOOD[at]:
            with pytest.raises(ValidationError, match="typing error"):
                codes.read(GOOD[:at] + sign + GOOD[at + 1 :])


def test_read_every_two_characters_that_changed_places_are_noticed():
    for one, other in itertools.combinations(range(13), 2):
        if GOOD[one] != GOOD[other]:
            signs = list(GOOD)
            signs[one], signs[other] = signs[other], signs[one]
            with pytest.raises(ValidationError, match="typing error"):
                codes.read("".join(signs))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (GOOD[:-1], "this one has 12"),
        (GOOD + "A", "this one has 14"),
        ("", "this one has 0"),
        ("O" + GOOD[1:], "no 0 and O"),
        ("1" + GOOD[1:], "no 1, I and L"),
        ("É" + GOOD[1:], "not É"),
        ("<script>", "no 1, I and L"),
    ],
)
def test_read_what_no_code_can_be_says_why(typed, words):
    with pytest.raises(ValidationError) as caught:
        codes.read(typed)

    assert words in caught.value.messages[0]


def test_grouped_never_leaves_a_single_character():
    assert codes.grouped("7Q4X92KDM3ABC") == "7Q4X-92KD-M3ABC"
    assert codes.grouped("0123456789abcdef") == "0123-4567-89ab-cdef"


@pytest.mark.parametrize("typed", ["IMY-2026-0008", "imy 2026 0008", "IMY20260008"])
def test_read_number_of_a_certificate_says_where_the_code_stands(typed):
    with pytest.raises(ValidationError, match="This is the number of the certificate"):
        codes.read(typed)
