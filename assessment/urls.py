from django.urls import path, register_converter
from django.urls.converters import StringConverter

from accounts import doors

from .views import (
    awards_company,
    badges,
    certificates,
    company,
    confirming,
    credentials,
    elm,
    my_badges,
    packing,
    peers,
    public,
    results_trainee,
    trainee,
)

app_name = "assessment"


class Code(StringConverter):
    """What somebody typed as a code; PostgreSQL takes no NUL in a question either."""

    regex = r"[^/\0]+"


class Form(StringConverter):
    """What a badge can be handed out as."""

    regex = "json|jwt|svg|png"


register_converter(Code, "code")
register_converter(Form, "form")

urlpatterns = [
    path("me/progress/", trainee.progress, name="progress"),
    path("me/evaluation/<slug:key>/", trainee.self_evaluation, name="self_evaluation"),
    path("me/results/<slug:moment>/", results_trainee.results, name="results"),
    path("me/results/<slug:moment>/talk/", results_trainee.talk, name="results_talk"),
    path("me/evaluation/<slug:key>/ask/", peers.ask, name="peer_ask"),
    path("me/asked/<uuid:public_id>/", peers.asked, name="peer_asked"),
    path("c/scores/<uuid:placement>/<str:week>/", company.scores, name="company_scores"),
    path("verify/", public.verify, name="verify"),
    path("verify/file/", public.verify_file, name="verify_file"),
    path("verify/<code:code>/", public.verify_code, name="verify_code"),
    path("b/<code:code>/", badges.badge, name="badge"),
    path("b/<code:code>/card.png", badges.badge_card_file, name="badge_card"),
    path("b/<code:code>.<form:form>", badges.badge_file, name="badge_file"),
    path("issuer/", credentials.issuer, name="issuer"),
    path("issuer/keys/<slug:name>/", credentials.issuer_key, name="issuer_key"),
    path("issuer/status/<int:number>/", credentials.status_list, name="status_list"),
    path("issuer/achievements/<slug:code>/", credentials.achievement, name="achievement"),
    path(
        "issuer/achievements/<slug:code>.png",
        credentials.achievement_picture,
        name="achievement_picture",
    ),
    path("c/certificate/<uuid:placement>/", confirming.confirm, name="confirm"),
    path(
        "c/<str:token>/certificate/<uuid:placement>/",
        doors.company_door,
        {"page": "assessment:confirm"},
        name="open_confirm",
    ),
    path(
        "c/<str:token>/scores/<uuid:placement>/<str:week>/",
        doors.company_door,
        {"page": "assessment:company_scores"},
        name="open_scores",
    ),
    path("certificates/<uuid:group>.zip", packing.group_zip, name="group_zip"),
    path("me/badges/", my_badges.badges, name="my_badges"),
    path("me/badges/<code:code>/", my_badges.badges, name="my_badge"),
    path("me/badges/<code:code>/mastodon/", my_badges.mastodon, name="badge_mastodon"),
    path("c/award/<uuid:placement>/", awards_company.suggest, name="company_award"),
    path("me/certificate/", certificates.my_certificates, name="my_certificates"),
    path("certificate/<code:code>.pdf", certificates.certificate_file, name="certificate_file"),
    path(
        "certificate/<code:code>-unsealed.json",
        elm.certificate_unsealed,
        name="certificate_unsealed",
    ),
]
