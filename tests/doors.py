"""Every address of the portal, and what each role gets there.

One row an address: its name, the answer to a GET by each role (in the order of `roles.ROLES`), and how
to fill it from the cast of `tests/test_house_rules.py`. An answer is a status (302: led on), or `in` for
«sent to sign in»; one alone is everybody's. The house rules walk every row as every role; an address
that is missing fails them. Those of the desk stand in `desk_doors.py`.
"""

from typing import Any

from accounts import links
from imyportal import weeks
from tests.desk_doors import DESK_DOORS
from tests.roles import NOT_COMPANY, NOT_TRAINEES, Door, at


def _company_week(cast: Any) -> dict[str, Any]:
    return {"placement": cast.placement.public_id, "week": weeks.iso(cast.declared.monday)}


def _guidebook(cast: Any) -> dict[str, Any]:
    return {"kind": "guidebook"}


REPORT = at(group="group.public_id", monday="report.monday")
NOT_SENDING = "nobody trainee other_trainee other_sending tutor other_tutor company"

DOORS: dict[str, Door] = {
    # --- anyone ---
    "home": Door("200"),
    "contact": Door("200"),
    "privacy": Door("200"),
    "accessibility": Door("200"),
    "health": Door("200"),
    "metrics": Door("404"),
    "robots": Door("200"),
    "favicon": Door("302"),
    "security_txt": Door("200"),
    "ask_company_link": Door("200"),
    "helpdesk:call_me": Door("200"),
    "helpdesk:call_me_sent": Door("200"),
    "set_language": Door("405"),
    "assessment:verify": Door("200"),
    "assessment:verify_file": Door("302"),
    "assessment:verify_code": Door("200", at(code="certificate.code")),
    "assessment:badge": Door("200", at(code="badge.code")),
    "assessment:badge_card": Door("200", at(code="badge.code")),
    "assessment:badge_file": Door("200", lambda cast: {"code": cast.badge.code, "form": "json"}),
    # --- programs that check badges ---
    "assessment:issuer": Door("200"),
    "assessment:issuer_key": Door("200", at(name="badge.current.jwt_key.name")),
    "assessment:status_list": Door("200", lambda cast: {"number": 1}),
    "assessment:achievement": Door("200", lambda cast: {"code": "one-month"}),
    "assessment:achievement_picture": Door("200", lambda cast: {"code": "one-month"}),
    # --- signing in ---
    "account_login": Door("200 302 302 302 302 302 302 200"),
    "account_request_login_code": Door("200 302 302 302 302 302 302 200"),
    "account_confirm_login_code": Door("302"),
    "password_login": Door("200 302 302 302 302 302 302 200"),
    "mfa_authenticate": Door("302"),
    "account_reset_password": Door("200"),
    "account_reset_password_done": Door("200"),
    "account_reset_password_from_key": Door("200", lambda cast: {"uidb36": "1", "key": "a-b"}),
    "account_reset_password_from_key_done": Door("200"),
    "link_sign_in": Door(
        "200 302 200 200 200 200 200 200", lambda cast: {"token": links.token_of(cast.sign_in_link)}
    ),
    "link_sent": Door("200"),
    "account_logout": Door("302 200 200 200 200 200 200 302"),
    "welcome": Door("in 302 302 302 302 302 302 in"),
    "settings": Door("in 200 200 200 200 302 302 in"),
    "mfa_index": Door("in 404 404 404 404 200 200 in"),
    "account_change_password": Door("in 404 404 404 404 200 200 in"),
    "account_reauthenticate": Door("in 404 404 404 404 200 200 in"),
    "mfa_reauthenticate": Door("in 404 404 404 404 302 302 in"),
    "mfa_activate_totp": Door("in 404 404 404 404 200 200 in"),
    "mfa_qr": Door("in 404 404 404 404 200 200 in"),
    "mfa_deactivate_totp": Door("in 404 404 404 404 404 404 in"),
    "mfa_view_recovery_codes": Door("in 404 404 404 404 404 404 in"),
    "mfa_generate_recovery_codes": Door("in 404 404 404 404 200 200 in"),
    # --- trainee ---
    "placements:home": Door("in 200 200 404 404 404 404 in"),
    "placements:absence": Door("in 200 200 404 404 404 404 in"),
    "placements:check_in": Door("in 200 200 404 404 404 404 in"),
    "placements:check_ins": Door("in 200 200 404 404 404 404 in"),
    "placements:absence_page": Door(
        "in 200 404 404 404 404 404 in", at(absence="absence.public_id")
    ),
    "placements:absence_paper": Door(
        "in 404 404 404 404 404 404 in", at(paper="absence.public_id")
    ),
    "placements:hours": Door("in 200 200 404 404 404 404 in"),
    "placements:week": Door("in 200 200 404 404 404 404 in", at(monday="open.monday")),
    "placements:week_send": Door(
        "in 405 405 405 405 405 405 in", at(monday="open.monday"), NOT_TRAINEES
    ),
    "placements:week_take_back": Door(
        "in 405 405 405 405 405 405 in", at(monday="declared.monday"), NOT_TRAINEES
    ),
    "placements:day": Door("in 200 200 404 404 404 404 in", at(date="open.monday")),
    "placements:day_ask": Door("in 200 200 404 404 404 404 in", at(date="signed.monday")),
    "placements:day_as_agreed": Door(
        "in 405 405 405 405 405 405 in", at(date="open.monday"), NOT_TRAINEES
    ),
    "placements:chart": Door(
        "in 405 405 405 405 405 405 in",
        at(placement="placement.public_id"),
        "nobody other_trainee other_sending other_tutor company",
    ),
    "placements:scan": Door(
        "in 404 404 404 404 404 404 in",
        lambda cast: {
            "placement": cast.placement.public_id,
            "monday": cast.signed.monday,
            "number": 1,
        },
    ),
    "placements:first_day": Door("in 200 200 404 404 404 404 in"),
    "company:first_day": Door(
        "410 410 410 410 410 410 410 200", at(placement="placement.public_id")
    ),
    "company:open_first_day": Door(
        "302",
        lambda cast: {
            "placement": cast.placement.public_id,
            "token": links.token_of(cast.link),
        },
    ),
    "placements:agreement": Door(
        "in 200 404 200 404 302 404 in", at(agreement="agreement.public_id")
    ),
    "placements:agreement_file": Door(
        "in 200 404 200 404 200 404 in", at(agreement="agreement.public_id")
    ),
    "company:agreement": Door(
        "410 410 410 410 410 410 410 200", at(agreement="agreement.public_id")
    ),
    "company:agreement_file": Door(
        "410 410 410 410 410 410 410 200", at(agreement="agreement.public_id")
    ),
    "company:open_agreement": Door(
        "302",
        lambda cast: {
            "agreement": cast.agreement.public_id,
            "token": links.token_of(cast.link),
        },
    ),
    "guardian_agreement": Door("410", at(agreement="agreement.public_id")),
    "guardian_agreement_file": Door("410", at(agreement="agreement.public_id")),
    "guardian_open_agreement": Door(
        "302",
        lambda cast: {
            "agreement": cast.agreement.public_id,
            "token": links.token_of(cast.guardian_link),
        },
    ),
    "trainees:papers": Door("in 200 200 404 404 404 404 in"),
    "trainees:paper": Door("in 200 404 404 404 404 404 in", at(wanted="wanted.pk")),
    "trainees:paper_form": Door(
        "in 404 404 404 404 404 404 in", lambda cast: {"wanted": cast.wanted.pk, "which": "blank"}
    ),
    "trainees:paper_file": Door("in 404 404 404 404 404 404 in", at(paper="absence.public_id")),
    "trainees:support": Door("in 200 200 404 404 404 404 in"),
    "trainees:photos": Door("in 200 200 404 404 404 404 in"),
    "trainees:going_home": Door("in 200 200 404 404 404 404 in"),
    "trainees:breaches": Door("in 200 200 404 404 404 404 in"),
    "trainees:breach": Door(
        "in 200 404 404 404 404 404 in", lambda cast: {"breach": cast.breach.public_id}
    ),
    "trainees:house": Door("in 200 200 404 404 404 404 in"),
    "trainees:guest": Door("in 200 200 404 404 404 404 in"),
    "trainees:welcome": Door("in 200 200 404 404 404 404 in"),
    "trainees:welcome_scan": Door("302", lambda cast: {"code": "ABCDEF"}),
    "trainees:own_data": Door("in 200 200 404 404 404 404 in"),
    "trainees:own_erasure": Door("in 405 405 405 405 405 405 in", strangers=NOT_TRAINEES),
    "trainees:own_data_zip": Door("in 405 405 405 405 405 405 in", strangers=NOT_TRAINEES),
    "trainees:phone": Door("in 200 200 404 404 404 404 in"),
    "trainees:particulars": Door("in 200 200 404 404 404 404 in"),
    "trainees:journey": Door("in 200 200 404 404 404 404 in"),
    "trainees:journey_step": Door(
        "in 405 405 405 405 405 405 in", at(step="step.pk"), f"{NOT_TRAINEES} other_trainee"
    ),
    **{
        f"trainees:{name}": Door("in 200 200 404 404 404 404 in", fill)
        for name, fill in {
            "guide": lambda cast: {},
            "guide_kept": lambda cast: {},
            "emergency_kept": lambda cast: {},
            "publication": _guidebook,
            "publication_kept": _guidebook,
            "publication_pdf": _guidebook,
            "publication_section": lambda cast: {"kind": "guidebook", "number": 2},
        }.items()
    },
    "trainees:publication_read": Door("in 405 405 405 405 405 405 in", _guidebook, NOT_TRAINEES),
    "trainees:guide_worker": Door("200"),
    "trainees:reflection": Door("in 200 200 404 404 404 404 in"),
    "assessment:progress": Door("in 200 200 404 404 404 404 in"),
    "assessment:self_evaluation": Door(
        "in 200 200 404 404 404 404 in", lambda cast: {"key": "start"}
    ),
    # Each trainee's own, signed off at mid-term.
    "assessment:results": Door("in 200 200 404 404 404 404 in", lambda cast: {"moment": "mid"}),
    "assessment:results_talk": Door(
        "in 405 405 405 405 405 405 in",
        lambda cast: {"moment": "mid"},
        NOT_TRAINEES,
    ),
    "assessment:peer_ask": Door(
        "in 405 405 405 405 405 405 in", lambda cast: {"key": "peer-2026-W13"}, NOT_TRAINEES
    ),
    "assessment:peer_asked": Door(
        "in 403 404 403 404 403 404 in", at(public_id="asked_peer.public_id")
    ),
    "assessment:my_badges": Door("in 200 200 404 404 404 404 in"),
    "assessment:my_badge": Door("in 200 404 404 404 404 404 in", at(code="badge.code")),
    "assessment:badge_mastodon": Door("in 200 404 404 404 404 404 in", at(code="badge.code")),
    "assessment:my_certificates": Door("in 200 200 200 200 200 200 in"),
    "assessment:certificate_file": Door(
        "in 200 404 200 404 200 404 in", at(code="certificate.code")
    ),
    "assessment:certificate_unsealed": Door(
        "in 200 404 200 404 200 404 in", at(code="certificate.code")
    ),
    "assessment:group_zip": Door("in 404 404 200 404 200 404 in", at(group="group.public_id")),
    "helpdesk:line": Door("in 200 200 404 404 404 404 in"),
    "helpdesk:help": Door("in 200 200 404 404 404 404 in"),
    "helpdesk:card": Door("in 200 200 404 404 404 404 in"),
    "helpdesk:urgent": Door("in 200 200 404 404 404 404 in"),
    "helpdesk:new": Door("in 200 200 404 404 404 404 in"),
    "helpdesk:answers": Door("in 200 200 404 404 404 404 in"),
    "helpdesk:answers_kept": Door("in 200 200 404 404 404 404 in"),
    "helpdesk:suggested": Door("in 405 405 405 405 405 405 in", strangers=NOT_TRAINEES),
    "helpdesk:article": Door("in 200 200 404 404 404 404 in", at(article="article.public_id")),
    "helpdesk:article_helped": Door(
        "in 405 405 405 405 405 405 in", at(article="article.public_id"), NOT_TRAINEES
    ),
    "helpdesk:requests": Door("in 200 200 404 404 404 404 in"),
    "helpdesk:request": Door("in 200 404 404 404 404 404 in", at(ticket="ticket.public_id")),
    **{
        f"helpdesk:{name}": Door(
            "in 405 405 405 405 405 405 in",
            at(ticket="ticket.public_id"),
            f"{NOT_TRAINEES} other_trainee",
        )
        for name in ("solved", "helped")
    },
    **{
        f"helpdesk:{name}": Door("in 200 404 404 404 200 404 in", at(file="ticket_file.public_id"))
        for name in ("file", "small")
    },
    # --- company tutor ---
    "company:open": Door("302", lambda cast: {"token": links.token_of(cast.link)}),
    "assessment:open_confirm": Door(
        "302",
        lambda cast: {"token": links.token_of(cast.link), "placement": cast.placement.public_id},
    ),
    "assessment:open_scores": Door(
        "302", lambda cast: _company_week(cast) | {"token": links.token_of(cast.link)}
    ),
    "company_again": Door("410 410 410 410 410 410 410 302"),
    "company_new_link": Door("405"),
    "company:weeks": Door("410 410 410 410 410 410 410 302"),
    "company:week": Door("410 410 410 410 410 410 410 200", _company_week),
    "assessment:confirm": Door(
        "410 410 410 410 410 410 410 404", at(placement="placement.public_id")
    ),
    "company:thanks": Door("410 410 410 410 410 410 410 302", _company_week),
    "assessment:company_scores": Door("410 410 410 410 410 410 410 200", _company_week),
    "company:absent": Door("410 410 410 410 410 410 410 200", at(placement="placement.public_id")),
    "company:support": Door("410 410 410 410 410 410 410 200", at(placement="placement.public_id")),
    "company:ask": Door(
        "410 410 410 410 410 410 410 200",
        lambda cast: {
            "placement": cast.placement.public_id,
            "week": weeks.iso(cast.signed.monday),
        },
    ),
    "company:questions": Door("410 410 410 410 410 410 410 200", _company_week),
    "company:open_questions": Door(
        "302", lambda cast: _company_week(cast) | {"token": links.token_of(cast.link)}
    ),
    "company:sign_all": Door("405", strangers=NOT_COMPANY),
    "company:chart": Door("405", at(placement="placement.public_id"), NOT_COMPANY),
    "company:scan": Door(
        "410 410 410 410 410 410 410 404",
        lambda cast: {
            "placement": cast.placement.public_id,
            "week": weeks.iso(cast.signed.monday),
            "number": 1,
        },
    ),
    "assessment:company_award": Door(
        "410 410 410 410 410 410 410 200", at(placement="placement.public_id")
    ),
    "company:visit": Door("410 410 410 410 410 410 410 200", at(stop="stop.public_id")),
    "company:visit_file": Door("410 410 410 410 410 410 410 200", at(stop="stop.public_id")),
    "company:open_visit": Door(
        "302", lambda cast: {"stop": cast.stop.public_id, "token": links.token_of(cast.link)}
    ),
    "company:not_me": Door("410 410 410 410 410 410 410 200"),
    # --- a guardian ---
    "guardian:open": Door("302", lambda cast: {"token": links.token_of(cast.guardian_link)}),
    "guardian_new_link": Door("405"),
    "guardian:page": Door("410"),
    "guardian:contact": Door("410"),
    "guardian:support": Door("410"),
    "guardian:question": Door("410", lambda cast: {"purpose": "stay"}),
    # --- on the way home ---
    "home:open": Door("302", lambda cast: {"token": links.token_of(cast.home_link)}),
    "home_new_link": Door("405"),
    "home:page": Door("410"),
    # --- who comes with a group ---
    "accompanying:open": Door(
        "302", lambda cast: {"token": links.token_of(cast.accompanying_link)}
    ),
    "accompanying_new_link": Door("405"),
    "accompanying:page": Door("410"),
    "accompanying:guest": Door("410"),
    "accompanying:data": Door("410"),
    # --- sending tutor ---
    "sending:groups": Door("in 404 404 200 200 404 404 in"),
    "sending:visits": Door("in 404 404 200 200 404 404 in"),
    "sending:visit_wish": Door("in 404 404 200 200 404 404 in"),
    "sending:visits_calendar": Door(
        "in 405 405 405 405 405 405 in",
        strangers="nobody trainee other_trainee tutor other_tutor company",
    ),
    "sending:visit": Door("in 404 404 200 404 404 404 in", at(visit="visit.public_id")),
    "sending:guide": Door("in 404 404 200 200 404 404 in"),
    "sending:publication": Door("in 404 404 200 404 404 404 in", at(pk="handover.pk")),
    "sending:publication_pdf": Door("in 404 404 200 404 404 404 in", at(pk="handover.pk")),
    "sending:publication_received": Door(
        "in 405 405 405 405 405 405 in",
        at(pk="handover.pk"),
        "nobody trainee other_trainee other_sending tutor other_tutor company",
    ),
    "sending:visit_report": Door("in 404 404 200 404 404 404 in", at(visit="visit.public_id")),
    "placements:visit_file": Door("in 404 404 200 404 200 404 in", at(visit="visit.public_id")),
    # Whoever knows the address; an unknown one is nowhere.
    "placements:calendar": Door("404", lambda cast: {"token": "unknown"}),
    "sending:group": Door("in 404 404 200 404 404 404 in", at(group="group.public_id")),
    "sending:accompanying": Door("in 404 404 200 404 404 404 in", at(group="group.public_id")),
    "sending:accompanying_person": Door(
        "in 404 404 200 404 404 404 in",
        at(group="group.public_id", person="accompanying.public_id"),
    ),
    "sending:papers": Door("in 404 404 200 404 404 404 in", at(group="group.public_id")),
    "sending:papers_zip": Door("in 404 404 200 404 404 404 in", at(group="group.public_id")),
    "sending:trainee": Door(
        "in 404 404 200 404 404 404 in",
        at(group="group.public_id", trainee="trainee.public_id"),
    ),
    "sending:trainee_particulars": Door(
        "in 404 404 200 404 404 404 in",
        at(group="group.public_id", trainee="trainee.public_id"),
    ),
    "sending:trainee_support": Door(
        "in 404 404 200 404 404 404 in",
        at(group="group.public_id", trainee="trainee.public_id"),
    ),
    "sending:reports_by_mail": Door(
        "in 405 405 405 405 405 405 in",
        strangers="nobody trainee other_trainee tutor other_tutor company",
    ),
    "sending:report": Door("in 404 404 200 404 404 404 in", REPORT),
    "sending:report_acknowledge": Door("in 405 405 405 405 405 405 in", REPORT, NOT_SENDING),
    "sending:report_question": Door("in 405 405 405 405 405 405 in", REPORT, NOT_SENDING),
    "sending:report_pdf": Door("in 404 404 200 404 404 404 in", REPORT),
    "sending:report_csv": Door("in 404 404 200 404 404 404 in", REPORT),
    "sending:report_xlsx": Door("in 404 404 200 404 404 404 in", REPORT),
    "sending:numbers": Door("in 404 404 200 404 404 404 in", at(group="group.public_id")),
    "sending:hours_csv": Door("in 404 404 200 404 404 404 in", at(group="group.public_id")),
    "sending:hours_xlsx": Door("in 404 404 200 404 404 404 in", at(group="group.public_id")),
    "sending:objectives": Door("in 404 404 200 404 404 404 in", at(group="group.public_id")),
    "sending:objectives_edit": Door(
        "in 404 404 200 404 404 404 in", at(group="group.public_id", pk="draft.pk")
    ),
    # --- agency tutor ---
    **DESK_DOORS,
}

# Addresses without a name, and the desk's own catch-all: they lead elsewhere or nowhere.
NAMELESS = {"/admin/login/", "/admin/logout/", "/admin/password_change/"}
# Reached only with parameters that the tests of their rooms have.
ELSEWHERE: dict[str, str] = {
    # name: where it is tested
    "admin:login": "hidden by /admin/login/",
    "admin:logout": "hidden by /admin/logout/",
    "admin:password_change": "hidden by /admin/password_change/",
    "admin:app_list": "tests below, one an app",
    "admin:trainees_group_import_preview": "tests/trainees/test_import_desk.py",
    "admin:placements_hostcompany_import_preview": "tests/trainees/test_import_desk.py",
}
