"""Choices of the rows every room needs: deeds and doers of the audit trail, files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    TUTOR = "tutor", _("agency tutor")
    PERSON = "person", _("trainee or sending tutor")
    LINK = "link", _("by mailed link")
    NOBODY = "nobody", _("not signed in")
    PORTAL = "portal", _("the portal itself")


class Action(models.TextChoices):
    """Every deed that is noted; a new one gets its line here."""

    SIGNED_IN = "session.signed_in", _("signed in")
    SIGN_IN_FAILED = "session.refused", _("sign-in failed")
    SIGNED_OUT = "session.signed_out", _("signed out")
    ALL_SIGNED_OUT = "session.all_ended", _("signed out everywhere")
    FACTOR_SET = "factor.set", _("second factor set up")
    FACTOR_USED = "factor.used", _("second factor shown")
    FACTOR_REMOVED = "factor.removed", _("second factor taken away")
    RECOVERY_USED = "factor.recovery_used", _("recovery code used")
    RECOVERY_MADE = "factor.recovery_made", _("recovery codes made")
    PASSWORD_CHANGED = "password.changed", _("password changed")
    LINK_USED = "link.used", _("mailed link opened")
    LINK_REVOKED = "link.revoked", _("mailed link revoked")

    ADDRESS_CORRECTED = "link.address_corrected", _("e-mail address corrected")

    PERSON_ADDED = "user.added", _("person added")
    PERSON_INVITED = "user.invited", _("invitation sent")
    RIGHTS_CHANGED = "user.rights_changed", _("role or rights changed")
    PERSON_CLOSED = "user.closed", _("account closed")

    STAND_IN_SET = "stand_in.set", _("stand-in for a tutor entered or changed")

    STEP_TICKED = "journey.ticked", _("step of the journey ticked")
    STEP_UNTICKED = "journey.unticked", _("step of the journey taken back")

    EDITION_PUBLISHED = "guide.published", _("guidebook or house rules published")
    EDITION_READ = "guide.read", _("guidebook or house rules read")
    EDITION_GIVEN = "guide.given", _("guidebook or house rules given to the school")
    EDITION_RECEIVED = "guide.received", _("guidebook or house rules received by the school")

    REFLECTION_SENT = "reflection.sent", _("answers on health and safety sent")
    REFLECTION_READ = "reflection.read", _("answers on health and safety read")
    REFLECTION_TALKED = "reflection.talked", _("answers on health and safety talked over")
    BREACH_WRITTEN = "conduct.written", _("breach of the house rules written down")
    BREACH_VIEWED = "conduct.viewed", _("breaches of the house rules looked at")
    BREACH_ADDED = "conduct.added", _("written about a breach of the house rules")
    BREACH_REPLIED = "conduct.replied", _("trainee said something to a breach of the house rules")

    WELCOME_PLANNED = "welcome.planned", _("welcome day set")
    WELCOME_PRESENT = "welcome.present", _("was at the welcome day")
    WELCOME_ABSENT = "welcome.taken_back", _("was not at the welcome day after all")
    WELCOME_CONFIRMED = "welcome.confirmed", _("topics of the welcome day confirmed")

    BED_GIVEN = "house.bed_given", _("bed given")
    BED_CHANGED = "house.bed_changed", _("moved to another bed")
    BED_LEFT = "house.bed_left", _("bed free again")
    PAPER_ASKED = "papers.asked", _("papers of the school asked for")
    PAPER_HANDED_IN = "papers.handed_in", _("paper of the school handed in")
    PAPER_ACCEPTED = "papers.accepted", _("paper of the school accepted")
    PAPER_RETURNED = "papers.returned", _("paper of the school sent back")
    PAPER_WAIVED = "papers.waived", _("paper of the school needed, or not")
    PAPER_DELIVERED = "papers.delivered", _("paper delivered to the school")
    PAPER_FETCHED = "papers.fetched", _("paper fetched by the school")

    GUEST_ENTERED = "guest.entered", _("identity data for the police entered")
    GUEST_VIEWED = "guest.viewed", _("identity data for the police looked at")
    GUEST_FILE_MADE = "guest.made", _("guest file of the police downloaded")
    GUEST_FILE_RECEIPTED = "guest.receipted", _("receipt of the police filed")
    GUEST_ERASED = "guest.erased", _("identity data for the police deleted")

    HOME_PLANNED = "home.planned", _("way home set")
    HOME_SAID = "home.said", _("known to be home")
    HOME_TAKEN_BACK = "home.taken_back", _("not home after all")

    ACCOMPANYING_ENTERED = "accompanying.entered", _("accompanying person entered")
    ACCOMPANYING_CHANGED = "accompanying.changed", _("accompanying person changed")
    ACCOMPANYING_REMOVED = "accompanying.removed", _("accompanying person does not come")
    ACCOMPANYING_NEWS = "accompanying.news", _("news for an accompanying person turned on or off")

    SUPPORT_BEGUN = "support.begun", _("support plan begun")
    SUPPORT_VIEWED = "support.viewed", _("support plan looked at")
    SUPPORT_WRITTEN = "support.written", _("support plan written in")
    SUPPORT_AGREED = "support.agreed", _("learner agreed to the support plan")
    SUPPORT_SHARED = "support.shared", _("share of a support plan proposed")
    SUPPORT_SHARE_AGREED = "support.share_agreed", _("learner agreed to a share")
    SUPPORT_SHARE_ENDED = "support.share_ended", _("share of a support plan ended")
    SUPPORT_EMPTIED = "support.emptied", _("support plan deleted: the permission ended")

    TRAINEE_VIEWED = "trainee.viewed", _("personal data looked at")
    LIST_IMPORTED = "list.imported", _("list brought in")
    DATA_EXPORTED = "data.exported", _("data exported")
    ERASURE_ASKED = "data.erasure_asked", _("asked to be forgotten, or took it back")
    ERASURE_DECIDED = "data.erasure_decided", _("request to be forgotten answered")
    HOLD_CHANGED = "data.hold_changed", _("legal hold set or ended")
    RETENTION_CHANGED = "data.retention_changed", _("retention rule changed")
    TRAIL_LET_GO = "data.trail_let_go", _("old end of the audit trail let go")
    OWN_DATA_TAKEN = "data.taken", _("own data taken along")
    CHART_PRINTED = "data.chart_printed", _("hour chart printed")
    FILE_ADDED = "file.added", _("file handed in")
    FILE_DOWNLOADED = "file.downloaded", _("file downloaded")

    CONSENT_ASKED = "consent.asked", _("guardian asked for consent")
    CONSENT_GIVEN = "consent.given", _("consent given")
    CONSENT_REFUSED = "consent.refused", _("consent refused")
    CONSENT_ENDED = "consent.ended", _("consent ended")
    AUTHORISATIONS_CHOSEN = "consent.chosen", _("authorisations of a group chosen")
    EMERGENCY_CONTACT = "consent.contact", _("contact in an emergency entered or changed")
    NEWS_SWITCHED = "consent.news", _("news for a guardian turned on or off")

    PLACEMENT_CONFIRMED = "placement.confirmed", _("placement confirmed")
    PLACEMENT_INTERRUPTED = "placement.interrupted", _("placement ended early")
    PLACEMENT_CANCELLED = "placement.cancelled", _("placement cancelled")
    PLACEMENT_ADJUSTED = "placement.adjusted", _("agreed hours or evaluations adjusted")
    AGREEMENT_BEGUN = "agreement.begun", _("agreement or training plan begun")
    AGREEMENT_SENT = "agreement.sent", _("agreement or training plan sent to be signed")
    AGREEMENT_SIGNED = "agreement.signed", _("agreement or training plan signed")
    AGREEMENT_REFUSED = "agreement.refused", _("agreement or training plan refused")
    PARTICULARS_WRITTEN = "agreement.particulars", _("data for the training plan written")
    FIRST_DAY_PLANNED = "firstday.planned", _("first day at the company planned")
    FIRST_DAY_BRIEFED = "firstday.briefed", _("company told about the first day")
    FIRST_DAY_TICKED = "firstday.ticked", _("points of the first day ticked")
    FIRST_DAY_ALONE = "firstday.alone", _("trainee went to work alone")
    EXCEPTION_AGREED = "worktime.agreed", _("working-time exception agreed")
    EXCEPTION_WITHDRAWN = "worktime.withdrawn", _("working-time exception taken back")

    HOURS_FILLED_FOR = "hours.filled_for", _("week filled in for the trainee")
    WEEK_DECLARED = "week.declared", _("week sent to the company")
    WEEK_TAKEN_BACK = "week.taken_back", _("week taken back")
    WEEK_RETURNED = "week.returned", _("week sent back")
    WEEK_SIGNED = "week.signed", _("week signed")
    WEEK_MARKED = "week.marked", _("week marked as signed on paper")
    WEEK_SCANNED = "week.scanned", _("scan added to a signed week")
    WEEK_CORRECTED = "week.corrected", _("signed day corrected")
    CORRECTION_ASKED = "correction.asked", _("correction asked for")
    CORRECTION_DECLINED = "correction.declined", _("correction declined")

    OFFICE_CHANGED = "office.changed", _("opening hours or closures changed")
    CALLBACK_SETTLED = "callback.settled", _("call asked for made, or tried")
    CYCLE_CHANGED = "cycle.changed", _("times of the weekly cycle changed")
    CHECK_IN_GIVEN = "cycle.said", _("check-in given")
    CALL_MADE = "cycle.called", _("called, as a check-in asked for")

    CONTACT_LOGGED = "contact.logged", _("contact written down")
    CONTACT_CHANGED = "contact.changed", _("contact changed or added to")
    INCIDENT_REPORTED = "incident.reported", _("incident reported")
    INCIDENT_VIEWED = "incident.viewed", _("incidents looked at")
    INCIDENT_ADDED = "incident.added", _("written about an incident")
    INCIDENT_CLOSED = "incident.closed", _("incident closed")

    REPORT_RELEASED = "report.released", _("weekly report released")
    REPORT_ACKNOWLEDGED = "report.acknowledged", _("weekly report acknowledged")
    REPORT_ASKED = "report.asked", _("question about a weekly report")
    REPORT_ANSWERED = "report.answered", _("question about a weekly report answered")
    ABSENCE_SAID = "absence.said", _("absence said")
    ABSENCE_LOGGED = "absence.logged", _("absence written down for the trainee")
    ABSENCE_NOTICED = "absence.noticed", _("absence noticed by the company")
    ABSENCE_OVER = "absence.over", _("absence taken back or ended")
    ABSENCE_SETTLED = "absence.settled", _("absence cleared up, or its paper settled")
    ABSENCE_RULE = "absence.rule", _("rule for absences changed")

    TICKET_ASKED = "ticket.asked", _("help asked for")
    TICKET_WRITTEN = "ticket.written", _("trainee wrote to the help desk")
    TICKET_ANSWERED = "ticket.answered", _("request for help answered")
    TICKET_NOTED = "ticket.noted", _("note on a request for help written")
    TICKET_CHANGED = "ticket.changed", _("request for help handed on, put off or changed")
    TICKET_SOLVED = "ticket.solved", _("request for help solved")
    TICKET_REOPENED = "ticket.reopened", _("request for help opened again")
    TICKET_MERGED = "ticket.merged", _("requests for help joined")
    TICKET_RATED = "ticket.rated", _("help rated by the trainee")

    ARTICLE_WRITTEN = "article.written", _("answer for everybody written or changed")

    VISIT_WANTED = "visit.wanted", _("visit asked for by the school")
    VISIT_DECLINED = "visit.declined", _("visit of the school declined")
    VISIT_PLANNED = "visit.planned", _("day of visits planned")
    VISIT_ASKED = "visit.asked", _("companies asked about a visit")
    VISIT_ANSWERED = "visit.answered", _("company answered about a visit")
    VISIT_CHANGED = "visit.changed", _("day of visits changed")
    VISIT_FIXED = "visit.fixed", _("day of visits fixed")
    VISIT_CANCELLED = "visit.cancelled", _("day of visits cancelled")
    VISIT_REPORTED = "visit.reported", _("report of a visit written")

    OBJECTIVES_PROPOSED = "objectives.proposed", _("objectives proposed")
    OBJECTIVES_DECLINED = "objectives.declined", _("objectives sent back")
    OBJECTIVES_IN_USE = "objectives.in_use", _("objectives put in use")
    EVALUATION_GIVEN = "evaluation.given", _("evaluation given")
    PEER_ASKED = "evaluation.peer_asked", _("another trainee asked to confirm")
    PEER_ANSWERED = "evaluation.peer_answered", _("another trainee answered")
    PLAN_CHANGED = "evaluation.planned", _("evaluations due changed")
    MODEL_WRITTEN = "evaluation.model_written", _("written model changed")
    AWARD_SUGGESTED = "award.suggested", _("award suggested")
    AWARD_GIVEN = "award.given", _("award given")
    AWARD_DECLINED = "award.declined", _("suggested award declined")
    AWARD_WITHDRAWN = "award.withdrawn", _("award withdrawn")

    REQUIREMENTS_CHANGED = "certificate.requirements", _("requirements for certificates changed")
    RESULTS_SIGNED_OFF = "results.signed_off", _("results signed off")
    RESULTS_REMARKED = "results.remarked", _("remark on results written")
    TALK_ASKED = "results.talk_asked", _("talk about results asked for")
    TALK_HELD = "results.talk_held", _("talk about results held")
    CERTIFICATE_PREVIEWED = "certificate.previewed", _("preview of a certificate looked at")
    CERTIFICATE_ISSUED = "certificate.issued", _("certificate issued")
    CERTIFICATE_WITHDRAWN = "certificate.withdrawn", _("certificate withdrawn")
    CERTIFICATE_REISSUED = "certificate.reissued", _("certificate issued again")
    CERTIFICATE_CONFIRMATION_ASKED = (
        "certificate.confirmation_asked",
        _("company asked to confirm a certificate"),
    )
    CERTIFICATE_CONFIRMED = "certificate.confirmed", _("certificate confirmed by the company")
    CERTIFICATE_DOUBTED = "certificate.doubted", _("certificate to be corrected, says the company")
    NUMBERS_ENTERED = "certificate.numbers_entered", _("numbers of mobilities entered")
    CERTIFICATES_PACKED = "certificate.packed", _("certificates of a group downloaded")
    CERTIFICATE_DOWNLOADED = "certificate.downloaded", _("certificate downloaded")
    BADGE_AWARDED = "badge.awarded", _("badge awarded")
    BADGE_CHOSEN = "badge.chosen", _("badge shows more or less")
    BADGE_DOWNLOADED = "badge.downloaded", _("badge downloaded")
    BADGE_WITHDRAWN = "badge.withdrawn", _("badge withdrawn")
    KEY_MADE = "key.made", _("key for badges made")
    KEY_RETIRED = "key.retired", _("key for badges retired")
    KEY_COMPROMISED = "key.compromised", _("key for badges marked as stolen")


class FileKind(models.TextChoices):
    """What an uploaded file is, by its content. The value is the ending of its name."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"

    @property
    def content_type(self) -> str:
        return {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}[self.value]


class FileState(models.TextChoices):
    """Whether an uploaded file may be opened."""

    QUARANTINE = "quarantine", _("being checked")
    CLEAN = "clean", _("checked")
    REFUSED = "refused", _("refused")


class MailOutcome(models.TextChoices):
    """What a mail that came in was for us."""

    POSTED = "posted", _("answer, now in its thread")
    STRANGER = "stranger", _("from another address; shown to the agency")
    AUTOMATIC = "automatic", _("written by a program")
    NOTICE = "notice", _("notice of a mail that did not arrive")
    UNKNOWN = "unknown", _("to no thread of ours")
    DECLINED = "declined", _("not taken into its thread")
    TOO_LARGE = "too_large", _("too large")
