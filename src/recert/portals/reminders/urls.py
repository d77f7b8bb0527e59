"""The addresses of this portal."""

from django.urls import path

from recert.portals.reminders import views

app_name = "reminders"
urlpatterns = [path("<str:token>/", views.stop, name="stop")]
