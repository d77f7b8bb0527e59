"""The addresses of this portal: home, devices, confirming who one is, enrolment."""

from django.urls import path

from recert.portals.accounts import address, confirm, devices, enrolment, home

app_name = "accounts"
urlpatterns = [
    path("", home.home, name="home"),
    path("devices/", devices.devices, name="devices"),
    path("devices/sign-out/", devices.sign_out_everywhere, name="sign_out_everywhere"),
    path("devices/passkeys/add/", devices.add_passkey, name="add_passkey"),
    path("devices/passkeys/<int:pk>/rename/", devices.rename_passkey, name="rename_passkey"),
    path("devices/passkeys/<int:pk>/remove/", devices.remove_passkey, name="remove_passkey"),
    path("address/", address.address, name="address"),
    path("address/code/", address.code, name="address_code"),
    path("confirm/", confirm.confirm, name="confirm"),
    path("confirm/send/", confirm.send_code, name="confirm_send"),
    path("confirm/code/", confirm.by_code, name="confirm_code"),
    path("confirm/passkey/", confirm.by_passkey, name="confirm_passkey"),
    path("enrol/<slug:token>/", enrolment.enrol, name="enrol"),
]
