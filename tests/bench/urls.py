"""The portal's doors, and what they are measured against: bare views, and Django's own admin."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from imyportal.urls import urlpatterns as doors
from placements.models import Placement
from trainees.models import Trainee


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """A view that does nothing."""
    return HttpResponse("ok")


def signed_in(request: HttpRequest) -> HttpResponse:
    """A view that does nothing, for somebody who is signed in."""
    return HttpResponse("ok")


class Stock(admin.ModelAdmin):
    """Django's list as it comes, at its best: no filter that reads another table."""

    list_per_page = 50
    actions = ["nothing"]

    @admin.action(description="Nothing", permissions=["view"])
    def nothing(self, request: HttpRequest, queryset) -> None:
        """An action, because ours have one: it puts a tick box into each row."""


class StockTrainees(Stock):
    list_display = ["__str__", "group", "tutor", "email", "birth_date", "nationality"]
    list_filter = ["language"]
    list_select_related = ["group", "tutor"]
    search_fields = ["first_name", "last_name", "email"]


class StockPlacements(Stock):
    list_display = ["trainee", "company", "company_tutor", "starts_on", "ends_on", "status"]
    list_filter = ["status"]
    list_select_related = ["trainee", "company", "company_tutor"]
    search_fields = ["trainee__first_name", "trainee__last_name", "company__name"]


stock = admin.AdminSite("stock")
stock.register(Trainee, StockTrainees)
stock.register(Placement, StockPlacements)

urlpatterns = [
    path("bench/bare/", bare),
    path("bench/signed-in/", signed_in),
    path("bench/stock/", stock.urls),
    *doors,
]
