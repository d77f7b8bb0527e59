"""The addresses of this portal."""

from django.urls import path

from recert.portals.provider import classes, proposals, reports

app_name = "provider"
urlpatterns = [
    path("", classes.classes, name="classes"),
    path("classes/<int:pk>/", classes.course, name="course"),
    path("classes/<int:pk>/dates/", classes.add_date, name="add_date"),
    path("dates/<int:pk>/cancel/", classes.cancel_date, name="cancel_date"),
    path("classes/<int:pk>/change/", proposals.change, name="change"),
    path("proposals/new/", proposals.new, name="new"),
    path("proposals/<uuid:key>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:key>/withdraw/", proposals.withdraw, name="withdraw"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.report, name="report"),
]
