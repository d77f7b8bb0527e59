"""The page behind the link in every reminder: stop them, or start them again, without a sign-in.

A mail program's own button posts to the same address (RFC 8058). What stands in the address is
signed and sent to one person alone, so a request that knows it needs no other secret; the page
shows nothing of whom it is about.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from recert import clock
from recert.actions import reminders
from recert.portals.access import the_body
from recert.records.people import Certificant
from recert.records.reminding import ReminderStop


@csrf_exempt  # a mail program has no cookie; the signed address is what allows it
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show whether reminders are on; stop or start them. Raises Http404 for a link nobody sent."""
    person = reminders.certificant_by(token)
    if person is None:
        raise Http404
    if request.method != "POST":
        return _page(request, person)
    if request.POST.get("do") == "start":
        reminders.start(person, by=None, at=clock.now())
    else:
        reminders.stop(person, by=None, at=clock.now())
    if "List-Unsubscribe" in request.POST:  # a program's click: it follows no redirection
        return _page(request, person)
    return redirect("reminders:stop", token=token)


def _page(request: HttpRequest, person: Certificant) -> HttpResponse:
    stopped = ReminderStop.objects.filter(certificant=person, ended_at=None).exists()
    response = render(request, "reminders/stop.html", {"stopped": stopped, "body": the_body()})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address lets its reader stop them
    return response
