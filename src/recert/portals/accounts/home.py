"""Where somebody goes who has just signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from recert.portals.access import SignedIn, providers_of, roles_of
from recert.records.people import Certificant, Role

# The first door that fits is where somebody's work begins.
DOORS = (
    (Role.REVIEWER, "review:queue"),
    (Role.OFFICER, "office:money"),
    (Role.BOARD, "office:editions"),
)


@login_required
def home(request: SignedIn) -> HttpResponse:
    """Send each to their work or their pages, staff first; tell anybody else what to do."""
    roles = roles_of(request.user)
    for role, door in DOORS:
        if role in roles:
            return redirect(door)
    if providers_of(request.user):
        return redirect("provider:classes")
    if Certificant.objects.filter(user=request.user).exists():
        return redirect("trainer:home")
    return render(request, "accounts/nothing.html", {"works_here": bool(roles)})
