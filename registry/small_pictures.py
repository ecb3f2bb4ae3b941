"""Makes small pictures of stored ones: to be looked at in a list, with nothing in them but the pixels."""

import io

from PIL import Image

SIDE = 320  # pixels: sharp in a list on a screen that has two for one
MEDIA_TYPE = "image/jpeg"
_FORMATS = ("JPEG", "PNG", "WEBP")


def small_picture(content: bytes, side: int = SIDE) -> bytes:
    """A JPEG of the picture, with no side longer than `side` pixels; what shows through becomes white.

    For pictures that were checked before they were kept. Takes CPU time: call it in a thread.
    """
    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        # A JPEG is read no larger than it is needed, which saves most of the time and memory.
        image.draft("RGB", (2 * side, 2 * side))
        image.thumbnail((side, side))
        pixels = _on_white(image)
    written = io.BytesIO()
    pixels.save(written, "JPEG", quality=80)
    return written.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """The pixels alone, without anything else the picture carries."""
    if "A" not in image.getbands():
        pixels = image.convert("RGB")
    else:
        pixels = Image.new("RGB", image.size, "white")
        pixels.paste(image, mask=image.getchannel("A"))
    pixels.info.clear()
    return pixels
