"""What the stories in a browser need: a telephone for each person, and real papers to send."""

import io
import re
from contextlib import contextmanager
from dataclasses import asdict

from django.core import mail
from django.test import Client
from PIL import Image, ImageDraw

from recert import clock
from recert.portals.accounts.sessions import BACKEND, KEY, SignIn
from tests.browser import barriers, watch

PHONE = {"width": 390, "height": 844}


@contextmanager
def telephone(browser, live_server):
    """A page in a browser of its own, 390 pixels wide; a fault of any page fails the story."""
    context = browser.new_context(
        viewport=PHONE, base_url=live_server.url, accept_downloads=True, locale="en-US"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults = watch(page)
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def signed_in(page, live_server, user, *, how="passkey"):
    """Go on as somebody who has just signed in, as the pages for it do (they have tests)."""
    client, at = Client(), clock.real_now().timestamp()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[KEY] = asdict(
        SignIn(
            how=how,
            is_staff=how == "passkey",
            is_own_device=False,
            began=at,
            seen=at,
            proved=at,
        )
    )
    session.save()
    kept = {"name": "recert", "value": session.session_key, "url": live_server.url}
    page.context.add_cookies([kept])
    return page


def sign_in_by_code(page, email):
    """Sign in on the real pages, with the code from the mail."""
    page.goto("/account/sign-in/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    code = page.get_by_label("Code")
    code.wait_for()
    (sent,) = mail.outbox
    code.fill(re.search(r"Your code is (\d{6})", sent.body)[1])
    page.get_by_role("button", name="Sign in").click()


def with_screen_lock(page):
    """Give a page a device with a screen lock, as the browser's own tools pretend one."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def photograph(words):
    """A photograph of a certificate, as a telephone sends it."""
    picture = Image.new("RGB", (900, 1200), "tan")
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((80, 120, 820, 1080), fill="ivory")
    for place, line in enumerate(words):
        drawing.text((140, 220 + 60 * place), line, fill="black", font_size=36)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=85)
    return {"name": "IMG_2041.JPG", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def heading(page):
    """The page's first heading."""
    return page.locator("h1").first.inner_text()


def said(page):
    """All that the page says, with every run of blanks as one."""
    return " ".join(page.locator("body").inner_text().split())


def fits(page):
    """Nothing on the page is wider than the telephone, and nothing on it is a barrier."""
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert beyond <= 0, f"{page.url} is {beyond} pixels wider than the telephone"
    assert not barriers(page), page.url
