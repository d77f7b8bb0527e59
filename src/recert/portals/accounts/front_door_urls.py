"""The addresses at which allauth's views answer, under the names by which it knows them.

What is not here cannot be reached: no sign-up, no passwords, no recovery codes. A code by mail is
a certificant's recovery, and a new enrolment link is a member of staff's.
"""

from django.urls import path

from recert.portals.accounts import sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_request_login_code"),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", sign_in.by_passkey, name="mfa_login_webauthn"),
    path("sign-in/no-account/", sign_in.closed, name="account_signup"),
    path("sign-in/closed/", sign_in.inactive, name="account_inactive"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
]
