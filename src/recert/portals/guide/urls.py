"""The addresses of this portal. The paper Guide prints the program's, so that it never changes."""

from django.urls import path

from recert.portals.guide import views

app_name = "guide"
urlpatterns = [
    path("", views.guides, name="guides"),
    path("<slug:program>/", views.program, name="program"),
    path("<slug:program>/<str:edition>/", views.edition, name="edition"),
    path("<slug:program>/<str:edition>/<slug:paper>.pdf", views.paper, name="paper"),
    path("<slug:program>/<str:old>/to/<str:new>/", views.differences, name="differences"),
]
