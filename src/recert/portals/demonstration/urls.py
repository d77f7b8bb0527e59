"""The addresses of the demonstration's own pages."""

from django.urls import path

from recert.portals.demonstration import mail, moving, posting, shoes

app_name = "demonstration"
urlpatterns = [
    path("step-into/", shoes.step_into, name="step_into"),
    path("step-out/", shoes.step_out, name="step_out"),
    path("people/", shoes.people, name="people"),
    path("day/", moving.move, name="move"),
    path("work/", moving.work, name="work"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<slug:name>/", mail.message, name="message"),
    path("mail/<slug:name>/html/", mail.as_html, name="as_html"),
    path("mail/<slug:name>/answer/", posting.answer, name="answer_mail"),
    path("mail/<slug:name>/return/", posting.return_, name="return_mail"),
]
