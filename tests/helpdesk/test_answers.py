"""helpdesk/answers/: found by words on either database, read by whom they are for, and whether they helped."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import missed, searching, voting
from helpdesk.enums import Topic
from helpdesk.models import (
    Article,
    ArticleText,
    ArticleVote,
    MissedWord,
    ReplyTemplate,
    Ticket,
)
from helpdesk.tickets import answering
from helpdesk.tickets.posting import Said
from tests.attack.poison import PAYLOADS, RAW
from tests.factories import BedFactory, PlacementFactory, TraineeFactory, UserFactory
from tests.helpdesk.asked import ask
from trainees.models import BedStay

pytestmark = pytest.mark.django_db
MANY = 2000


def test_agency_begins_with_answers_in_every_language_of_the_portal(settings):
    spoken = [code for code, _name in settings.LANGUAGES]
    for row in [*ArticleText.objects.all(), *ReplyTemplate.objects.all()]:
        row.full_clean()
    written = ArticleText.objects.values_list("article", "language")
    prepared = ReplyTemplate.objects.values_list("title", "language")

    assert (len(written) // len(spoken), len(prepared) // len(spoken)) == (31, 9)
    for pairs in (written, prepared):
        assert {*pairs} == {(key, code) for key, _language in pairs for code in spoken}
    assert {*Article.objects.values_list("topic", flat=True)} == {*Topic.values}


@pytest.fixture(autouse=True)
def _without_those_of_the_beginning(request):
    if "begins_with" not in request.node.name:
        Article.objects.all().delete()


def article(texts, topic="rooms", **fields):
    row = Article.objects.create(topic=topic, **{"is_published": True} | fields)
    for language, said in texts.items():
        title, short, more = [*said, "", ""][:3] if isinstance(said, list) else [said, "", ""]
        row.texts.create(language=language, title=title, short=short or "So.", more=more)
    return row


def found(typed, language="en", viewer=None, **more):
    viewer = viewer or UserFactory(tutor=True)
    return [each.text.title for each in searching.search(viewer, typed, language, **more)]


def trainee():
    return PlacementFactory().trainee


HELP = {
    "boiler": {"en": "There is no hot water", "it": "Non c’è acqua calda"},
    "washing": {"en": ["Washing clothes", "The washing machine is in the cellar."]},
    "tax": {"en": "How to get a tax code", "it": ["Il codice fiscale", "Serve per il telefono."]},
    "clinic": {"it": "La guardia medica", "de": "Ärzte für Österreicher", "pl": "Łóżko i lekarze"},
    "deep": {"en": ["Quiet hours", "After ten.", "Neighbours hear the **washing** machine."]},
}


@pytest.mark.parametrize(
    ("typed", "language", "titles"),
    [
        ("no hot water since monday!!", "en", ["There is no hot water"]),
        ("acqua", "en", ["There is no hot water"]),  # asked in Italian, read in English
        ("acqua", "de", ["There is no hot water"]),  # English where there is no German
        ("wash", "en", ["Washing clothes", "Quiet hours"]),  # title before text
        ("machines", "en", ["Washing clothes", "Quiet hours"]),  # bent
        ("arzte", "de", ["Ärzte für Österreicher"]),  # without accents
        ("OSTERREICHER", "it", ["La guardia medica"]),
        ("lozko", "pl", ["Łóżko i lekarze"]),
        ("medici", "it", ["La guardia medica"]),
        ("codici fiscali", "it", ["Il codice fiscale"]),
        ("where can I get it", "en", []),  # says nothing
        ("elephant", "en", []),
    ],
)
def test_search_finds_by_words(typed, language, titles):
    for texts in HELP.values():
        article(texts)

    assert found(typed, language) == titles


def test_search_forgets_what_was_changed_and_deleted():
    row = article({"en": "Boiler"})
    ArticleText.objects.update(title="Heating")

    assert (found("boiler"), found("heating")) == ([], ["Heating"])
    row.delete()
    assert found("heating") == []


@pytest.mark.parametrize(
    "typed",
    [
        "'water' | 'x' & !:*",
        'title:"water" NEAR(* OR -water) AND ^',
        "water\x00) --",
        "%(words)s %s {0} \\",
        "water " * 2000,
        "\ud7ff￿🚿 water",
        *PAYLOADS,
    ],
)
def test_hostile_search_is_words_only(client_for, typed):
    article({"en": "Water"})
    one = trainee()

    expected = ["Water"] if "water" in typed.lower() else []
    assert found(typed) == expected
    page = client_for(one.user).get("/me/help/answers/", {"q": typed})
    text = page.content.decode()
    assert (page.status_code, [raw for raw in RAW if raw in text]) == (
        400 if "\x00" in typed else 200,
        [],
    )


def test_drafts_and_answers_of_other_houses_are_read_by_nobody_else(client_for):
    one, bed = trainee(), BedFactory()
    BedStay.objects.create(
        bed=bed,
        trainee=(inside := trainee()),
        first_night="2026-03-02",
        last_night="2026-03-20",
        by=UserFactory(tutor=True),
    )
    draft = article({"en": "Wifi draft"}, is_published=False)
    article({"en": ["Cold", "Wait.", "**An hour**"]})
    theirs = article({"en": "Wifi here"}, house=bed.room.house)

    assert found("wifi", viewer=one.user) == []
    assert found("wifi", viewer=inside.user) == ["Wifi here"]
    kept = client_for(inside.user).get("/me/guide/answers/kept/").content.decode()
    assert ("<strong>An hour</strong>" in kept, "Wifi here" in kept, "<form" in kept) == (
        True,
        False,
        False,
    )
    for who, row, status in ((one, theirs, 404), (inside, theirs, 200), (inside, draft, 404)):
        path = reverse("helpdesk:article", args=[row.public_id])
        assert client_for(who.user).get(path).status_code == status
    assert not Article.objects.visible_to(UserFactory()).exists()


def test_words_that_found_nothing_are_counted_without_who_asked(client_for, today):
    today("2026-03-12")
    user = trainee().user
    user.first_name, user.last_name = "Lena", "Hoffmann"
    user.save()
    phone = client_for(user)
    for _ in range(2):
        phone.get("/me/help/answers/", {"q": "Lena lost her Skateboard, lena@web.de 0573123456"})

    rows = list(MissedWord.objects.values_list("word", "count", "language"))
    assert sorted(rows) == [("lost", 2, "en"), ("skateboard", 2, "en")]
    assert missed.forget(timezone.now()) == 0
    assert missed.forget(timezone.now() + timedelta(weeks=13)) == 2


def test_vote_is_one_a_person_and_changes():
    row, one = article({"en": "Water"}), trainee()
    for has_helped in (True, True, False):
        voting.vote(row, one, has_helped=has_helped, language="en")

    assert ArticleVote.objects.get().has_helped is False
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleVote.objects.create(article=row, trainee=one, has_helped=True, language="en")
    assert not ArticleVote.objects.visible_to(TraineeFactory().user).exists()


def test_trainee_about_to_ask_is_offered_answers_and_keeps_what_was_typed(client_for):
    row, phone = article({"en": ["Water is cold", "Wait for an hour."]}), client_for(trainee().user)
    typed = {
        "topic": "rooms",
        "text": "The water is cold",
        "once": "6f2d1d6c-37d3-4a7c-9a55-6e4f0d0a3b11",
    }

    page = phone.post("/me/help/new/", typed | {"look": "1"})
    shown = page.content.decode()
    part = phone.post("/me/help/answers/suggested/", {"q": "cold water"}).content.decode()
    again = phone.post("/me/help/new/", typed | {"no": row.public_id}).content.decode()

    assert ("Wait for an hour." in shown, "The water is cold</textarea>" in shown) == (True, True)
    assert "Wait for an hour." in part
    assert ("Wait for an hour." in again, "The water is cold</textarea>" in again) == (False, True)
    assert typed["once"] in again
    assert not Ticket.objects.exists()
    thanks = phone.post("/me/help/new/", typed | {"yes": row.public_id})
    assert thanks.url == f"/me/help/answers/{row.public_id}/?thanks"
    assert ArticleVote.objects.get().has_helped is True
    phone.post("/me/help/new/", typed)
    assert Ticket.objects.count() == 1


def test_no_on_an_answer_leads_to_the_form_with_what_was_looked_for(client_for):
    row, phone = article({"en": "Water"}), client_for(trainee().user)
    path = reverse("helpdesk:article_helped", args=[row.public_id])

    page = phone.post(path, {"no": "1", "q": "cold water"}, follow=True)

    assert "cold water</textarea>" in page.content.decode()
    assert client_for(UserFactory(tutor=True)).post(path, {"yes": "1"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_answers_take_as_many_queries_for_many_rows(client_for, django_assert_num_queries, rows):
    for number in range(rows):
        last = article({"en": f"Water {number}", "it": f"Acqua {number}"})
    one = trainee()
    phone = client_for(one.user)
    office = client_for(UserFactory(tutor=True))
    voting.vote(last, one, has_helped=True, language="en")
    paths = {
        "/me/help/answers/": SHELVES,
        "/me/help/answers/?q=water": SEARCH,
        reverse("helpdesk:article", args=[last.public_id]): ARTICLE,
    }

    for path, count in paths.items():
        with django_assert_num_queries(count):
            phone.get(path)
    with django_assert_num_queries(LIST):
        page = office.get("/admin/helpdesk/article/")
    assert len(page.context["cl"].result_list) == rows


SHELVES, SEARCH, ARTICLE, LIST = 6, 6, 7, 9


@pytest.mark.postgres
def test_two_thousand_articles_are_found_by_the_index(db):
    Article.objects.bulk_create(Article(topic="life", is_published=True) for _ in range(MANY))
    ArticleText.objects.bulk_create(
        ArticleText(
            article=row, language="en", title=f"Word{number} title", short=f"Text w{number}"
        )
        for number, row in enumerate(Article.objects.all())
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('helpdesk_articlesearch')")
        cursor.execute("ANALYZE helpdesk_articletext")
        asked = {"words": "'word77'", "beginnings": "'word77':*"}
        cursor.execute(f"EXPLAIN {searching._POSTGRES}", asked)
        plan = str(cursor.fetchall())

    assert "Bitmap Index Scan on helpdesk_articlesearch" in plan


def test_desk_keeps_every_version_and_who_looked_at_it(client_for):
    office = client_for(UserFactory(tutor=True))
    texts = {
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-0-language": "en",
        "texts-0-title": "Boiler",
        "texts-0-short": "Press the button.",
    }
    office.post("/admin/helpdesk/article/add/", texts | {"topic": "rooms"})
    row = Article.objects.get()
    change = reverse("admin:helpdesk_article_change", args=[row.pk])
    known = {
        "texts-INITIAL_FORMS": "1",
        "texts-0-id": row.texts.get().pk,
        "texts-0-article": row.pk,
    }
    changed = texts | known | {"topic": "rooms", "is_published": "on", "texts-0-title": "Heating"}
    office.post(change, changed)

    history = office.get(reverse("admin:helpdesk_article_history", args=[row.pk])).content.decode()
    row.refresh_from_db()
    assert ("Boiler" in history, row.is_published, row.checked_by is not None) == (True,) * 3
    assert (
        "Heating"
        in office.get(reverse("admin:helpdesk_article_read", args=[row.pk])).content.decode()
    )


def test_tutor_is_offered_answers_that_fit_and_puts_one_into_the_box(client_for, settings):
    tutor = UserFactory(tutor=True)
    one = PlacementFactory(trainee__tutor=tutor).trainee
    row = article({"en": ["Cold water", "Wait for an hour."]})
    elsewhere = article({"en": "Water of another house"}, house=BedFactory().room.house)
    ticket = ask(one, text="No warm water")
    office, path = client_for(tutor), f"/admin/helpdesk/ticket/{ticket.pk}/"

    def box(**chosen):
        page = office.post(f"{path}compose/", {"text": "Mine", "note-text": "Ours"} | chosen)
        assert page.context["note_form"].initial["text"] == "Ours"
        return page.context["answer_form"].initial["text"].splitlines()

    offered = [each.article for each in office.get(f"{path}change/").context["offered"]]

    address = f"{settings.SITE_URL}/me/help/answers/{row.public_id}/"
    added = ["Mine", "", "Hello Lena,", "", "Wait for an hour.", address]
    assert (offered, box(article=elsewhere.pk)) == ([row], ["Mine"])
    assert box(article=row.pk)[:6] == added


def test_answer_becomes_a_draft_without_names(client_for):
    tutor = UserFactory(tutor=True, first_name="Giulia", last_name="Conti")
    one = PlacementFactory(trainee__tutor=tutor).trainee
    TraineeFactory(group=one.group, first_name="Mia", last_name="Krüger")
    ticket = ask(one, text="Mia’s tap drips")
    text = "Hi Lena and Mia,\nLena's tap: turn it hard. Call +39 0573 123456 or g@imy.example.\n\nGiulia"
    answering.answer(ticket, Said(text), by=tutor)
    office, path = client_for(tutor), f"/admin/helpdesk/article/from/{ticket.pk}/"

    begun = office.get(path).context["form"].initial
    office.post(path, begun | {"title": "The tap drips"})

    assert begun["title"] == "tap drips"
    assert begun["short"] == "tap: turn it hard. Call … or."
    row = Article.objects.get()
    assert (row.is_published, row.topic, str(row)) == (False, "rooms", "The tap drips")
    assert client_for(UserFactory(tutor=True)).get(path).status_code == 404
