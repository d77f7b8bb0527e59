"""Where somebody goes who has just signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from recert.portals.access import SignedIn, roles_of
from recert.records.people import Certificant, Role

DOORS = (
    ({Role.REVIEWER}, "review:queue"),
    ({Role.OFFICER, Role.BOARD, Role.OPERATOR}, "office:money"),
)


@login_required
def home(request: SignedIn) -> HttpResponse:
    """Send staff to their work and certificants to their pages; tell anybody else what to do."""
    roles = roles_of(request.user)
    for who, door in DOORS:
        if roles & who:
            return redirect(door)
    if Certificant.objects.filter(user=request.user).exists():
        return redirect("trainer:home")
    return render(request, "accounts/nothing.html")
