"""What tests of the review portal do over and over: open a desk, choose, read what is said."""

from django.urls import reverse


def desk(activity):
    return reverse("review:activity", args=[activity.pk])


def act(client, activity, name, **given):
    """Choose something at the desk, having looked at the activity as it is now."""
    activity.refresh_from_db()
    address = reverse("review:decide", args=[activity.pk, name])
    return client.post(address, {"seen": activity.version, **given})


def said(response):
    return " ".join(response.content.decode().split())
