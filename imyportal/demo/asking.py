"""The help desk of the demo: requests of every state, a taxi, a note, and prepared answers."""

from datetime import datetime, timedelta
from itertools import cycle

from django.utils import timezone

from helpdesk.answers import missed, voting, writing
from helpdesk.enums import Helped, TicketState, Topic
from helpdesk.models import Article, ReplyTemplate, Ticket
from helpdesk.tickets import answering, asking, keeping
from helpdesk.tickets.asking import Trip
from helpdesk.tickets.posting import Said
from trainees import houses
from trainees.models import Room, Trainee

PREPARED = [
    ("Plumber is coming", "en", "rooms", "Hi {first_name}, the plumber comes today between 16:00 and 18:00. If nobody is in, we open the door with your OK.\n\n{tutor}"),
    ("Plumber is coming", "de", "rooms", "Hallo {first_name}, der Installateur kommt heute zwischen 16 und 18 Uhr. Wenn niemand da ist, öffnen wir ihm, wenn du einverstanden bist.\n\n{tutor}"),
]  # fmt: skip
WATER = "Hi! There is no hot water in our bathroom since this morning. Mia and I share room 12."
FRIDGE = "The fridge in the kitchen is very loud at night."
CARD = "My telephone has no internet any more. Do I need a new contract?"
POOL = "Is there a swimming pool that is open in the evening?"
COUGH = "I have had a cough for three days. Where do I find a doctor?"
WIFI = "Its name is CasaVerde, the word is on the back of the router in the corridor."
LOOKED_FOR = ["gym", "gym near me", "hairdresser", "laundry coins", "guitar"]
LATE = "The bus at 7:10 did not come for the second time this week."


def build() -> None:
    """Of trainees of the group that is here."""
    for title, language, topic, text in PREPARED:
        row = ReplyTemplate(title=title, language=language, topic=topic, text=text)
        row.full_clean()
        row.save()
    here = Trainee.objects.filter(group__name__startswith="Lindenhof", user__isnull=False)
    people = cycle(here.select_related("user", "tutor", "group__lead_tutor").order_by("pk")[:6])
    _talk(next(people))
    _ask(next(people), Topic.TRANSPORT, "", hours=1, ride=_trip())
    _solved(next(people))
    _ask(next(people), Topic.HEALTH, COUGH, hours=2)
    late = _ask(next(people), Topic.PLACEMENT, LATE, hours=50)
    keeping.assign(late, late.trainee.responsible, by=late.trainee.responsible)
    _waits(next(people))
    _read(list(here))


def _at(hours: float) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def _ask(
    trainee: Trainee, topic: Topic, text: str, *, hours: float, ride: Trip | None = None
) -> Ticket:
    said = Said(text, at=_at(hours))
    return asking.ask(trainee, topic, said, by=trainee.user, ride=ride)


def _talk(trainee: Trainee) -> None:
    """A request in the middle: answered, noted, and asked again."""
    tutor = trainee.responsible
    ticket = _ask(trainee, Topic.ROOMS, WATER, hours=30)
    note = "Boiler was repaired in January. Ask Idraulica Quarrata for a replacement, not a repair."
    answering.note(ticket, Said(note, at=_at(28)), by=tutor)
    text = (
        "Sorry about that. The plumber comes today between 16:00 and 18:00. Is someone in the room?"
    )
    answering.answer(ticket, Said(text, at=_at(27)), by=tutor, quiet=True)
    later = "I am at work until 17:30. It is OK if you let him in. Thank you!"
    asking.say(ticket, Said(later, at=_at(1)), by=trainee.user)


def _solved(trainee: Trainee) -> None:
    tutor = trainee.responsible
    ticket = _ask(trainee, Topic.LIFE, POOL, hours=120)
    text = "Yes: Piscina Fedi, Tuesday and Thursday until 22:00. The bus 14 goes there."
    answering.answer(ticket, Said(text, at=_at(100)), by=tutor, then=TicketState.SOLVED, quiet=True)
    if trainee.user is not None:
        keeping.rate(ticket, Helped.YES, by=trainee.user)


def _waits(trainee: Trainee) -> None:
    ticket = _ask(trainee, Topic.PHONE, CARD, hours=70)
    text = "Restart it with the card out once. If that does not help, come by on any afternoon."
    answering.answer(ticket, Said(text, at=_at(66)), by=trainee.responsible, quiet=True)
    _ask(trainee, Topic.ROOMS, FRIDGE, hours=0.5)


def _trip() -> Trip:
    day = timezone.localtime() + timedelta(days=2)
    return Trip(
        day.replace(hour=6, minute=30, second=0, microsecond=0), "Via Roma 12", "Pisa airport", 3
    )


def _read(people: list[Trainee]) -> None:
    """What trainees said of answers, one answer of a house, and words that found nothing."""
    tutor = people[0].responsible
    rows = list(Article.objects.published().order_by("pk"))
    for place, row in enumerate(rows[:12]):
        for number, trainee in enumerate(people[: 5 + place % 4]):
            has_helped = (place + number) % 5 != 0
            voting.vote(row, trainee, has_helped=has_helped, language="en")
        writing.looked_at(row, by=tutor)
    for words in LOOKED_FOR:
        missed.note(words, "en", by=tutor)
    room = next((each for each in map(_room, people) if each), None)
    if room is not None:
        wifi = Article.objects.create(topic=Topic.ROOMS, house=room.house, is_published=True)
        wifi.texts.create(language="en", title="Where is the wifi?", short=WIFI)
        writing.looked_at(wifi, by=tutor)


def _room(trainee: Trainee) -> Room | None:
    return houses.where(trainee, timezone.localdate())
