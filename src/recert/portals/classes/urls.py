"""The addresses of the catalogue. A code is the provider's and may hold anything."""

from django.urls import path

from recert.portals.classes import catalogue, one_class, pace_page, plans

app_name = "classes"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("pace/", pace_page.pace, name="pace"),
    path("plans/<int:pk>/cancel/", plans.cancel, name="cancel"),
    path("<path:code>/plan/", plans.plan, name="plan"),
    path("<path:code>/", one_class.one, name="one"),
]
