"""Whose data this room holds, what of it a trainee is given, and when it goes."""

from django.db.models import Q
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
    of_groups,
    of_nobody,
    of_others,
    of_trainee,
)

from .enums import CheckInBy, WeekStatus

PROOF = _("Proof of the stay that the funding programme asks for (Erasmus+ record keeping).")
CLAIMS = _("Somebody may still have a claim because of it.")

of_trainee(
    "placements.Placement",
    "trainee",
    subject="placements",
    given="company starts_on ends_on status tasks objective working_language cancelled_at"
    " cancel_reason evaluation_days",
    left_out={"public_id": WITHIN, "company_tutor": OTHERS, "cancelled_by": WHO_DID_IT},
    because=PROOF,
    kept=Kept.PROOF,
)
of_trainee(
    "placements.AgreedDay",
    "placement__trainee",
    subject="agreed_hours",
    given="weekday starts_at ends_at break_starts_at break_minutes",
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
)
of_trainee(
    "placements.Arrangement",
    "placement__trainee",
    subject="arranged_hours",
    given="first_day last_day most_day_minutes agreed_at ended_at",
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
)
of_trainee(
    "placements.HourWeek",
    "placement__trainee",
    subject="weeks",
    given="monday status declared_at returned_at return_reason",
    left_out={"version": WITHIN, "declared_by returned_by": WHO_DID_IT},
    staying=Q(status=WeekStatus.SIGNED),
    because=PROOF,
    kept=Kept.PROOF,
    written="monday",
)
of_trainee(
    "placements.WorkDay",
    "week__placement__trainee",
    subject="days",
    given="date kind starts_at ends_at break_minutes minutes note filled_at",
    left_out={"version told_at": WITHIN, "filled_by": WHO_DID_IT},
    staying=Q(week__status=WeekStatus.SIGNED),
    because=PROOF,
    kept=Kept.PROOF,
    written="date",
)
of_trainee(
    "placements.WeekSignature",
    "week__placement__trainee",
    subject="signed_weeks",
    given="signed_at how minutes version signed_on",
    left_out={"name role ip link user": OTHERS, "button digest": WITHIN, "scan": ON_REQUEST},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="signed_at",
)
of_trainee(
    "placements.Correction",
    "week__placement__trainee",
    subject="corrections",
    given="date old new minutes_more reason at",
    left_out={"by": WHO_DID_IT},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="at",
)
of_trainee(
    "placements.CorrectionRequest",
    "week__placement__trainee",
    subject="corrections_asked",
    given="date wanted reason at status decided_at answer",
    left_out={"by link by_name decided_by": WHO_DID_IT, "correction": WITHIN},
    only=Q(link=None),
    kept=Kept.LEARNING,
)
of_trainee(
    "placements.SignatureScan",
    "signature__week__placement__trainee",
    left_out={"file": ON_REQUEST, "reason": INTERNAL, "by at": WHO_DID_IT},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="at",
)
of_trainee(
    "placements.ChartPrint",
    "placement__trainee",
    subject="charts_printed",
    given="code made_at",
    left_out={"stated": OWN_PAPER, "digest": WITHIN, "user link": WHO_DID_IT},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="made_at",
)
of_trainee(
    "placements.WorkingTimeException",
    "placement__trainee",
    subject="working_time_exceptions",
    given="kind first last reason at withdrawn_at",
    left_out={"by withdrawn_by": WHO_DID_IT},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
)
of_trainee(
    "placements.WorkingTimeFinding",
    "week__placement__trainee",
    subject="working_time",
    given="kind date measured",
    left_out={"limit is_joint exception": WITHIN},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
)
of_trainee(
    "placements.Absence",
    "placement__trainee",
    subject="absences",
    given="first_day last_day kind shares_reason note noted_by noted_at said_at noticed_at"
    " denied_at cleared_at back_on withdrawn_at paper_due_on paper_settled_at",
    left_out={
        "public_id begins_on starts_at paper_asked_at paper_reminded_at": WITHIN,
        "user link cleared_by paper_settled_by": WHO_DID_IT,
    },
    kept=Kept.CARE,
)
of_trainee(
    "placements.AbsenceNotice",
    "absence__placement__trainee",
    subject="absences_who_was_told",
    given="to what at",
    left_out={"name": OTHERS, "mail": WITHIN},
    kept=Kept.CARE,
)
of_trainee(
    "placements.Agreement",
    "placement__trainee",
    subject="agreements",
    given="kind version state language typed with_guardian begun_at sent_at ended_at",
    left_out={
        "public_id digest differs_since": WITHIN,
        "content": OWN_PAPER,
        "begun_by sent_by": WHO_DID_IT,
    },
    seen=True,
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="sent_at",
)
of_trainee(
    "placements.AgreementSignature",
    "agreement__placement__trainee",
    subject="agreements_signed",
    given="party how signed_on at",
    left_out={"name role ip link user": OTHERS, "button digest": WITHIN, "scan": ON_REQUEST},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="at",
)
of_trainee(
    "placements.AgreementRefusal",
    "agreement__placement__trainee",
    subject="agreements_refused",
    given="party at",
    left_out={"name link user": OTHERS, "words": ON_REQUEST},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="at",
)
of_trainee(
    "placements.AgreementReminder",
    "agreement__placement__trainee",
    subject="agreements_reminded",
    given="party step reminded_at",
    kept=Kept.STAY,
)
of_trainee(
    "placements.FirstDay",
    "placement__trainee",
    subject="first_days",
    given="meets_at place bring route minutes lines ticket alone_on",
    left_out={"accompanied_by": WHO_DID_IT, "briefed_at": WITHIN},
    kept=Kept.STAY,
)
of_trainee(
    "placements.FirstDayTick",
    "placement__trainee",
    subject="first_day_points",
    given="point at",
    left_out={"by": WHO_DID_IT},
    kept=Kept.STAY,
)
of_trainee(
    "placements.AbsencePaper",
    "absence__placement__trainee",
    subject="absences_papers",
    given="file at",
    left_out={"public_id": WITHIN, "by": WHO_DID_IT},
    kept=Kept.CARE,
)
of_trainee(
    "placements.Contact",
    "trainee",
    subject="talks",
    given="kind with_whom at minutes",
    left_out={
        "occasion group": WITHIN,
        "text next_step next_on next_by done_at done_by": INTERNAL,
        "name by logged_at is_shared school_text": OTHERS,
    },
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    group_path="group",
    written="logged_at",
)
of_trainee(
    "placements.ContactNote",
    "contact__trainee",
    left_out={"text by at": INTERNAL},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    group_path="contact__group",
    written="at",
)
of_trainee(
    "placements.CheckIn",
    "placement__trainee",
    subject="check_ins",
    given="monday mood work people home learning text call_wanted called_at said_at",
    left_out={"punctual said_by user link": WITHIN, "called_by": WHO_DID_IT},
    only=Q(said_by=CheckInBy.TRAINEE),
    kept=Kept.TALK,
)
of_trainee(
    "placements.Reminder",
    "placement__trainee",
    left_out={
        "kind step monday company_tutor useful_until outcome laid_at": WITHIN,
        "asked_by": WHO_DID_IT,
    },
    kept=Kept.STAY,
)
of_trainee(
    "placements.Incident",
    "trainee",
    subject="incidents",
    given="kind severity happened_at place known_at reported_at closed_at",
    left_out={
        "text outcome": ON_REQUEST,
        "lessons spared_because spared_at spared_by is_deadly": INTERNAL,
        "by closed_by": WHO_DID_IT,
    },
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    written="reported_at",
)
of_trainee(
    "placements.IncidentNotice",
    "incident__trainee",
    subject="incidents_who_was_told",
    given="party how told_at",
    left_out={"name": OTHERS, "number": WITHIN, "by at": WHO_DID_IT},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    written="at",
)
of_trainee(
    "placements.IncidentStep",
    "incident__trainee",
    left_out={"text with_whom due_on by at": INTERNAL},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    written="at",
)
of_trainee(
    "placements.IncidentStepDone",
    "step__incident__trainee",
    left_out={"by at": INTERNAL},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    written="at",
)
of_trainee(
    "placements.IncidentPaper",
    "incident__trainee",
    left_out={"title file": ON_REQUEST, "by at": WHO_DID_IT},
    erase=Erase.STAYS,
    because=CLAIMS,
    kept=Kept.CLAIMS,
    written="at",
)
of_trainee(
    "placements.ReportLine",
    "placement__trainee",
    left_out={"report key kind level values is_shown is_current revision": OWN_PAPER},
    staying=Q(report__released_at__isnull=False),
    because=PROOF,
    kept=Kept.PROOF,
    group_path="report__group",
    written="report__released_at",
)
of_others(
    "placements.CompanyTutor",
    "company tutors",
    "On request: taken out of use on the desk; what they signed names them and stays with it.",
)
of_others(
    "placements.CompanyImport",
    "company tutors of a list",
    "The list is emptied when it was brought in, and goes after a week when it was not.",
)
of_groups(
    "placements.WeeklyReport",
    "group",
    "What a school was told stays word for word with the group, as proof of monitoring.",
    kept=Kept.PROOF,
    written="released_at",
)
of_groups(
    "placements.ReportAcknowledgement",
    "report__group",
    "Who of the school has read a report; goes with it.",
    kept=Kept.PROOF,
    written="at",
)
of_groups(
    "placements.ReportMessage",
    "report__group",
    "Between school and agency about a report; goes with it.",
    kept=Kept.PROOF,
)
of_others("placements.VisitRequest", "sending tutors", "Stays with the visit.")
of_others("placements.Visit", "sending and agency tutors", "Stays as proof of monitoring.")
of_others("placements.VisitGuest", "sending tutors", "Stays with the visit.")
of_others("placements.VisitStop", "company tutors", "Stays with the visit.")
of_others("placements.VisitReport", "whoever was visited", "Stays as proof of monitoring.")
of_others(
    "placements.AgreementCover",
    "who represents the agency and schools",
    "Stays as long as agreements are written.",
)
of_others(
    "placements.CompanyFacts",
    "who represents a company, and who is one",
    "Stays with the company, as long as training plans are written.",
)
of_nobody(
    "placements.HostCompany placements.AbsenceRule placements.CycleTime placements.CycleMark"
    " placements.WorkingTimeRules placements.WorkingTimeLimit placements.WorkingTimeRecheck"
    " placements.AgreementTerms placements.FirstDayPoint",
    "Companies, rules and how far a job has come.",
)
