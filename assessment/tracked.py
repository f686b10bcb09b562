"""Which changes of this room's rows are kept."""

from imyportal.tracking import OWN, PORTAL, STAMPED, leave, track

track(
    "assessment.MobilityNumbers",
    hidden="europass_number mobility_id",
    without={"entered_by entered_at": STAMPED},
    at={"placements.Placement": "placement"},
)
leave(
    "assessment.Evaluation assessment.Score assessment.PeerRequest assessment.SignOff"
    " assessment.SignedResult assessment.Certificate",
    OWN,
)
leave(
    "assessment.Exemption assessment.WantedExemption",
    "What is not evaluated follows the support plan, whose writing is kept; only added or taken away.",
)
leave("assessment.Award assessment.CompanyConfirmation", STAMPED)
leave("assessment.BadgeAward", "What a page shows is its trainee's own choice, in the audit trail.")
leave("assessment.BadgeIssue assessment.PlacementSet assessment.CertificateBatch", PORTAL)
leave(
    "assessment.ObjectiveSet assessment.WrittenModel assessment.EvaluationPlan",
    "A change is a new version, with who wrote it.",
)
