"""In the child: photographs, looked at and drawn anew, upright, without what the camera noted."""

import io
from typing import Any

from PIL import (
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from recert.outside.readers import Refused

# Pillow imports these when it first meets one; by then the disk is closed.
LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
Image.preinit()

ORIENTATION, GPS = 0x0112, 0x8825
LYING = {5, 6, 7, 8}  # orientations in which the camera was held on its side
WIDTH = 1600
HEIGHT = 2400
QUALITY = 88
FORMATS = ("JPEG", "PNG", "WEBP")
DIRECT = {"L", "LA", "RGB", "RGBA"}  # modes that can be made smaller as they are
_AGAIN = "Take the photograph again, or take a screenshot of it."
_SMALLER = "Save it smaller, or take a screenshot of it."


def inspect(content: bytes, *, limits: dict[str, int]) -> dict[str, Any]:
    """The size as shown, upright, and what a reviewer should know."""
    image = _open(content, pixels=limits["pixels"])
    width, height = image.size
    flags = ["place"] if _has_place(image) else []
    lying = image.getexif().get(ORIENTATION, 1) in LYING
    _small(image)  # the whole of it can be decoded, or it is refused
    width, height = (height, width) if lying else (width, height)
    return {"pages": 1, "width": width, "height": height, "flags": flags}


def render(content: bytes, *, page: int, limits: dict[str, int]) -> bytes:
    """The photograph as WebP, at most 1600 by 2400, without metadata."""
    if page != 0:
        raise Refused("A photograph has one page.", advice="Ask for the first page.")
    return encoded(_small(_open(content, pixels=limits["pixels"])))


def encoded(image: Image.Image) -> bytes:
    """A picture as WebP, with nothing in it but what is seen."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=3, exif=b"", icc_profile=None)
    return out.getvalue()


def _open(content: bytes, *, pixels: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = pixels
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many(pixels) from error
    except Exception as error:  # decoders raise whatever they like; each means the same here
        raise _unreadable() from error
    if image.width * image.height > pixels:
        raise _too_many(pixels)
    views = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
    if views != 1:  # the second view in a telephone's JPEG (MPO) is not looked at
        raise Refused(
            "This picture moves.", advice="Take a screenshot of the part that shows the document."
        )
    return image


def _small(image: Image.Image) -> Image.Image:
    """Decode all of it, make it small before it is copied, then turn it upright."""
    try:
        image.draft("RGB", (WIDTH, HEIGHT))
        image.load()
        turned = ImageOps.exif_transpose(_flat(image))
    except MemoryError as error:
        raise Refused("The picture is too large to be read.", advice=_SMALLER) from error
    except Exception as error:
        raise _unreadable() from error
    turned.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return turned


def _flat(image: Image.Image) -> Image.Image:
    """The picture on white paper in RGB, at most as long on each side as the longer limit."""
    exif = image.getexif()
    if image.mode not in DIRECT:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((HEIGHT, HEIGHT), Image.Resampling.LANCZOS)
    if image.mode in {"LA", "RGBA"}:
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    flat = image.convert("RGB")
    flat.getexif().update({key: value for key, value in exif.items() if key == ORIENTATION})
    return flat


def _has_place(image: Image.Image) -> bool:
    try:
        return bool(image.getexif().get_ifd(GPS))
    except Exception:  # noqa: BLE001  # a broken note of the camera says nothing about the picture
        return False


def _too_many(pixels: int) -> Refused:
    return Refused(
        f"The picture is larger than {pixels // 1_000_000} million pixels.", advice=_SMALLER
    )


def _unreadable() -> Refused:
    return Refused("The picture is damaged, or not whole.", advice=_AGAIN)
