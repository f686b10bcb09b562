from django.urls import path

from .views import certificates, public, trainee

app_name = "assessment"

urlpatterns = [
    path("me/progress/", trainee.progress, name="progress"),
    path("me/evaluation/<slug:key>/", trainee.self_evaluation, name="self_evaluation"),
    path("verify/", public.verify, name="verify"),
    path("verify/<str:code>/", public.verify_code, name="verify_code"),
    path("me/certificate/", certificates.my_certificates, name="my_certificates"),
    path("certificate/<str:code>.pdf", certificates.certificate_file, name="certificate_file"),
]
