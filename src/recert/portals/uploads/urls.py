"""The addresses of this portal."""

from django.urls import path

from recert.portals.uploads import views

app_name = "uploads"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("<slug:token>/", views.by_link, name="link"),
]
