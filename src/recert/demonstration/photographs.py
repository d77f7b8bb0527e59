"""Photographs of papers, as a telephone takes them: at an angle, on a desk, in poor light."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageEnhance, ImageFilter

from recert.demonstration.dice import dice

DESKS = ((112, 84, 60), (70, 72, 76), (150, 132, 108), (46, 52, 60))
SIZE = (900, 1200)
ORIENTATION = 0x0112  # the EXIF tag; 6: turn by a quarter to see it upright
QUARTER_TURN = 6


def photograph(png: bytes, *, throw: Random) -> bytes:
    """Return a JPEG of a paper that lies on a desk. Some are stored lying, as cameras do."""
    desk = _desk(throw)
    paper = Image.open(io.BytesIO(png)).convert("RGBA").resize((698, 903))
    turned = paper.rotate(throw.uniform(-7, 7), expand=True, resample=Image.Resampling.BILINEAR)
    shadow = Image.new("RGBA", turned.size, (0, 0, 0, 0))
    shadow.putalpha(turned.getchannel("A").point(lambda alpha: alpha * 2 // 5))
    place = (throw.randint(15, 60), throw.randint(30, 100))
    desk.paste(shadow, (place[0] + 14, place[1] + 18), shadow)
    desk = desk.filter(ImageFilter.GaussianBlur(2))
    desk.paste(turned, place, turned)
    return _jpeg(_light(_leaning(desk, throw), throw), lying=throw.random() < 0.5)  # noqa: PLR2004


def _desk(throw: Random) -> Image.Image:
    return Image.blend(Image.new("RGB", SIZE, throw.choice(DESKS)), _grain(), 0.18)


@cache
def _grain() -> Image.Image:
    """The grain of a desk: noise drawn out along one way."""
    return _noise().crop((0, 0, SIZE[0] // 4, SIZE[1] // 40)).resize(SIZE)


@cache
def _noise() -> Image.Image:
    """What a sensor sees in the dark."""
    grey = Image.frombytes("L", SIZE, dice("noise").randbytes(SIZE[0] * SIZE[1]))
    return grey.filter(ImageFilter.GaussianBlur(0.6)).convert("RGB")


def _leaning(picture: Image.Image, throw: Random) -> Image.Image:
    """Lean the plane of the paper away from the camera."""
    lean = throw.uniform(0.00002, 0.00008)
    matrix = (1, throw.uniform(-0.02, 0.02), 0, 0, 1, 0, lean / 2, lean)
    return picture.transform(
        SIZE, Image.Transform.PERSPECTIVE, matrix, resample=Image.Resampling.BILINEAR
    )


def _light(picture: Image.Image, throw: Random) -> Image.Image:
    """Dim it, warm it and add a sensor's noise."""
    noisy = Image.blend(picture, _noise(), 0.08)
    return ImageEnhance.Brightness(noisy).enhance(throw.uniform(0.82, 1.02))


def _jpeg(picture: Image.Image, *, lying: bool) -> bytes:
    exif = Image.Exif()
    if lying:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        exif[ORIENTATION] = QUARTER_TURN
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=72, exif=exif)
    return out.getvalue()
