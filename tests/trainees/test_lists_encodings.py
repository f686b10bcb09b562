import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainees.lists import ListError
from trainees.lists.encodings import code_page, decode

NAMES = {
    "de": "Groß, Müller, Käthe, Jörg, Söhnke, Weiß, Böhm, Jürgen, Löwenthal, Öztürk, Änne, Bäcker",
    "es": "Muñoz, Íñigo, Peña, María José, Núñez, Cañizares, Ibáñez, Begoña, Ángel, Güell, Ordóñez",
    "fr": "Hélène, Loïc, Anaïs, Benoît, Lefèvre, Françoise, Jérôme, Noëlle, Thérèse, Cœur, Brûlé, "
    "Forêt, Geneviève, Père, Mère, Aïcha, Lemaître, Gaëlle, Chloé, Pêcheux, Côté, Bénédicte, Prévôt",
    "it": "Niccolò, D'Agalà, Forlì, Nicolò, Giosuè, Mosè, Cantù, Solà, Nardò, Lucà, Papà, Bernabò",
    "hu": "Kovács, Szőke, Zsófia, Bíró, Vörös, Szűcs, Győri, Dezső, Fűzi, Erdős, Mező, Ernő, Őze, "
    "Lőrinc, Szőllősi, Tűzkő, Bükkösdi, Kőműves, Hegedűs, Csűrös",
    "pl": "Łukasz, Wójcik, Kamiński, Wiśniewska, Zięba, Gołąb, Żak, Źródło, Kępa, Stępień, Mączka, "
    "Ćwik, Jędrzej, Dąbrowski, Święty, Grażyna, Piątek, Węgrzyn, Świątek, Gęś, Zając, Maćkowiak",
    "cs": "Dvořák, Jiří, Černý, Růžička, Němec, Šťastný, Kučera, Zdeněk, Daněk, Vaněk, Řezníček",
}
PAGES = {"de": "cp1252", "es": "cp1252", "fr": "cp1252", "it": "cp1252"} | dict.fromkeys(
    ["hu", "pl", "cs"], "cp1250"
)


def names(language):
    return NAMES[language].split(", ")


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_decode_unicode_returns_the_text(language, encoding):
    text = "Name;Vorname\r\n" + "\r\n".join(f"{name};Anna" for name in names(language))

    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("language", "name"), [(language, name) for language in NAMES for name in names(language)]
)
def test_decode_code_page_with_one_name_returns_the_name(language, name):
    text = f"surname;first name\n{name};Anna\n"

    assert decode(text.encode(PAGES[language]))[0] == text


@pytest.mark.parametrize("language", NAMES)
def test_decode_code_page_in_capitals_returns_the_names(language):
    text = "\n".join(names(language)).upper()

    assert decode(text.encode(PAGES[language]))[0] == text


@settings(deadline=None)
@given(language=st.sampled_from(sorted(NAMES)), data=st.data())
def test_decode_code_page_with_twenty_names_returns_the_names(language, data):
    chosen = data.draw(st.lists(st.sampled_from(names(language)), min_size=20, max_size=20))
    text = "\n".join(chosen)

    assert decode(text.encode(PAGES[language]))[0] == text


@settings(deadline=None)
@given(st.data())
def test_decode_polish_latin2_returns_the_names(data):
    chosen = data.draw(st.lists(st.sampled_from(names("pl")), min_size=5, max_size=20))
    text = "\n".join([*chosen, "Gołąb, Piątek"])

    assert decode(text.encode("iso-8859-2"))[0] == text


@pytest.mark.parametrize(
    "text",
    ["Mª Carmen;Muñoz", "Nº;Peña", "¿Tutor?;Núñez", "Løkke;Bjørn;Åse;Kjær", "João;Simões;Camões"],
)
def test_code_page_of_western_signs_is_western(text):
    assert code_page(text.encode("cp1252")) == "cp1252"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_decode_any_bytes_gives_text_or_a_list_error(content):
    try:
        text, name = decode(content)
    except ListError:
        return

    assert "\0" not in text
    assert name


@pytest.mark.parametrize("content", [b"a\0b;c", b"\xef\xbb\xbf\xff\xfe\xff", b"\xff\xfe\x00\xd8"])
def test_decode_of_no_text_is_refused(content):
    with pytest.raises(ListError, match="not readable text"):
        decode(content)
