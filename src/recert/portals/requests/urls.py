"""The addresses of this portal."""

from django.urls import path

from recert.portals.requests import asking, threads

app_name = "requests"
urlpatterns = [
    path("", threads.requests, name="requests"),
    path("ask/", asking.ask_page, name="ask"),
    path("received/<str:told>/", asking.received, name="received"),
    path("<int:number>/", threads.thread, name="request"),
    path("<int:number>/write/", threads.write_own, name="write"),
    path("<int:number>/rate/", threads.rate_own, name="rate"),
    path("<int:number>/by/<slug:token>/", threads.by_link, name="by_link"),
    path("<int:number>/by/<slug:token>/write/", threads.write_by_link, name="write_by_link"),
    path("<int:number>/by/<slug:token>/rate/", threads.rate_by_link, name="rate_by_link"),
]
