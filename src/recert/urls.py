"""Which portal answers which addresses."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from recert.portals import gallery, marks

urlpatterns: list[URLPattern | URLResolver] = [
    path("mark.svg", marks.mark, name="mark"),
    path("", include("recert.portals.public.urls")),
    path("guide/", include("recert.portals.guide.urls")),
    path("help/", include("recert.portals.help.urls")),
    path("account/", include("recert.portals.accounts.urls")),
    path("account/", include("recert.portals.accounts.front_door_urls")),
    path("trainer/", include("recert.portals.trainer.urls")),
    path("classes/", include("recert.portals.classes.urls")),
    path("calendar/", include("recert.portals.calendars.urls")),
    path("review/", include("recert.portals.review.urls")),
    path("provider/", include("recert.portals.provider.urls")),
    path("office/", include("recert.portals.office.urls")),
    path("reminders/", include("recert.portals.reminders.urls")),
    path("uploads/", include("recert.portals.uploads.urls")),
    path("requests/", include("recert.portals.requests.urls")),
]

handler400 = "recert.portals.refused.bad_request"

if settings.RECERT_DEMONSTRATION:
    urlpatterns.append(path("gallery/", gallery.gallery, name="gallery"))
    urlpatterns.append(path("gallery/staff/", gallery.staff, name="gallery_staff"))
    urlpatterns.append(path("demonstration/", include("recert.portals.demonstration.urls")))
