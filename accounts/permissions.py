"""What every agency tutor may do in the desk; *with which rows* is decided by `visible_to`.

Evidence (hours, signatures, corrections, evaluations, certificates) is never deleted. Seeing every
trainee is a coordinator's right, given through the group of that name. People and links belong to
those who run the portal.
"""

_WORKED_ON = """
    trainees.sendingorganisation trainees.sendingtutor trainees.group trainees.trainee
    trainees.guardian trainees.journeystep trainees.welcometopic placements.hostcompany placements.companytutor
    placements.companyfacts
    placements.placement placements.agreedday
    trainees.edition trainees.editionsection trainees.editionquestion helpdesk.replytemplate
    trainees.house trainees.room trainees.bedstay trainees.accompanyingperson
    trainees.paperwanted placements.agreementterms placements.agreementcover placements.firstdaypoint
    helpdesk.article helpdesk.articletext
"""
_LOOKED_AT = """
    trainees.standin trainees.groupimport trainees.consent trainees.wayhome
    trainees.welcomeday trainees.breach trainees.breachmeasure trainees.breachreply
    trainees.breachnotice trainees.guestfile placements.companyimport placements.hourweek
    placements.workday
    placements.weeksignature placements.correction placements.workingtimerules
    placements.workingtimelimit placements.workingtimefinding placements.workingtimeexception
    placements.correctionrequest trainees.stepdone placements.checkin placements.reminder
    placements.absence placements.absencenotice placements.absencerule
    placements.contact placements.contactnote placements.incident placements.incidentnotice
    placements.incidentstep placements.incidentstepdone placements.incidentpaper
    placements.visit placements.visitstop placements.visitguest placements.visitreport
    placements.visitrequest
    assessment.award assessment.badgeaward assessment.awardoccasion assessment.certificaterequirement
    assessment.objectiveset assessment.objective
    assessment.badgelevel assessment.issuerkey
    assessment.indicator assessment.evaluation assessment.score assessment.certificate
    assessment.signoff assessment.signedresult assessment.writtenmodel assessment.peerrequest
    helpdesk.ticket helpdesk.ride helpdesk.message helpdesk.attachment
    imyportal.office imyportal.openingspan imyportal.closure helpdesk.callbackrequest
"""


def _names(models: str, *actions: str) -> set[str]:
    return {
        f"{app}.{action}_{model}"
        for app, model in (name.split(".") for name in models.split())
        for action in actions
    }


TUTOR_PERMISSIONS = frozenset(
    _names(_WORKED_ON, "view", "add", "change")
    | _names(_LOOKED_AT, "view")
    | _names("trainees.guardian trainees.journeystep placements.agreedday", "delete")
    | _names("trainees.edition trainees.editionsection trainees.editionquestion", "delete")
    | _names("trainees.welcometopic trainees.paperwanted helpdesk.replytemplate", "delete")
    | _names("trainees.paperhandin placements.agreement", "view", "add", "change")
    | _names("placements.firstday", "view", "add", "change")
    | _names("placements.firstdaypoint", "delete")
    | _names("trainees.welcomeday trainees.breach", "add", "change")
    | _names("trainees.guestfile", "change")
    | _names("trainees.groupimport placements.companyimport", "add", "change")
    | _names("placements.correction placements.workingtimeexception", "add")
    | _names("assessment.evaluation assessment.score", "add", "change")
    | _names("trainees.stepdone trainees.standin assessment.award", "add", "change")
    | _names("trainees.wayhome placements.absence placements.absencerule", "add", "change")
    | _names("placements.contact placements.incident", "add", "change")
    | _names("placements.visit placements.visitrequest helpdesk.ticket", "add", "change")
    | _names("helpdesk.callbackrequest", "change")
    | _names("helpdesk.articletext", "delete")
)
