"""The addresses of this portal."""

from django.urls import path

from recert.portals.office import (
    money,
    registers,
    requests,
    requests_acts,
    requests_canned,
    requests_mail,
)

app_name = "office"
urlpatterns = [
    path("", money.money, name="money"),
    path("application/<int:pk>/payment/", money.record, name="record"),
    path("fee/<int:pk>/", money.rule, name="rule"),
    path("payment/<int:pk>/", money.payment, name="payment"),
    path("payment/<int:pk>/refund/", money.refund, name="refund"),
    path("payment/<int:pk>/receipt/", money.receipt, name="receipt"),
    path("owed/", registers.owed, name="owed"),
    path("owed/notice/<int:pk>/again/", registers.send_again, name="send_again"),
    path("editions/", registers.editions, name="editions"),
    path("roles/", registers.roles, name="roles"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<int:number>/", requests.request_page, name="request"),
    path("requests/<int:number>/<slug:act>/", requests_acts.act, name="request_act"),
    path("requests/canned/", requests_canned.answers, name="canned_answers"),
    path("requests/canned/new/", requests_canned.new, name="canned_new"),
    path("requests/canned/of/<slug:slug>/", requests_canned.answer, name="canned_answer"),
    path("requests/canned/of/<slug:slug>/end/", requests_canned.end, name="canned_end"),
    path("requests/mail/", requests_mail.arrived, name="arrived_mail"),
    path("requests/mail/<int:pk>/original/", requests_mail.original, name="mail_original"),
    path("requests/mail/<int:pk>/settle/<slug:act>/", requests_mail.settle, name="settle_mail"),
    path("requests/returned/", requests_mail.returned, name="returned_mail"),
    path("requests/returned/<int:pk>/clear/", requests_mail.clear, name="clear_address"),
]
