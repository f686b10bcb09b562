"""Whose data this room holds, what of it a trainee is given, and when it goes."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from imyportal.personal import (
    INTERNAL,
    ON_REQUEST,
    OTHERS,
    OWN_PAPER,
    WHO_DID_IT,
    WITHIN,
    Erase,
    Kept,
    Paper,
    of_groups,
    of_nobody,
    of_others,
    of_trainee,
    papers,
)

from .models import PaperHandIn, SupportPlan, Trainee
from .support import looking

CLAIMS = _("Somebody may still have a claim because of it.")
NOT_THEIRS = "Empty in a trainee's rows."
CONSENT = _("Shows that the agency was allowed to do what it did.")

of_trainee(
    "trainees.Trainee",
    "pk",
    subject="person",
    given="group first_name last_name email phone birth_date sex in_compulsory_school nationality field"
    " language spoken emergency_name emergency_phone added_at",
    left_out={"public_id": WITHIN, "user tutor": WHO_DID_IT},
    erase=Erase.BLANKED,
    blank={
        "email": "",
        "phone": "",
        "sex": "",
        "nationality": "",
        "spoken": [],
        "emergency_name": "",
        "emergency_phone": "",
    },
    because=_(
        "E-mail address, phone, sex, nationality, languages and who to call in an emergency."
    ),
    kept=Kept.CONTACT,
)
of_trainee(
    "trainees.Guardian",
    "trainee",
    subject="guardians",
    given="name",
    left_out={"email phone own_language wants_news": OTHERS},
    kept=Kept.CONTACT,
)
of_trainee(
    "trainees.EmergencyContact",
    "guardian__trainee",
    left_out={"name relation phone languages changed_at": OTHERS},
    kept=Kept.CONTACT,
)
of_trainee(
    "trainees.AttentionSnooze",
    "trainee",
    left_out={"user until reasons": INTERNAL},
    kept=Kept.STAY,
)
of_trainee(
    "trainees.AttentionOwner",
    "trainee",
    left_out={"user taken_at reasons handed_by word": INTERNAL},
    kept=Kept.STAY,
)
of_trainee(
    "trainees.Breach",
    "trainee",
    subject="house_rules",
    given="rule text happened_at at",
    left_out={"public_id": WITHIN, "by": WHO_DID_IT},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    written="at",
)
of_trainee(
    "trainees.BreachMeasure",
    "breach__trainee",
    subject="house_rules_what_followed",
    given="rung text because at",
    left_out={"after": WITHIN, "by": WHO_DID_IT},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    written="at",
)
of_trainee(
    "trainees.BreachReply",
    "breach__trainee",
    subject="house_rules_replies",
    given="text at",
    left_out={"by": WHO_DID_IT},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    written="at",
)
of_trainee(
    "trainees.BreachNotice",
    "breach__trainee",
    subject="house_rules_who_was_told",
    given="party how told_at",
    left_out={"name": OTHERS, "by at": WHO_DID_IT},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    written="at",
)
of_trainee(
    "trainees.Consent",
    "trainee",
    subject="consents",
    given="purpose giver agrees how text_version language said_on at withdrawn_at",
    left_out={"name withdrawn_by": OTHERS, "user link": WITHIN, "scan": ON_REQUEST},
    erase=Erase.STAYS,
    because=CONSENT,
    kept=Kept.CONSENT,
    written="at",
)
of_trainee(
    "trainees.ConsentRequest",
    "guardian__trainee",
    subject="consents_asked",
    given="purpose asked_on",
    left_out={"by": WHO_DID_IT},
    kept=Kept.CONTACT,
)
of_trainee(
    "trainees.WayHome",
    "trainee",
    subject="way_home",
    given="leaves_on home_by note home_at said_how",
    left_out={"is_own": WITHIN, "said_by said_link": WHO_DID_IT},
    kept=Kept.STAY,
)
of_trainee(
    "trainees.HomeReminder",
    "way__trainee",
    left_out={"step home_by outcome": WITHIN},
    kept=Kept.STAY,
)
of_trainee(
    "trainees.StepDone",
    "trainee",
    subject="steps",
    given="step at",
    left_out={"by": WHO_DID_IT},
    kept=Kept.STAY,
)
of_trainee(
    "trainees.Receipt", "trainee", subject="guidebooks_read", given="edition at", kept=Kept.STAY
)
of_trainee(
    "trainees.Reflection",
    "trainee",
    subject="health_and_safety",
    given="edition begun_at sent_at read_at",
    left_out={"read_by": WHO_DID_IT},
    kept=Kept.STAY,
)
of_trainee(
    "trainees.ReflectionAnswer",
    "reflection__trainee",
    subject="health_and_safety_answers",
    given="question text choice is_unclear reply is_topic talked_at",
    left_out={"talked_by": WHO_DID_IT},
    kept=Kept.STAY,
)
of_trainee(
    "trainees.WelcomePresence",
    "trainee",
    subject="welcome_day",
    given="day how at",
    left_out={"by": WHO_DID_IT},
    kept=Kept.STAY,
)
of_trainee(
    "trainees.TopicConfirmed",
    "trainee",
    subject="welcome_topics",
    given="topic at",
    kept=Kept.STAY,
)
of_trainee(
    "trainees.PaperHandIn",
    "trainee",
    subject="papers_of_the_school",
    given="wanted file handed_in_at verdict note judged_at delivered_at fetched_at",
    left_out={
        "public_id": WITHIN,
        "handed_in_by judged_by delivered_by fetched_by": WHO_DID_IT,
    },
    kept=Kept.STAY,
)
of_trainee(
    "trainees.PaperWaiver",
    "trainee",
    subject="papers_not_needed",
    given="wanted reason at",
    left_out={"by": WHO_DID_IT},
    kept=Kept.STAY,
)
of_trainee(
    "trainees.PaperReminder",
    "trainee",
    subject="papers_reminded",
    given="wanted reminded_at",
    kept=Kept.STAY,
)
of_trainee(
    "trainees.Particulars",
    "trainee",
    subject="particulars",
    given="birth_place street town country tax_number at",
    left_out={"by": WHO_DID_IT},
    kept=Kept.CONTACT,
)
of_trainee(
    "trainees.SupportPlan",
    "trainee",
    subject="support_plan",
    given="contact_days day_minutes evaluation_days begun_at changed_at agreed_at",
    left_out={"public_id": WITHIN, "begun_by": WHO_DID_IT},
    kept=Kept.CARE,
)
of_trainee(
    "trainees.SupportEntry",
    "plan__trainee",
    subject="support_plan_topics",
    given="topic at",
    left_out={"sealed": OWN_PAPER, "by": WHO_DID_IT},
    kept=Kept.CARE,
)
of_trainee(
    "trainees.SupportShare",
    "plan__trainee",
    subject="support_plan_shares",
    given="topic party until at agreed_at ended_at",
    left_out={"name": OTHERS, "to_type to_id": WITHIN, "by": WHO_DID_IT},
    kept=Kept.CARE,
)
of_trainee(
    "trainees.GuestEntry",
    "trainee",
    subject="declared_to_the_police",
    given="file nights erased_at",
    left_out={"leads": INTERNAL, "accompanying": NOT_THEIRS},
    erase=Erase.STAYS,
    because=_("The law has receipts of the police kept for five years, with who was declared."),
    group_path="accompanying__group",
    kept=Kept.POLICE,
    written="file__receipted_at",
)
of_trainee(
    "trainees.GuestIdentity",
    "trainee",
    subject="identity_for_the_police",
    given="at",
    left_out={
        "sealed": "Stands on the person's own page in plain words until the receipt deletes it.",
        "by": WHO_DID_IT,
        "accompanying": NOT_THEIRS,
    },
    group_path="accompanying__group",
    kept=Kept.STAY,
)
of_trainee(
    "trainees.BedStay",
    "trainee",
    subject="beds",
    given="bed first_night last_night at",
    left_out={"despite": INTERNAL, "by": WHO_DID_IT, "accompanying": NOT_THEIRS},
    group_path="accompanying__group",
    kept=Kept.STAY,
)
of_trainee(
    "trainees.ErasureRequest",
    "trainee",
    subject="asked_to_be_forgotten",
    given="asked_at taken_back_at answered_at is_granted reason",
    left_out={"answered_by": WHO_DID_IT, "outcome": WITHIN},
    erase=Erase.STAYS,
    because=_("Shows that you asked, and what was answered."),
    kept=Kept.CLAIMS,
    needs_name=False,
)
of_trainee(
    "trainees.LegalHold",
    "trainee",
    left_out={"reason": ON_REQUEST, "by at ended_at ended_by": WHO_DID_IT},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    needs_name=False,
    written="at",
)
of_nobody("trainees.RetentionRule trainees.PurgeRun", "Rules, and how many rows went.")
of_others(
    "trainees.GroupImport",
    "the trainees of a list",
    "The list is emptied when it was brought in, and goes after a week when it was not.",
)
of_others(
    "trainees.SendingTutor",
    "tutors of the sending organisations",
    "On request: the account is closed on the desk; reports they had a part in stay with the groups.",
)
of_groups(
    "trainees.AccompanyingPerson",
    "group",
    "Their own page gives all of it as a file. Address, number and sex are emptied with the class of addresses;"
    " the row goes with the beds, and after what the police was told. At once when they do not come after all.",
    whose="people who come with a group of minors",
    kept=Kept.STAY,
)
of_others("trainees.StandIn", "agency tutors", "Who stood in for whom; stays with what they did.")
of_others("trainees.House", "owners of the houses", "Goes when the agency gives the house up.")
of_nobody(
    "trainees.SendingOrganisation trainees.Group trainees.JourneyStep trainees.Edition"
    " trainees.EditionSection trainees.EditionQuestion trainees.Handover trainees.WelcomeTopic"
    " trainees.WelcomeDay trainees.GroupAuthorisation trainees.GuestFile trainees.PoliceCode"
    " trainees.Room trainees.Bed trainees.PaperWanted",
    "Schools, groups, texts and houses.",
)


@papers
def papers_of_the_school(trainee: Trainee) -> Iterator[Paper]:
    """What was handed in for the school."""
    mine = PaperHandIn.objects.filter(trainee=trainee)
    for row in mine.select_related("file").order_by("pk"):
        yield Paper.handed_in(row.file)


@papers
def support_plan(trainee: Trainee) -> Iterator[Paper]:
    """What the support plan says, in the clear; the data beside it has the sealed texts left out."""
    plan = SupportPlan.objects.filter(trainee=trainee).select_related("trainee").first()
    if plan is not None and (text := looking.as_file(plan)):
        yield Paper("support-plan.txt", lambda: [text.encode()])
