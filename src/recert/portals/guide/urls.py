"""The addresses of this portal. The paper Guide prints the program's, so that it never changes."""

from django.urls import path

from recert.portals.guide import views

app_name = "guide"
urlpatterns = [
    path("", views.guides, name="guides"),
    path("<slug:program>/", views.program, name="program"),
    path("<slug:program>/<day:edition>/", views.edition, name="edition"),
    path("<slug:program>/<day:edition>/<slug:paper>.pdf", views.paper, name="paper"),
    path("<slug:program>/<day:old>/to/<day:new>/", views.differences, name="differences"),
]
