"""The trainee's journey."""

from django.urls import path

from .views import (
    conduct,
    going_home,
    guests,
    guide,
    houses,
    journey,
    papers,
    particulars,
    phone,
    photos,
    privacy,
    reflection,
    support,
    welcome,
)

app_name = "trainees"

urlpatterns = [
    path("me/going-home/", going_home.own_page, name="going_home"),
    path("me/house-rules/", conduct.breaches, name="breaches"),
    path("me/house-rules/<uuid:breach>/", conduct.breach, name="breach"),
    path("me/house/", houses.house, name="house"),
    path("me/guest/", guests.guest, name="guest"),
    path("me/papers/", papers.papers, name="papers"),
    path("me/papers/<int:wanted>/", papers.paper, name="paper"),
    path("papers/<int:wanted>/<slug:which>/", papers.form_file, name="paper_form"),
    path("papers/<uuid:paper>/", papers.file, name="paper_file"),
    path("me/welcome/", welcome.page, name="welcome"),
    path("w/<slug:code>/", welcome.scan, name="welcome_scan"),
    path("me/data/", privacy.own_data, name="own_data"),
    path("me/data/erasure/", privacy.own_erasure, name="own_erasure"),
    path("me/data/my-data.zip", privacy.own_data_zip, name="own_data_zip"),
    path("me/phone/", phone.phone, name="phone"),
    path("me/particulars/", particulars.own, name="particulars"),
    path("me/support/", support.support, name="support"),
    path("me/photos/", photos.photos, name="photos"),
    path("me/journey/", journey.journey, name="journey"),
    path("me/journey/<int:step>/", journey.step, name="journey_step"),
    path("me/reflection/", reflection.reflection, name="reflection"),
    path("me/guide/", guide.guide, name="guide"),
    path("me/guide/worker.js", guide.guide_worker, name="guide_worker"),
    path("me/guide/emergency/kept/", guide.emergency_kept, name="emergency_kept"),
    path("me/guide/kept/", guide.guide_kept, name="guide_kept"),
    path("me/guide/<slug:kind>/", guide.publication, name="publication"),
    path("me/guide/<slug:kind>.pdf", guide.publication_pdf, name="publication_pdf"),
    path("me/guide/<slug:kind>/read/", guide.publication_read, name="publication_read"),
    path("me/guide/<slug:kind>/kept/", guide.publication_kept, name="publication_kept"),
    path("me/guide/<slug:kind>/<int:number>/", guide.section, name="publication_section"),
]
