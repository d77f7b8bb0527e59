"""The addresses of classes and providers in the office."""

from django.urls import path

from recert.portals.office import classes, proposals, providers

urlpatterns = [
    path("classes/", classes.classes, name="classes"),
    path("classes/new/", classes.enter, name="class_new"),
    path("classes/<int:pk>/", classes.course, name="class"),
    path("classes/<int:pk>/end/", classes.end, name="class_end"),
    path("classes/proposals/<uuid:key>/", proposals.proposal, name="proposal"),
    path("classes/proposals/<uuid:key>/return/", proposals.return_, name="proposal_return"),
    path("classes/reports/<int:pk>/settle/", classes.settle, name="report_settle"),
    path("providers/", providers.providers, name="providers"),
    path("providers/<int:pk>/", providers.provider, name="provider"),
    path("providers/<int:pk>/approve/", providers.approve, name="provider_approve"),
    path("providers/approvals/<int:pk>/end/", providers.end_approval, name="approval_end"),
    path("providers/<int:pk>/contacts/", providers.add_contact, name="contact_add"),
    path("providers/contacts/<int:pk>/link/", providers.send_link, name="contact_link"),
    path("providers/contacts/<int:pk>/end/", providers.end_contact, name="contact_end"),
]
