"""The addresses of this portal."""

from django.urls import path

from recert.portals.trainer import (
    activities,
    applications,
    evidence,
    exams,
    home,
    papers,
    told,
    upload_links,
    ways,
)

app_name = "trainer"
urlpatterns = [
    path("", home.home, name="home"),
    path("credential/<int:credential>/", home.home, name="credential"),
    path("ways/", ways.ways, name="ways"),
    path("credential/<int:credential>/ways/", ways.ways, name="ways_of"),
    path("activities/add/", activities.add, name="add"),
    path("activities/<uuid:key>/", activities.activity, name="activity"),
    path("activities/<uuid:key>/why/", activities.why, name="why"),
    path("activities/<uuid:key>/claim/", activities.claim, name="claim"),
    path("activities/<uuid:key>/more/", activities.more, name="more"),
    path("activities/<uuid:key>/withdraw/", activities.withdraw, name="withdraw"),
    path("activities/<uuid:key>/detach/<int:evidence>/", activities.detach, name="detach"),
    path("evidence/<int:pk>/", evidence.download, name="evidence"),
    path("evidence/<int:pk>/pages/<int:page>/", evidence.picture, name="picture"),
    path("cycles/<int:pk>/exam/", exams.exam, name="exam"),
    path("cycles/<int:pk>/exam/ask/", exams.ask, name="exam_ask"),
    path("cycles/<int:pk>/exam/card/", exams.card, name="exam_card"),
    path("cycles/<int:pk>/exam/book/", exams.book, name="exam_book"),
    path("cycles/<int:pk>/exam/seat/<int:booking>/cancel/", exams.cancel, name="exam_cancel"),
    path("cycles/<int:pk>/application/", applications.application, name="application"),
    path("cycles/<int:pk>/application/file/", applications.apply, name="apply"),
    path("applications/<int:pk>/answer/", applications.answer, name="answer_application"),
    path("applications/<int:pk>/withdraw/", applications.withdraw, name="withdraw_application"),
    path("cycles/<int:pk>/upload-link/", upload_links.upload_link, name="upload_link"),
    path("documents/", papers.documents, name="documents"),
    path("documents/<int:pk>/", papers.document, name="document"),
    path("notices/", told.notices, name="notices"),
    path("notices/reminders/", told.reminders, name="reminders"),
]
