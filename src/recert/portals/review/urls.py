"""The addresses of this portal."""

from django.urls import path

from recert.portals.review import applications, deciding, desk, files, people, queue

app_name = "review"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("activity/<int:pk>/", desk.activity, name="activity"),
    path("activity/<int:pk>/put-back/", deciding.release, name="release"),
    path("activity/<int:pk>/<slug:act>/", deciding.decide, name="decide"),
    path("application/<int:pk>/", applications.application, name="application"),
    path("application/<int:pk>/put-back/", applications.release, name="release_application"),
    path("application/<int:pk>/<slug:act>/", applications.decide, name="decide_application"),
    path("decision/<int:pk>/", applications.decision, name="decision"),
    path("evidence/<int:pk>/page/<int:number>/", files.page, name="page"),
    path("evidence/<int:pk>/original/", files.original, name="original"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.certificant, name="certificant"),
    path("document/<int:pk>/", people.document, name="document"),
]
