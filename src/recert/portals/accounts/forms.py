"""What a sign-in asks: an address, a code, a passkey, and the name of a passkey."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.webauthn.forms import (
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from recert import clock
from recert.actions.guesses import count_guess, forget_guesses
from recert.portals.access import needs_passkey
from recert.portals.accounts.codes import code_of
from recert.portals.accounts.words import NOT_READ, OFTEN_ASKED, OFTEN_FROM_HERE, OFTEN_TRIED
from recert.portals.limits import address_of
from recert.records.people import User

MOST_LETTERS = 10  # to one address within the hour
MOST_ASKED = 100  # addresses asked for from one network address within the hour
MOST_CODES = 10  # tried for one address within the hour, from everywhere together
LONGEST_CODE = 20
# What python-fido2 raises for a credential that has not the shape of one.
NO_CREDENTIAL = (TypeError, ValueError, KeyError, AttributeError)


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The address to which a code goes; whether we know it shows only in the mailbox."""

    _user: User | None = None

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter an e-mail address, such as name@example.org")},
    )

    def clean_email(self) -> str:
        """Find the login. Staff have none for a code: they sign in by passkey."""
        address: str = super().clean_email()
        here = address_of(context.request)
        if count_guess("asked", about=here, at=clock.real_now()) > MOST_ASKED:
            raise forms.ValidationError(OFTEN_FROM_HERE)
        sent = count_guess("letter", about=address.lower(), at=clock.real_now())
        if sent > MOST_LETTERS:
            raise forms.ValidationError(OFTEN_ASKED)
        if self._user and needs_passkey(self._user):
            self._user = None
        return address


class AddressForm(forms.Form):
    """The address that takes the place of the present one."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter an e-mail address, such as name@example.org")},
    )

    def __init__(self, *args: Any, present: str, **more: Any) -> None:
        """Take an address other than the present one."""
        super().__init__(*args, **more)
        self.present = present

    def clean_email(self) -> str:
        """Refuse what would change nothing."""
        email: str = self.cleaned_data["email"]
        if email.casefold() == self.present.casefold():
            raise forms.ValidationError(_("This is your address already; enter the new one"))
        return email


class OwnDeviceForm(forms.Form):
    """Whether a device is one's own, where one stays signed in."""

    own_device = forms.BooleanField(
        label=_("This is my own device: keep me signed in for 30 days"), required=False
    )


class CodeForm(forms.Form):
    """Six digits from a mail."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits; spaces do not matter."),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )


class EnterCodeForm(ConfirmLoginCodeForm, OwnDeviceForm):  # type: ignore[misc]
    """The code that was sent; tries are counted for the address, wherever they come from."""

    code = CodeForm.base_fields["code"]
    field_order = ("code", "own_device")

    def __init__(self, *args: Any, **more: Any) -> None:
        """Expect the code that goes with what the session keeps."""
        super().__init__(*args, **{**more, "code": code_of(more.get("code") or "")})

    def clean_code(self) -> str:
        """Compare, unless too many were tried; a right one forgets the wrong ones."""
        address = context.request._login_stage.state["email"].lower()  # noqa: SLF001  # allauth's way to say it
        if count_guess("code", about=address, at=clock.real_now()) > MOST_CODES:
            raise forms.ValidationError(OFTEN_TRIED)
        code: str = super().clean_code()
        forget_guesses("code", about=address)
        return code


class CredentialField(forms.JSONField):
    """A device's answer: an object, whatever else may come."""

    widget = forms.HiddenInput

    def to_python(self, value: str | None) -> Any:
        """Read the answer. Raises ValidationError for what is no object, or is nested too deep."""
        try:
            read = super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(NOT_READ) from None
        if read is not None and not isinstance(read, dict):
            raise forms.ValidationError(NOT_READ)
        return read


class SignInByPasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """What the device says when it signs somebody in."""

    credential = CredentialField(error_messages={"invalid": NOT_READ})

    def clean_credential(self) -> object:
        """Refuse what is no credential at all, in the same words as a wrong one."""
        return _read(super().clean_credential)


class ConfirmByPasskeyForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """What the device says when somebody who is signed in shows who they are."""

    credential = CredentialField(error_messages={"invalid": NOT_READ})

    def clean_credential(self) -> object:
        """Refuse what is no credential at all, in the same words as a wrong one."""
        return _read(super().clean_credential)


class PasskeyNameForm(forms.Form):
    """How somebody calls a device."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you know it again: Telephone, Key in the drawer"),
        max_length=60,
    )


class AddPasskeyForm(SignupWebAuthnForm):  # type: ignore[misc]
    """A new passkey: what the device made, and how its owner calls it."""

    credential = CredentialField(error_messages={"invalid": NOT_READ})

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"] = PasskeyNameForm.base_fields["name"]
        self.initial["name"] = _("My passkey")

    def clean(self) -> dict[str, Any]:
        """Refuse what is no credential at all."""
        cleaned: dict[str, Any] = _read(super().clean)
        return cleaned


def _read(clean: Any) -> Any:
    try:
        return clean()
    except forms.ValidationError:
        raise
    except NO_CREDENTIAL as error:
        raise forms.ValidationError(NOT_READ) from error
