"""Files that mean harm, or are broken, and honest ones: made by code, so that none lies about.

Each function returns bytes. The PDF writer is as small as it can be and keeps its offsets right, so
that a file is hostile only where its function makes it so.
"""

import hashlib
import io
import struct
import zlib

from PIL import Image

KEY_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def pdf(*objects: bytes, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = b"/Size %d /Root %d 0 R" % (len(objects) + 1, root)
    return bytes(out + b"trailer\n<< %s %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))


def stream(content: bytes, *, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pages(
    count: int = 1, *, catalog: bytes = b"", page: bytes = b"", box: bytes = b"0 0 300 200"
) -> list[bytes]:
    """The objects of a catalog and pages that all show object 3, some words."""
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    words = stream(b"BT /F1 18 Tf 20 100 Td (Completed CPR) Tj ET")
    sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 3 0 R "
    sheet += b"/Resources << /Font << /F1 4 0 R >> >> %s >>"
    return [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        words,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(sheet % (box, page) for _ in range(count)),
    ]


def honest_pdf(count: int = 1) -> bytes:
    return pdf(*pages(count))


def script_pdf() -> bytes:
    return pdf(*pages(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"))


def escaped_script_pdf() -> bytes:
    return pdf(*pages(page=b"/A#41 << /O << /S /J#61vaScript /#4aS (x) >> >>"))


def hidden_script_pdf() -> bytes:
    """A script in a packed object stream: no name of it is in the file's plain bytes."""
    packed = zlib.compress(b"9 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>")
    holder = stream(packed, entries=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    return pdf(*pages(), holder)


def launch_pdf() -> bytes:
    return pdf(*pages(page=b"/AA << /O << /S /Launch /F (cmd.exe) >> >>"))


def attachment_pdf() -> bytes:
    names = b"/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>"
    spec = b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>"
    return pdf(*pages(catalog=names), spec, stream(b"MZ", entries=b"/Type /EmbeddedFile"))


def first_page_pdf() -> bytes:
    """An action that only says where reading begins, as many honest writers put in."""
    return pdf(*pages(catalog=b"/OpenAction [5 0 R /Fit]"))


def first_page_by_reference_pdf() -> bytes:
    go = b"<< /S /GoTo /D [5 0 R /Fit] >>"
    return pdf(*pages(catalog=b"/OpenAction 6 0 R"), go)


def chained_action_pdf() -> bytes:
    return pdf(*pages(catalog=b"/OpenAction 6 0 R"), b"<< /S /GoTo /D [5 0 R /Fit] /Next 7 0 R >>")


def noisy_pdf() -> bytes:
    """A scan whose packed pixels happen to hold the bytes of short names."""
    objects = pages()
    objects[2] = stream(b"/JS /AA /XFA ", entries=b"/Filter /DCTDecode")
    return pdf(*objects)


def changed_pdf() -> bytes:
    return honest_pdf() + b"7 0 obj << >> endobj\nstartxref\n0\n%%EOF\n"


def polyglot() -> bytes:
    return b"#!/bin/sh\necho owned\nexit\n" + honest_pdf()


def truncated_pdf() -> bytes:
    whole = honest_pdf(3)
    return whole[: len(whole) // 3]


def nested_pdf(depth: int = 60_000) -> bytes:
    return pdf(*pages(catalog=b"/X %s" % (b"[" * depth + b"]" * depth)))


def cycle_pdf() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")


def no_page_pdf() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>")


def vast_page_pdf() -> bytes:
    return pdf(*pages(box=b"0 0 9000000 9000000"))


def zeros(size: int) -> bytes:
    """So many bytes of nought, deflated, made in no time: one packed block, repeated."""
    block = 16 * 1024 * 1024
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    count = size // block
    check = struct.pack(">I", (count * block % 65521) << 16 | 1)
    return head + again * (count - 1) + b"\x03\x00" + check


def bomb_pdf(size: int = 2**31) -> bytes:
    """Two gigabytes of page behind two rounds of packing."""
    packed = zlib.compress(zeros(size), 9)
    objects = pages()
    objects[2] = stream(packed, entries=b"/Filter [/FlateDecode /FlateDecode]")
    return pdf(*objects)


def painting_pdf(times: int = 3_000_000) -> bytes:
    """Small to send, endless to draw: one form that paints another, which paints another…"""
    paint = b"/X Do\n" * 100
    objects, first = pages(), 6
    objects[2] = stream(paint)
    sheet = objects[4]
    objects[4] = sheet.replace(b"/Font <<", b"/XObject << /X %d 0 R >> /Font <<" % first)
    for level in range(6):
        inner = b"/Resources << /XObject << /X %d 0 R >> >>" % (first + level + 1)
        form = b"/Type /XObject /Subtype /Form /BBox [0 0 300 200] " + (inner if level < 5 else b"")
        objects.append(stream(paint if level < 5 else b"0 0 300 200 re f\n" * 100, entries=form))
    return pdf(*objects)


def locked_pdf(password: bytes) -> bytes:
    """A PDF locked in the oldest way (RC4, 40 bits), with nothing in it that would be garbled."""
    padded = (password + KEY_PADDING)[:32]
    owner = rc4(md5(KEY_PADDING).digest()[:5], padded)
    permissions, identity = struct.pack("<i", -4), b"0123456789abcdef"
    key = md5(padded + owner + permissions + identity).digest()[:5]
    user = rc4(key, KEY_PADDING)
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>",
        lock % (owner.hex().encode(), user.hex().encode()),
    ]
    return pdf(
        *objects, trailer=b"/Encrypt 4 0 R /ID [<%s> <%s>]" % ((identity.hex().encode(),) * 2)
    )


def md5(content: bytes):
    return hashlib.md5(content, usedforsecurity=False)


def rc4(key: bytes, content: bytes) -> bytes:
    box, at = list(range(256)), 0
    for i in range(256):
        at = (at + box[i] + key[i % len(key)]) % 256
        box[i], box[at] = box[at], box[i]
    out, i, at = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        at = (at + box[i]) % 256
        box[i], box[at] = box[at], box[i]
        out.append(byte ^ box[(box[i] + box[at]) % 256])
    return bytes(out)


def png(width: int, height: int, *, rows: bytes, depth: int = 1) -> bytes:
    """A grey PNG with these packed rows, whatever it claims to measure."""
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def vast_png() -> bytes:
    """144 megapixel in some kilobytes, every one of them there."""
    return png(12_000, 12_000, rows=zlib.compress(bytes(1501 * 12_000), 9))


def claiming_png() -> bytes:
    return png(2**31 - 1, 2**31 - 1, rows=zlib.compress(b"\0\0"))


def photograph(
    kind: str = "JPEG", *, size: tuple[int, int] = (1200, 900), mode: str = "RGB", **options
) -> bytes:
    """A picture with something to see: dark above, light below."""
    image = Image.new(mode, size, 0)
    image.paste(Image.new(mode, (size[0], size[1] // 2), "white"), (0, size[1] // 2))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def located_photograph(orientation: int = 1) -> bytes:
    """A photograph that says where it was taken, and how the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (47.0, 22.0, 33.0)
    return photograph(exif=exif)


def moving(kind: str) -> bytes:
    first, second = (Image.new("RGB", (40, 40), colour) for colour in ("red", "blue"))
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=[second])
    return out.getvalue()


def eicar() -> bytes:
    """The antivirus test file, put together here so that it never lies in the tree."""
    halves = (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", b"-ANTIVIRUS-TEST-FILE!$H+H*")
    return b"".join(halves)
