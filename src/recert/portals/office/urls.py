"""The addresses of this portal."""

from django.urls import path

from recert.portals.office import money, registers

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
]
