"""Which changes of this room's rows are kept. What an erasure must be able to take is only said to be changed."""

from imyportal import phones
from imyportal.tracking import INTERNAL, PORTAL, STAMPED, leave, track

from .enums import SupportTopic

AT_TRAINEE = {"trainees.Trainee": "trainee"}
TICKED = (
    "Who ticked it and when stands in the row; that a tick was taken back is in the audit trail."
)
REGISTER = "A register that is only added to: triggers see to it."

track(
    "trainees.Trainee",
    plain="group tutor in_compulsory_school field language",
    hidden="first_name last_name email birth_date sex nationality spoken emergency_name"
    " emergency_phone",
    masked={"phone": phones.masked},
    without={"user": "Follows the e-mail address."},
)
track(
    "trainees.Guardian",
    plain="own_language wants_news",
    hidden="name email phone",
    at=AT_TRAINEE,
    key="pk",
)
track(
    "trainees.EmergencyContact",
    hidden="name relation phone languages",
    without={"changed_at": STAMPED},
    at={"trainees.Trainee": "guardian__trainee"},
    key="pk",
)
track(
    "trainees.Particulars",
    hidden="birth_place street town country tax_number",
    without={"by at": STAMPED},
    at=AT_TRAINEE,
)
track(
    "trainees.GuestIdentity",
    hidden="sealed",
    without={"by at": STAMPED},
    at={**AT_TRAINEE, "trainees.AccompanyingPerson": "accompanying"},
)
track(
    "trainees.WayHome",
    plain="leaves_on home_by",
    hidden="note",
    without={
        "is_own": "Follows the days.",
        "home_at said_how said_by said_link": STAMPED,
    },
    at=AT_TRAINEE,
)
track(
    "trainees.SupportPlan",
    hidden="contact_days day_minutes evaluation_days",
    without={
        "trainee": "A plan is of one person for good.",
        "begun_by begun_at changed_at agreed_at": STAMPED,
    },
)
track(
    "trainees.SupportEntry",
    hidden="sealed",
    without={"topic": "A topic is begun and ends; it never becomes another.", "by at": STAMPED},
    at={"trainees.SupportPlan": "plan"},
    key="topic",
    heading=lambda key: str(SupportTopic(key).label),
)
track(
    "trainees.AccompanyingPerson",
    plain="group language arrives_on leaves_on wants_news",
    hidden="first_name last_name email phone sex",
    without={"entered_by entered_at": STAMPED},
)
track(
    "trainees.SendingTutor",
    plain="organisation role wants_reports",
    without={"user": "It is always the same account; name and address are kept there."},
)
track("trainees.StandIn", plain="tutor colleague first_day last_day")
track(
    "trainees.House",
    plain="name address licence flat_code is_active",
    hidden="entrance guests_info owner_name owner_phone owner_email",
)
track("trainees.SendingOrganisation", plain="name address city country email phone language")
track(
    "trainees.Group",
    plain="name organisation sending_tutor lead_tutor programme project_code field activity"
    " qualification qualification_level recognition language arrives_on leaves_on",
)
leave("trainees.AttentionSnooze trainees.AttentionOwner", INTERNAL)
leave("trainees.Breach trainees.BreachMeasure trainees.BreachReply trainees.BreachNotice", REGISTER)
leave(
    "trainees.Consent trainees.ConsentRequest trainees.LegalHold trainees.ErasureRequest"
    " trainees.SupportShare trainees.Receipt trainees.PaperHandIn trainees.PaperWaiver"
    " trainees.PaperReminder trainees.GroupImport",
    STAMPED,
)
leave("trainees.StepDone trainees.WelcomePresence trainees.TopicConfirmed", TICKED)
leave(
    "trainees.Reflection trainees.ReflectionAnswer",
    "A draft of the trainee's own until it is sent; then it is frozen.",
)
leave("trainees.HomeReminder", PORTAL)
leave(
    "trainees.GuestEntry",
    "Laid by the portal as beds are given; of what was sent there is a digest and a receipt.",
)
leave("trainees.BedStay", "A move is a row of its own: what stands there is what was slept.")
