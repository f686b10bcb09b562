"""What one of the cast was given: evaluations, awards, certificates."""

import copy

from django.core.files.base import ContentFile

from assessment import awards, models, requirements, standard
from assessment.enums import EvaluationKind, EvaluationMoment
from imyportal import codes
from tests.assessment import certificates
from tests.cast_words import NOW, ONE, Words
from tests.factories import (
    MONDAY,
    TraineeFactory,
)


def evaluation(placement, words: Words):
    standard.write(1, models=models)
    standard.write_models(models)
    evaluation = models.Evaluation.objects.create(
        placement=placement,
        kind=EvaluationKind.SELF,
        moment=EvaluationMoment.START,
        monday=MONDAY,
        given_by=placement.trainee.name,
        comment=f"Comment {words.trainee}",
    )
    models.Score.objects.bulk_create(
        models.Score(evaluation=evaluation, indicator=indicator, value=50)
        for indicator in models.Indicator.objects.filter(objective__set__is_current=True)
    )
    return evaluation


def asked_peer(placement):
    """Asked of somebody of the same group; who asked sees the request and may not answer it."""
    evaluation = models.Evaluation.objects.create(
        placement=placement,
        kind=EvaluationKind.PEER,
        moment=EvaluationMoment.MID,
        monday=MONDAY,
        given_by=placement.trainee.name,
    )
    mate = TraineeFactory(group=placement.trainee.group, tutor=placement.trainee.tutor)
    return models.PeerRequest.objects.create(evaluation=evaluation, peer=mate)


def award(placement, tutor, words: Words):
    requirements.write(models=models)
    standard.write_occasions(models=models)
    return awards.give(
        placement.trainee,
        occasion=f"Occasion of {words.trainee}",
        level=2,
        reason=f"Reason of {words.trainee}",
        by=tutor,
        placement=placement,
    )


def certificate(placement, tutor, words: Words):
    number = "IMY-2026-0001" if words is ONE else "IMY-2026-0002"
    content = copy.deepcopy(certificates.CONTENT)
    content |= {"number": number}
    content["holder"] |= {"surnames": words.trainee}
    content["sending"] |= {"name": words.school, "tutor": words.school}
    content["host"] |= {"name": words.company, "tutor": words.company}
    content["intermediary"] |= {"tutor": words.tutor}
    content["signatures"] = []
    made = models.Certificate(
        placement=placement,
        number=number,
        code=codes.new(),
        language="en",
        content=content,
        content_digest="0" * 64,
        issued_on=NOW.date(),
        requested_by=tutor,
        rendered_at=NOW,
        done_at=NOW,
        pdf_digest="0" * 64,
        batch=models.CertificateBatch.objects.create(
            group=placement.trainee.group, asked_by=tutor, asked_at=NOW
        ),
    )
    made.pdf.save("one.pdf", ContentFile(b"%PDF-1.7"), save=False)
    made.save()
    return made
