"""How allauth behaves at our front door."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class FrontDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Lets in those whom the body knows; a login is made with a person's entry in the register."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes a login for themselves."""
        return False
