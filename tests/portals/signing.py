"""Alice signed in, for tests of her pages: as if she had just shown who she is."""

from dataclasses import asdict

from recert.portals.accounts.sessions import BACKEND, KEY, SignIn
from tests import people


def sign_in(client, certificant, *, at=people.AT):
    """Sign a certificant in with a test client, freshly."""
    client.force_login(certificant.user, backend=BACKEND)
    now = at.timestamp()
    session = client.session
    session[KEY] = asdict(
        SignIn(how="code", is_staff=False, is_own_device=True, began=now, seen=now, proved=now)
    )
    session.save()
    return client


def sign_in_browser(page, live_server, client, certificant, *, at=people.AT):
    """Let a browser go on in the session of a test client."""
    sign_in(client, certificant, at=at)
    kept = [
        {"name": name, "value": morsel.value, "url": live_server.url}
        for name, morsel in client.cookies.items()
    ]
    page.context.add_cookies(kept)
    return page
