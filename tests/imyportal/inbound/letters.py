"""Answers by mail, as several mail programs write them."""

import base64
from pathlib import Path

from imyportal import inbound
from imyportal.models import InboundMail
from tests.uploaded import picture

MAILS = Path(__file__).with_name("mails")
LENA = "lena@schule.example"


def letter(name, lena, *, sender=LENA):
    raw = (MAILS / f"{name}.eml").read_bytes()
    photo = base64.encodebytes(picture(size=(60, 40)))
    for mark, value in [
        (b"%TO%", inbound.address_for("test", 7, lena).encode()),
        (b"%FROM%", sender.encode()),
        (b"%PHOTO%", photo),
    ]:
        raw = raw.replace(mark, value)
    if b"\nContent-Transfer-Encoding: base64\n\n" in raw and name == "outlook_it_html":
        head, body = raw.split(b"\n\n", 1)
        body = base64.b64decode(body).replace(b"%FROM%", sender.encode())
        raw = head + b"\n\n" + base64.encodebytes(body)
    return raw


def bring(raw):
    inbound.take_in(raw)
    inbound.work_off()
    return InboundMail.objects.latest("pk")
