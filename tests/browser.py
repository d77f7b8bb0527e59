"""Chromium as Debian ships it, and what we look at on a page."""

import os
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

CHROMIUM = os.environ.get("RECERT_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,  # it would put styles of its own into the page, which the policy forbids
}
OWN_SCHEMES = {"data", "blob", "about"}


def watch(page):
    """Note every request to another host and every breach of the content security policy.

    Returns the list that fills while the page is used.
    """
    faults = []

    def look(request):
        parts = urlsplit(request.url)
        if parts.scheme not in OWN_SCHEMES and parts.hostname != "localhost":
            faults.append(f"the page asked another host: {request.url}")

    def listen(message):
        if "Content Security Policy" in message.text:
            faults.append(f"the page broke its policy: {message.text}")

    page.on("request", look)
    page.on("console", listen)
    page.on("pageerror", lambda error: faults.append(f"a script failed: {error}"))
    return faults


def barriers(page):
    """What axe finds on the page, one line each; an empty list is a page without known barriers."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"])
        for violation in found
    ]
