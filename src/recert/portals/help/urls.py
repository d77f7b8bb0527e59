"""The addresses of this portal."""

from django.urls import path

from recert.portals.help import views

app_name = "help"
urlpatterns = [
    path("", views.articles, name="articles"),
    path("<slug:slug>/", views.article, name="article"),
    path("<slug:slug>/vote/", views.vote, name="vote"),
    path("<slug:slug>/<day:version>/", views.version, name="version"),
]
