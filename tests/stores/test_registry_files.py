"""Attachments are checked by content, bared of hidden data, sealed on disk and gone with their owner."""

import io
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

import database
from reach import SYSTEM, Reach, ReachKind
from registry import audit, file_disk, files
from registry.data_keys import case_owner
from registry.erasing import erase
from registry.errors import FileMissing, PurposeRequired, SealBroken, UploadRefused
from registry.uploads import Upload
from settings import settings

NOON = datetime(2026, 5, 8, 4, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKER = Reach(ReachKind.STAFF, 3).for_purpose("case:9")
CASE = case_owner(9)
PDF = b"%PDF-1.4\n1 0 obj\nendobj\nCANARY-TEXT\ntrailer\n%%EOF\n"


def _picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), exif: Image.Exif | None = None) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(written, kind, exif=exif or Image.Exif())
    return written.getvalue()


def _photo() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2026:05:08 12:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 26.0, 24.0), 3: "E", 4: (119.0, 1.0, 12.0)})
    return _picture(exif=exif)


async def _store(content: bytes, name: str = "a.jpg", media_type: str = "image/jpeg") -> files.StoredFile:
    return await files.store_file(WORKER, CASE, Upload(name, media_type, content), SHANGHAI)


def _on_disk() -> list[Path]:
    return [path for path in settings.files_dir.glob("??/??/*") if path.is_file()]


@pytest.fixture(autouse=True)
def empty_disk(db: str) -> None:
    for path in _on_disk():
        path.unlink()


async def test_a_photo_is_turned_upright_and_tells_apart_when_and_where_it_was_taken() -> None:
    stored = await _store(_photo())

    assert (stored.width, stored.height) == (20, 40)
    assert stored.capture.taken_at == datetime(2026, 5, 8, 4, 0, tzinfo=UTC)
    assert (stored.capture.lon, stored.capture.lat) == (119.02, 25.44)


def _nonsense() -> bytes:
    """A photo whose EXIF block promises more than it holds."""
    photo = bytearray(_photo())
    begin = photo.index(b"Exif\x00\x00") + 6
    photo[begin + 8 : begin + 40] = b"\xff" * 32
    return bytes(photo)


@pytest.mark.parametrize("content", [_nonsense(), _photo().replace(b"MM\x00*", b"MM\xff*")])
async def test_a_photo_is_not_refused_for_the_nonsense_its_camera_wrote(content: bytes) -> None:
    stored = await _store(content)

    assert sorted((stored.width or 0, stored.height or 0)) == [20, 40]
    assert stored.capture.taken_at is None


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_every_way_of_holding_a_camera_is_turned_upright(orientation: int) -> None:
    picture = Image.new("RGB", (40, 20), (0, 0, 0))
    picture.paste((255, 255, 255), (0, 0, 8, 8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif, quality=95)
    expected = ImageOps.exif_transpose(Image.open(written)).convert("L")

    content = (await files.open_file(WORKER, (await _store(written.getvalue())).id, NOON)).content

    with Image.open(io.BytesIO(content)) as kept:
        assert kept.size == expected.size
        assert ImageStat.Stat(ImageChops.difference(kept.convert("L"), expected)).extrema[0][1] < 40


async def test_nothing_a_camera_hid_in_a_photo_is_kept() -> None:
    stored = await _store(_photo() + b"<script>CANARY</script>")

    content = (await files.open_file(WORKER, stored.id, NOON)).content
    assert b"CANARY" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (20, 40)


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("WEBP", "webp"), ("JPEG", "jpeg")])
async def test_pictures_of_each_kind_are_taken(kind: str, ending: str) -> None:
    stored = await _store(_picture(kind), f"a.{ending.upper()}", f"image/{kind.lower()}")

    assert stored.media_type == f"image/{kind.lower()}"


async def test_a_document_is_kept_as_it_is_and_unreadable_on_disk() -> None:
    stored = await _store(PDF, "a.pdf", "application/pdf")

    assert (await files.open_file(WORKER, stored.id, NOON)).content == PDF
    assert b"CANARY" not in _on_disk()[0].read_bytes()


