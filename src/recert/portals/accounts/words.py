"""What is said when a sign-in is refused, wherever it is."""

from django.utils.translation import gettext_lazy as _

WRONG_CODE = _(
    "This is not the code that we sent last. Look at the newest mail, and enter all six digits."
)
OFTEN_ASKED = _(
    "We have sent this address many codes within the hour. Use the newest one, or wait an hour."
)
OFTEN_FROM_HERE = _(
    "Codes were asked for too often from where you are. Wait an hour, or use a passkey."
)
OFTEN_TRIED = _(
    "Too many codes were tried for this address. Wait an hour, or use a passkey. "
    "Where you are signed in, you stay so."
)
OFTEN = _("That was tried too often. Wait a few minutes, then ask for a new code.")
NOT_SENT = _("We could not send the mail just now. Try again in a few minutes.")
NO_PASSKEY = _("This passkey is not known here. Choose another one, or sign in with a code.")
NOT_READ = _("The device’s answer could not be read. Try again, or use another way.")
