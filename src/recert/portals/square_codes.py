"""Square codes (QR) for pages: an address that a telephone reads from a screen."""

import segno
from django.utils.safestring import SafeString, mark_safe


def square_code(address: str) -> SafeString:
    """Return the code of an address as SVG, dark on light in both schemes, as readers need it.

    >>> square_code("https://recert.example/").split()[:2]
    ['<svg', 'viewBox="0']
    """
    made = segno.make(address, error="m", micro=False, boost_error=False)
    drawn = made.svg_inline(
        border=4, omitsize=True, svgclass="square-code", lineclass=None, dark="#000", light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308  # made of squares alone