@pytest.mark.parametrize(
    ("content", "name", "media_type", "reason"),
    [
        (b"", "a.jpg", "image/jpeg", "empty"),
        (_picture() + bytes(10 * 1024 * 1024), "a.jpg", "image/jpeg", "too_large"),
        (b"MZ" + bytes(200), "a.jpg", "image/jpeg", "unknown_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "image/svg+xml", "unknown_kind"),
        (b"<html><script>1</script></html>", "a.pdf", "application/pdf", "unknown_kind"),
        (b"junk" + PDF, "a.pdf", "application/pdf", "unknown_kind"),
        (_picture("PNG"), "a.jpg", "image/jpeg", "disguised"),
        (_picture("PNG"), "a.pdf", "", "disguised"),
        (PDF, "a.jpg", "application/octet-stream", "disguised"),
        (PDF, "a.pdf.exe", "application/pdf", "disguised"),
        (_picture()[:100], "a.jpg", "image/jpeg", "damaged"),
        (PDF[:20], "a.pdf", "application/pdf", "damaged"),
        (_picture("PNG", (5001, 5000)), "a.png", "image/png", "too_many_pixels"),
        (_picture("PNG", (25000, 10)), "a.png", "image/png", "too_many_pixels"),
    ],
)
async def test_what_is_not_what_it_says_is_refused(
    content: bytes, name: str, media_type: str, reason: str
) -> None:
    with pytest.raises(UploadRefused) as refused:
        await _store(content, name, media_type)

    assert refused.value.reason == reason
    assert _on_disk() == []


async def test_a_moving_picture_is_refused() -> None:
    frames = [Image.new("RGB", (10, 10), (shade, 0, 0)) for shade in (0, 90, 200)]
    written = io.BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])

    with pytest.raises(UploadRefused, match="moving"):
        await _store(written.getvalue(), "a.webp", "image/webp")


async def test_the_same_content_of_one_owner_is_kept_once() -> None:
    first, second = await _store(PDF, "a.pdf", ""), await _store(PDF, "b.pdf", "")

    assert (first.id, first.commitment) == (second.id, second.commitment)
    assert len(_on_disk()) == 1
    other = await files.store_file(WORKER, case_owner(10), Upload("a.pdf", "", PDF), SHANGHAI)
    assert (other.id, other.commitment) != (first.id, first.commitment)


async def test_a_file_opens_for_a_purpose_only_and_the_look_is_recorded() -> None:
    stored = await _store(PDF, "a.pdf", "")

    with pytest.raises(PurposeRequired):
        await files.open_file(Reach(ReachKind.STAFF, 3), stored.id, NOON)
    await files.open_file(WORKER, stored.id, NOON)

    looked = [entry.data for entry in await audit.entries("access/staff:3")]
    assert looked == [{"purpose": "case:9", "owner": "case:9", "file": stored.id}]


async def test_a_changed_file_does_not_open() -> None:
    stored = await _store(PDF, "a.pdf", "")
    path = _on_disk()[0]
    content = bytearray(path.read_bytes())
    content[30] ^= 1
    path.write_bytes(content)

    with pytest.raises(SealBroken):
        await files.open_file(WORKER, stored.id, NOON)


async def test_an_erased_owners_file_is_gone_at_once_and_swept_from_the_disk() -> None:
    stored = await _store(PDF, "a.pdf", "")
    await erase(SYSTEM, CASE, NOON)

    with pytest.raises(FileMissing):
        await files.open_file(WORKER, stored.id, NOON)
    assert await files.sweep_files(datetime.now(UTC) + timedelta(days=2)) == 1
    assert _on_disk() == []


async def _store_and_fail() -> None:
    async with database.transaction():
        await _store(PDF, "a.pdf", "")
        raise ZeroDivisionError


async def test_a_file_whose_transaction_failed_is_swept_after_a_day() -> None:
    with pytest.raises(ZeroDivisionError):
        await _store_and_fail()
    kept = await _store(_picture())

    assert await files.sweep_files(datetime.now(UTC)) == 0
    yesterday = time.time() - 90000
    for path in _on_disk():
        os.utime(path, (yesterday, yesterday))
    assert await files.sweep_files(datetime.now(UTC)) == 1

    assert (await files.open_file(WORKER, kept.id, NOON)).media_type == "image/jpeg"


async def test_what_a_crash_left_half_written_is_swept_after_a_day() -> None:
    await _store(_picture())
    draft = _on_disk()[0].with_name(".half-written.0011223344556677")
    draft.write_bytes(b"half")
    yesterday = time.time() - 90000

    assert await files.sweep_files(datetime.now(UTC)) == 0
    os.utime(draft, (yesterday, yesterday))
    assert await files.sweep_files(datetime.now(UTC)) == 1

    assert not draft.exists()


def test_a_file_somebody_else_has_swept_meanwhile_is_none_to_remove() -> None:
    assert file_disk.remove_older("00" * 32, time.time()) == 0
