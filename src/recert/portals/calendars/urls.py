"""The addresses of calendars."""

from django.urls import path

from recert.portals.calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.address, name="address"),
    path("anew/", views.anew, name="anew"),
    path("<str:token>.ics", views.feed, name="feed"),
]
