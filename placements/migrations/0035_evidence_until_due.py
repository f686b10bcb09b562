"""Signed weeks, agreements, reports, contacts and incidents are not deleted before their time, and go then."""

from django.db import migrations

from imyportal.migrating import KeepUntilDue, UntilDue

SIGNED = "A signed week is locked; write a correction."
KEPT = "Signatures and corrections are kept as they are."
SENT = "An agreement that was sent never changes; begin a new version."
GIVEN = "A signature or refusal is kept as it was given."
REPORT = "A released report is kept as it is; write a new version."
CONTACT = "Contacts are kept; add a note."
INCIDENT = "Incidents and what was written about them are kept as they are."

PLACED = "SELECT p.trainee_id FROM placements_placement p WHERE p.id = OLD.placement_id"
OF_WEEK = (
    "SELECT p.trainee_id FROM placements_placement p "
    "JOIN placements_hourweek w ON w.placement_id = p.id WHERE w.id = OLD.week_id"
)
OF_SIGNATURE = (
    "SELECT p.trainee_id FROM placements_placement p "
    "JOIN placements_hourweek w ON w.placement_id = p.id "
    "JOIN placements_weeksignature s ON s.week_id = w.id WHERE s.id = OLD.signature_id"
)
OF_AGREEMENT = (
    "SELECT p.trainee_id FROM placements_placement p "
    "JOIN placements_agreement a ON a.placement_id = p.id WHERE a.id = OLD.agreement_id"
)
OF_GROUP = "SELECT t.id FROM trainees_trainee t WHERE t.group_id = OLD.group_id"
OF_REPORT = (
    "SELECT t.id FROM trainees_trainee t "
    "JOIN placements_weeklyreport r ON r.group_id = t.group_id WHERE r.id = OLD.report_id"
)
OF_CONTACT = (
    "SELECT c.trainee_id FROM placements_contact c WHERE c.id = OLD.contact_id "
    "UNION SELECT t.id FROM trainees_trainee t "
    "JOIN placements_contact c ON c.group_id = t.group_id WHERE c.id = OLD.contact_id"
)
OF_INCIDENT = "SELECT i.trainee_id FROM placements_incident i WHERE i.id = OLD.incident_id"
OF_STEP = (
    "SELECT i.trainee_id FROM placements_incident i "
    "JOIN placements_incidentstep s ON s.incident_id = i.id WHERE s.id = OLD.step_id"
)
RELEASED_AT = "(SELECT r.released_at FROM placements_weeklyreport r WHERE r.id = OLD.report_id)"
SIGNED_WEEK = (
    "EXISTS (SELECT 1 FROM placements_hourweek w WHERE w.id = OLD.week_id AND w.status = 'signed')"
)

# table, class, day, message, whose, of which rows
ROWS = [
    ("hourweek", "proof", "OLD.monday", SIGNED, PLACED, "OLD.status = 'signed'"),
    ("workday", "proof", "OLD.date", SIGNED, OF_WEEK, SIGNED_WEEK),
    ("weeksignature", "proof", "OLD.signed_at", KEPT, OF_WEEK),
    ("correction", "proof", "OLD.at", KEPT, OF_WEEK),
    ("signaturescan", "proof", "OLD.at", KEPT, OF_SIGNATURE),
    ("chartprint", "proof", "OLD.made_at", "What was printed is kept as it is.", PLACED),
    ("agreement", "proof", "OLD.sent_at", SENT, PLACED, "OLD.state <> 'draft'"),
    ("agreementsignature", "proof", "OLD.at", GIVEN, OF_AGREEMENT),
    ("agreementrefusal", "proof", "OLD.at", GIVEN, OF_AGREEMENT),
    ("weeklyreport", "proof", "OLD.released_at", REPORT, OF_GROUP, "OLD.released_at IS NOT NULL"),
    ("reportline", "proof", RELEASED_AT, REPORT, OF_REPORT, f"{RELEASED_AT} IS NOT NULL"),
    ("reportacknowledgement", "proof", "OLD.at", REPORT, OF_REPORT),
    ("contact", "claims", "OLD.logged_at", CONTACT, f"SELECT OLD.trainee_id UNION {OF_GROUP}"),
    ("contactnote", "claims", "OLD.at", CONTACT, OF_CONTACT),
    ("incident", "claims", "OLD.reported_at", INCIDENT, "SELECT OLD.trainee_id"),
    ("incidentnotice", "claims", "OLD.at", INCIDENT, OF_INCIDENT),
    ("incidentstep", "claims", "OLD.at", INCIDENT, OF_INCIDENT),
    ("incidentstepdone", "claims", "OLD.at", INCIDENT, OF_STEP),
    ("incidentpaper", "claims", "OLD.at", INCIDENT, OF_INCIDENT),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0034_agreement_reminders"),
        ("trainees", "0038_evidence_until_due"),
    ]
    operations = [KeepUntilDue([UntilDue(f"placements_{table}", *rest) for table, *rest in ROWS])]
