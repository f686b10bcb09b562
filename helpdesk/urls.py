from django.urls import path

from .views import answers, call_me, card, help_page, messages, requests

app_name = "helpdesk"
urlpatterns = [
    path("me/help/", help_page.help_page, name="help"),
    path("call-me/", call_me.call_me, name="call_me"),
    path("call-me/sent/", call_me.call_me_sent, name="call_me_sent"),
    path("me/help/card.pdf", card.card, name="card"),
    path("me/help/answers/", answers.answers, name="answers"),
    path("me/guide/answers/kept/", answers.answers_kept, name="answers_kept"),
    path("me/help/answers/suggested/", answers.suggested, name="suggested"),
    path("me/help/answers/<uuid:article>/", answers.article, name="article"),
    path("me/help/answers/<uuid:article>/helped/", answers.article_helped, name="article_helped"),
    path("me/help/urgent/", help_page.urgent, name="urgent"),
    path("me/help/new/", requests.request_new, name="new"),
    path("me/help/requests/", requests.request_list, name="requests"),
    path("me/help/<uuid:ticket>/", requests.request_page, name="request"),
    path("me/help/<uuid:ticket>/solved/", requests.request_solved, name="solved"),
    path("me/help/<uuid:ticket>/helped/", requests.request_helped, name="helped"),
    path("me/messages/", messages.line, name="line"),
    path("help/file/<uuid:file>/", requests.file, name="file"),
    path("help/file/<uuid:file>/small/", requests.small, name="small"),
]
