"""The addresses of this portal."""

from django.urls import URLPattern

app_name = "office"
urlpatterns: list[URLPattern] = []
