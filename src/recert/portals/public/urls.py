"""The addresses of this portal. A card's QR carries the last one, so that it never changes."""

from django.urls import path

from recert.portals.public import views

app_name = "public"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("verify/", views.verify, name="verify"),
    path("verify/<slug:code>/", views.verify_code, name="verify_code"),
]
