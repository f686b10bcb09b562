"""The desk's addresses, as `doors.py` says them: its own pages by name, its lists and forms by model."""

from tests.roles import NOT_TUTORS, Desk, Door, at

REPORT_ON_DESK = at(pk="group.pk", monday="report.monday")
DRAFT = at(pk="group.pk", monday="report_draft.monday")

DESK_DOORS: dict[str, Door] = {
    "admin:trainees_trainee_erasure": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_trainee_changes": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_retentionrule_dry_run": Door("in 404 404 404 404 403 403 in"),
    "/admin/login/": Door("302"),
    "/admin/logout/": Door("302 200 200 200 200 200 200 302"),
    "/admin/password_change/": Door("in 302 302 302 302 302 302 in"),
    "admin:index": Door("in 404 404 404 404 200 200 in"),
    "admin:find": Door("in 404 404 404 404 200 200 in"),
    "admin:later": Door(
        "in 404 404 404 404 405 405 in", at(pk="trainee.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:take": Door(
        "in 404 404 404 404 405 405 in", at(pk="trainee.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:hand": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_trainee_course": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:morning_mail": Door("in 404 404 404 404 405 405 in", strangers=NOT_TUTORS),
    "admin:remind_companies": Door("in 404 404 404 404 405 405 in", strangers=NOT_TUTORS),
    "admin:remind_hours": Door(
        "in 404 404 404 404 405 405 in", at(pk="trainee.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:remind_evaluations": Door(
        "in 404 404 404 404 405 405 in", at(pk="trainee.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_group_due": Door(
        "in 404 404 404 404 200 404 in", at(pk="trainee.group_id"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_group_cycle": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:address": Door(
        "in 404 404 404 404 200 404 in", lambda cast: {"kind": "trainee", "pk": cast.trainee.pk}
    ),
    "admin:placements_cycle": Door("in 404 404 404 404 403 403 in"),
    "admin:placements_checkin_called": Door(
        "in 404 404 404 404 405 405 in", at(pk="check_in.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:assessment_due": Door("in 404 404 404 404 403 403 in"),
    "admin:assessment_writtenmodel_write": Door(
        "in 404 404 404 404 403 403 in", at(pk="written_model.pk")
    ),
    "admin:helpdesk_line": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:helpdesk_lines": Door("in 404 404 404 404 200 200 in"),
    "admin:helpdesk_quiet": Door("in 404 404 404 404 200 200 in"),
    "admin:helpdesk_on_behalf": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:helpdesk_line_request": Door(
        "in 404 404 404 404 405 405 in", at(pk="trainee.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:helpdesk_line_settled": Door(
        "in 404 404 404 404 405 405 in", at(pk="trainee.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:helpdesk_article_figures": Door("in 404 404 404 404 200 200 in"),
    "admin:helpdesk_article_from": Door("in 404 404 404 404 200 404 in", at(pk="ticket.pk")),
    "admin:helpdesk_article_read": Door("in 404 404 404 404 200 200 in", at(pk="article.pk")),
    "admin:helpdesk_article_holds": Door(
        "in 404 404 404 404 405 405 in", at(pk="article.pk"), NOT_TUTORS
    ),
    "admin:helpdesk_callbackrequest_talked": Door(
        "in 404 404 404 404 200 404 in", at(pk="callback.pk")
    ),
    "admin:helpdesk_callbackrequest_settle": Door(
        "in 404 404 404 404 302 404 in",
        lambda cast: {"pk": cast.callback.pk, "how": "again"},
    ),
    "admin:remind_self": Door("in 404 404 404 404 405 405 in", strangers=NOT_TUTORS),
    "admin:autocomplete": Door("in 404 404 404 404 403 403 in"),
    "admin:jsi18n": Door("in 404 404 404 404 200 200 in"),
    "admin:trainees_group_import": Door("in 404 404 404 404 200 404 in", at(group_id="group.pk")),
    "admin:trainees_group_invite": Door(
        "in 404 404 404 404 405 405 in", at(group_id="group.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_trainee_consent": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_trainee_ask_guardian": Door(
        "in 404 404 404 404 405 405 in", at(pk="trainee.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_group_guardians": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_accompanying": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_accompanying_person": Door(
        "in 404 404 404 404 200 404 in", at(pk="accompanying.pk")
    ),
    "admin:trainees_accompanying_bed": Door(
        "in 404 404 404 404 200 404 in", at(pk="accompanying.pk")
    ),
    "admin:trainees_accompanying_guest": Door(
        "in 404 404 404 404 302 404 in", at(pk="accompanying.pk")
    ),
    "admin:trainees_accompanying_link": Door(
        "in 404 404 404 404 405 405 in", at(pk="accompanying.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_accompanying_remove": Door(
        "in 404 404 404 404 405 405 in", at(pk="accompanying.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_group_guardians_ask": Door(
        "in 404 404 404 404 405 405 in", at(pk="group.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_trainee_authorisations": Door(
        "in 404 404 404 404 200 404 in", at(pk="trainee.pk")
    ),
    "admin:trainees_trainee_particulars": Door(
        "in 404 404 404 404 200 404 in", at(pk="trainee.pk")
    ),
    "admin:trainees_trainee_support": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_trainee_exemptions": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_trainee_support_share": Door(
        "in 404 404 404 404 200 404 in", at(pk="trainee.pk")
    ),
    "admin:trainees_trainee_support_end": Door(
        "in 404 404 404 404 405 405 in",
        lambda cast: {"pk": cast.trainee.pk, "key": cast.support.shares.first().pk},
        f"{NOT_TUTORS} other_tutor",
    ),
    "admin:trainees_consent_end": Door(
        "in 404 404 404 404 405 405 in", at(pk="consent.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_consent_scan": Door("in 404 404 404 404 404 404 in", at(pk="consent.pk")),
    "admin:placements_placement_absence": Door(
        "in 404 404 404 404 200 404 in", at(pk="placement.pk")
    ),
    "admin:placements_absence_over": Door("in 404 404 404 404 200 404 in", at(pk="absence.pk")),
    "admin:placements_absence_clear": Door(
        "in 404 404 404 404 405 405 in", at(pk="noticed.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:placements_absence_settle": Door(
        "in 404 404 404 404 405 405 in", at(pk="absence.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_trainee_contact": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_group_contact": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:placements_placement_contact": Door(
        "in 404 404 404 404 200 404 in", at(pk="placement.pk")
    ),
    "admin:placements_companytutor_contact": Door(
        "in 404 404 404 404 200 200 in", at(pk="company_tutor.pk")
    ),
    "admin:placements_contact_edit": Door("in 404 404 404 404 200 404 in", at(pk="contact.pk")),
    "admin:placements_contact_note": Door("in 404 404 404 404 200 404 in", at(pk="contact.pk")),
    "admin:placements_contact_done": Door(
        "in 404 404 404 404 405 405 in", at(pk="contact.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:placements_contact_private": Door(
        "in 404 404 404 404 405 405 in", at(pk="contact.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_trainee_incident": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    **{
        f"admin:placements_incident_{name}": Door(
            "in 404 404 404 404 200 404 in", at(pk="incident.pk")
        )
        for name in ("told", "step", "paper", "spare", "close")
    },
    "admin:placements_incidentstep_done": Door(
        "in 404 404 404 404 405 405 in", at(pk="incident.step.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    # Without a document there is none; with one: tests/placements/test_incidents.py.
    "admin:placements_incident_file": Door("in 404 404 404 404 404 404 in", at(pk="incident.pk")),
    **{
        f"admin:helpdesk_ticket_{name}": Door(
            "in 404 404 404 404 405 405 in", at(pk="ticket.pk"), f"{NOT_TUTORS} other_tutor"
        )
        for name in ("compose", "answer", "note", "care", "later", "state")
    },
    "admin:helpdesk_ticket_figures": Door("in 404 404 404 404 403 403 in"),
    "admin:helpdesk_ticket_figures_csv": Door("in 404 404 404 404 403 403 in"),
    **{
        f"admin:helpdesk_ticket_{name}": Door("in 404 404 404 404 200 404 in", at(pk="ticket.pk"))
        for name in ("merge", "incident")
    },
    "admin:placements_visit_plan": Door("in 404 404 404 404 200 200 in"),
    "admin:placements_visit_calendar": Door("in 404 404 404 404 200 200 in"),
    **{
        f"admin:placements_visit_{name}": Door(
            f"in 404 404 404 404 {answer} in", at(pk="visit.pk"), f"{NOT_TUTORS} other_tutor"
        )
        for name, answer in {
            "times": "200 404",
            "cancel": "200 404",
            "report": "200 404",
            "ask": "405 405",
            "fix": "405 405",
        }.items()
    },
    "admin:placements_visitstop_take": Door(
        "in 404 404 404 404 405 405 in", at(pk="stop.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:placements_visitrequest_decline": Door(
        "in 404 404 404 404 200 404 in", at(pk="wish.pk")
    ),
    "admin:trainees_group_hours": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_hours_csv": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_hours_xlsx": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_reports": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_report": Door("in 404 404 404 404 200 404 in", DRAFT),
    "admin:trainees_group_report_preview": Door("in 404 404 404 404 200 404 in", DRAFT),
    "admin:trainees_group_report_correct": Door(
        "in 404 404 404 404 405 405 in", REPORT_ON_DESK, f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_group_report_answer": Door(
        "in 404 404 404 404 405 405 in", REPORT_ON_DESK, f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_group_certificates": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_journey": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_guide": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_talked": Door(
        "in 404 404 404 404 405 405 in", at(pk="group.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_reflection_read": Door("in 404 404 404 404 200 404 in", at(pk="reflection.pk")),
    "admin:trainees_edition_begin": Door("in 404 404 404 404 403 403 in"),
    "admin:trainees_edition_read": Door("in 404 404 404 404 200 200 in", at(pk="edition.pk")),
    "admin:trainees_edition_pdf": Door("in 404 404 404 404 200 200 in", at(pk="edition.pk")),
    "admin:trainees_group_home": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_trainee_way_home": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_trainee_is_home": Door(
        "in 404 404 404 404 405 405 in", at(pk="trainee.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:placements_placement_agreements": Door(
        "in 404 404 404 404 200 404 in", at(pk="placement.pk")
    ),
    "admin:placements_placement_first_day": Door(
        "in 404 404 404 404 200 404 in", at(pk="placement.pk")
    ),
    "admin:placements_agreement": Door("in 404 404 404 404 200 404 in", at(pk="agreement.pk")),
    "admin:placements_agreement_pdf": Door("in 404 404 404 404 200 404 in", at(pk="agreement.pk")),
    "admin:placements_agreement_scan": Door(
        "in 404 404 404 404 404 404 in", lambda cast: {"pk": cast.agreement.pk, "number": 1}
    ),
    "admin:trainees_group_papers": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_papers_zip": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_paper": Door(
        "in 404 404 404 404 200 404 in",
        at(pk="group.pk", trainee="trainee.pk", wanted="wanted.pk"),
    ),
    "admin:trainees_trainee_breach": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    **{
        f"admin:trainees_breach_{name}": Door("in 404 404 404 404 200 404 in", at(pk="breach.pk"))
        for name in ("follow", "heard", "told")
    },
    "admin:trainees_house_plan": Door("in 404 404 404 404 200 200 in"),
    "admin:trainees_house_day": Door("in 404 404 404 404 200 200 in"),
    "admin:trainees_guestfile_sheet": Door("in 404 404 404 404 200 404 in", at(pk="guest_file.pk")),
    "admin:trainees_guestfile_text": Door(
        "in 404 404 404 404 405 405 in", at(pk="guest_file.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    # Without a receipt there is none; with one: tests/trainees/test_guest_files.py.
    "admin:trainees_guestfile_receipt": Door(
        "in 404 404 404 404 404 404 in", at(pk="guest_file.pk")
    ),
    "admin:trainees_trainee_guest": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_group_beds": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_trainee_bed": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:trainees_group_welcome": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_welcome_code": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_welcome_picture": Door(
        "in 404 404 404 404 200 404 in", at(pk="group.pk")
    ),
    "admin:trainees_group_welcome_present": Door(
        "in 404 404 404 404 405 405 in", at(pk="group.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:trainees_group_requirements": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_trainee_award": Door("in 404 404 404 404 200 404 in", at(pk="trainee.pk")),
    "admin:assessment_award_decide": Door("in 404 404 404 404 200 404 in", at(pk="award.pk")),
    "admin:placements_hostcompany_import": Door("in 404 404 404 404 200 200 in"),
    "admin:placements_hourweek_correct": Door("in 404 404 404 404 200 404 in", at(pk="signed.pk")),
    "admin:placements_hourweek_request": Door("in 404 404 404 404 200 404 in", at(pk="asked.pk")),
    "admin:placements_placement_chart": Door(
        "in 404 404 404 404 200 404 in", at(pk="placement.pk")
    ),
    "admin:placements_placement_fill": Door(
        "in 404 404 404 404 200 404 in", at(pk="placement.pk", monday="open.monday")
    ),
    "admin:placements_placement_paper": Door(
        "in 404 404 404 404 302 404 in", at(pk="placement.pk")
    ),
    "admin:placements_hourweek_scan": Door("in 404 404 404 404 404 404 in", at(pk="signed.pk")),
    "admin:trainees_group_charts": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:placements_placement_end": Door("in 404 404 404 404 200 404 in", at(pk="placement.pk")),
    "admin:placements_placement_worktime": Door(
        "in 404 404 404 404 200 404 in", at(pk="placement.pk")
    ),
    "admin:placements_placement_evaluation": Door(
        "in 404 404 404 404 200 404 in", at(pk="placement.pk")
    ),
    "admin:placements_placement_results": Door(
        "in 404 404 404 404 200 404 in", at(pk="placement.pk")
    ),
    "admin:trainees_group_results": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:assessment_signoff_talked": Door(
        "in 404 404 404 404 405 405 in", at(pk="sign_off.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:assessment_certificate_reissue": Door(
        "in 404 404 404 404 200 404 in", at(pk="certificate.pk")
    ),
    "admin:trainees_group_numbers": Door("in 404 404 404 404 200 404 in", at(pk="group.pk")),
    "admin:trainees_group_certificate_batch": Door(
        "in 404 404 404 404 200 404 in", at(pk="group.pk", batch="certificate.batch.public_id")
    ),
    "admin:placements_placement_certificate_preview": Door(
        "in 404 404 404 404 302 404 in", at(pk="placement.pk")
    ),
    "admin:placements_placement_ask_company": Door(
        "in 404 404 404 404 405 405 in", at(pk="placement.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:assessment_badgeaward_withdraw": Door(
        "in 404 404 404 404 200 404 in", at(pk="badge.pk")
    ),
    "admin:assessment_objectiveset_words": Door(
        "in 404 404 404 404 200 404 in", at(pk="proposal.pk")
    ),
    "admin:assessment_objectiveset_decide": Door(
        "in 404 404 404 404 200 404 in", at(pk="proposal.pk")
    ),
    "admin:assessment_objectiveset_renew": Door(
        "in 404 404 404 404 405 405 in", at(pk="objectives.pk"), f"{NOT_TUTORS} other_tutor"
    ),
    "admin:assessment_certificate_withdraw": Door(
        "in 404 404 404 404 200 404 in", at(pk="certificate.pk")
    ),
}

# The desk's lists and forms, by a rule a model.
_NONE = "403 403 403 403 404"  # those who run the portal


def _worked_on(row: str) -> Desk:
    return Desk("200 200 200 403 200", "200 200 404 403 404", row)


def _shared(row: str) -> Desk:
    return Desk("200 200 200 403 200", "200 200 200 403 200", row)


def _evidence(row: str) -> Desk:
    return Desk("200 403 200 403 200", "200 403 404 403 404", row)


DESK: dict[str, Desk] = {
    "imyportal.inboundmail": Desk(_NONE, _NONE),
    "imyportal.outgoingmail": Desk(_NONE, _NONE),
    "imyportal.auditevent": Desk(_NONE, _NONE),
    "imyportal.office": Desk("200 403 200 403 200", "200 403 200 403 200", "office"),
    "helpdesk.callbackrequest": _evidence("callback"),
    "imyportal.closure": Desk("200 403 200 403 200", "200 403 200 403 200", "closure"),
    "accounts.user": Desk(_NONE, _NONE, "trainee.user"),
    "accounts.accesslink": Desk(_NONE, _NONE, "link"),
    "trainees.sendingorganisation": _worked_on("school"),
    "trainees.sendingtutor": _worked_on("sending"),
    "trainees.group": _worked_on("group"),
    "trainees.trainee": _worked_on("trainee"),
    "trainees.retentionrule": Desk(_NONE, _NONE, "retention_rule"),
    "trainees.purgerun": Desk(_NONE, _NONE, "purge_run"),
    "trainees.consent": _evidence("consent"),
    "trainees.standin": Desk("200 200 200 403 200", "200 200 404 403 404", "stand_in"),
    "placements.hostcompany": _shared("company"),
    "placements.companytutor": _shared("company_tutor"),
    "placements.placement": _worked_on("placement"),
    "placements.hourweek": _evidence("signed"),
    "placements.checkin": _evidence("check_in"),
    "placements.reminder": _evidence("reminder"),
    "placements.absence": _evidence("absence"),
    "placements.contact": _evidence("contact"),
    "placements.incident": _evidence("incident"),
    "helpdesk.ticket": _evidence("ticket"),
    "helpdesk.article": _shared("article"),
    "helpdesk.replytemplate": Desk("200 200 200 200 200", "200 200 200 200 200", "reply_template"),
    "trainees.breach": _evidence("breach"),
    "trainees.house": _shared("house"),
    "trainees.guestfile": _evidence("guest_file"),
    "placements.visit": _evidence("visit"),
    "placements.visitrequest": _evidence("wish"),
    "placements.absencerule": Desk("200 200 200 403 200", "200 200 200 403 200", "absence_rule"),
    "placements.workingtimerules": Desk(
        "200 403 200 403 200", "200 403 200 403 200", "working_time"
    ),
    "assessment.objectiveset": Desk("200 403 200 403 200", "200 403 200 403 200", "objectives"),
    "assessment.evaluation": _evidence("evaluation"),
    "assessment.writtenmodel": Desk("200 403 200 403 200", "200 403 200 403 200", "written_model"),
    "assessment.signoff": _evidence("sign_off"),
    "assessment.award": _evidence("award"),
    "assessment.awardoccasion": Desk("200 403 200 403 200", "200 403 200 403 200", "occasion"),
    "assessment.certificaterequirement": Desk(
        "200 403 200 403 200", "200 403 200 403 200", "requirement"
    ),
    "trainees.edition": Desk("200 403 200 403 200", "200 403 200 403 200", "edition"),
    "trainees.journeystep": Desk("200 200 200 200 200", "200 200 404 404 404", "unticked"),
    "placements.agreementterms": Desk(
        "200 200 200 403 200", "200 200 200 403 200", "agreement_terms"
    ),
    "placements.agreementcover": Desk(
        "200 200 200 403 200", "200 200 200 403 200", "agreement_cover"
    ),
    "placements.firstdaypoint": Desk("200 200 200 200 200", "200 200 404 404 404", "point"),
    "trainees.paperwanted": Desk("200 200 200 200 200", "200 200 404 404 404", "wanted"),
    "trainees.welcometopic": Desk("200 200 200 200 200", "200 200 404 404 404", "topic"),
    "assessment.certificate": _evidence("certificate"),
    "assessment.badgelevel": Desk("200 403 200 403 200", "200 403 200 403 200", "badge.level"),
    "assessment.issuerkey": Desk(
        "200 403 200 403 200", "200 403 200 403 200", "badge.current.jwt_key"
    ),
    "assessment.badgeaward": _evidence("badge"),
}
