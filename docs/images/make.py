"""Makes the pictures of the README from a running demonstration: make.py http://localhost:PORT.

Each portal is shown as one of the demonstration's people sees it, on a desk.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
CHROMIUM = os.environ.get("RECERT_CHROMIUM", "/usr/bin/chromium")
SIZE = {"width": 1120, "height": 760}


def be(page: Page, address: str, who: str) -> None:
    """Step into somebody's shoes, by the bar on top."""
    page.goto(address)
    page.locator(".demo-bar summary").click()
    page.locator(".demo-bar").get_by_role("button", name=who).first.click()
    page.wait_for_load_state("networkidle")


def shoot(page: Page, name: str) -> None:
    """Take the picture of what is in the window, without the demonstration's bar."""
    page.locator(".demo-bar").evaluate("bar => { bar.hidden = true; }")
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=HERE / f"{name}.png")


def shoot_all(page: Page, address: str) -> None:
    """Take every picture."""
    be(page, address, "Maya Okonkwo-Lindqvist")
    page.goto(f"{address}/trainer/")
    number = page.get_by_text("AC-").first.inner_text()
    shoot(page, "trainer")
    be(page, address, "Bob Achterberg")
    page.goto(f"{address}/review/?kind=activity")
    page.locator("[data-case]", has_text="Agrees").first.get_by_role("link").first.click()
    page.locator("img.document").first.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    shoot(page, "review")
    be(page, address, "Olga Petrescu")
    page.goto(f"{address}/office/")
    shoot(page, "office")
    be(page, address, "A stranger")
    page.goto(f"{address}/verify/?number={number}&family_name=Okonkwo-Lindqvist")
    shoot(page, "public")


def main() -> int:
    """Take the pictures of the demonstration at the address given; 2 if none is."""
    if len(sys.argv) != 2:  # noqa: PLR2004
        print(__doc__, file=sys.stderr)
        return 2
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        shoot_all(browser.new_page(viewport=SIZE), sys.argv[1].rstrip("/"))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
