"""Small pictures hold the pixels and nothing else, whatever they were made from."""

import io

import pytest
from PIL import ExifTags, Image

from registry.small_pictures import SIDE, small_picture


def _written(mode: str, size: tuple[int, int], kind: str, colour: tuple[int, ...]) -> bytes:
    written, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (25.0, 26.0, 3.5)
    Image.new(mode, size, colour).save(written, kind, exif=exif)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_small_keeps_its_shape_and_says_nothing(kind: str) -> None:
    small = Image.open(io.BytesIO(small_picture(_written("RGB", (1200, 600), kind, (20, 120, 60)))))

    assert (small.format, small.size) == ("JPEG", (SIDE, SIDE // 2))
    assert not small.getexif()
    assert "icc_profile" not in small.info


def test_a_picture_that_is_small_already_stays_so() -> None:
    assert Image.open(io.BytesIO(small_picture(_written("RGB", (40, 30), "PNG", (1, 2, 3))))).size == (40, 30)


def test_what_shows_through_becomes_white() -> None:
    small = Image.open(io.BytesIO(small_picture(_written("RGBA", (40, 30), "PNG", (0, 0, 0, 0)))))

    assert small.getpixel((20, 15)) == (255, 255, 255)
