"""Looks into an upload: is it what it says, is it harmless, and when and where was the picture taken."""

import io
import math
import struct
import warnings
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import puremagic
from PIL import ExifTags, Image, UnidentifiedImageError

from registry.errors import UploadRefused
from registry.uploads import Capture, Checked, Upload

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 20_000
PDF = "application/pdf"
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_ENDINGS = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "pdf": PDF,
}  # fmt: skip


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What reading a picture raises when its bytes are not what they should be.
_BROKEN = (
    OSError, EOFError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, SyntaxError,
    struct.error,
)  # fmt: skip


def check_upload(upload: Upload, zone: ZoneInfo, side: int | None = None) -> Checked:
    """What may be kept of an upload; `zone` is the city's, for cameras that do not tell theirs.

    A picture is made so small that neither side has more than `side` pixels, where that is given.

    Takes JPEG, PNG, WebP and PDF up to 10 MB. Raises UploadRefused with the reason: empty, too_large,
    unknown_kind, disguised, too_many_pixels, animated, damaged. Takes CPU time: call it in a thread.
    """
    kind = _kind_of(upload.content)
    _check_claims(upload, kind)
    if kind == PDF:
        if b"%%EOF" not in upload.content[-2048:]:
            raise UploadRefused("damaged", "the document has no end; it was cut off")
        return Checked(PDF, upload.content, None, None, Capture())
    return _reencoded(upload.content, kind, zone, side)


def _kind_of(content: bytes) -> str:
    if not content:
        raise UploadRefused("empty", "the file is empty")
    if len(content) > LARGEST:
        raise UploadRefused("too_large", f"the file is larger than {LARGEST // 1024 // 1024} MB")
    try:
        found = {match.mime_type for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        found = set()
    kinds = [kind for kind in (*_FORMATS, PDF) if kind in found]
    # A PDF hidden behind other bytes is accepted by some readers; here it has to begin as one.
    if not kinds or (kinds[0] == PDF and not content.startswith(b"%PDF-")):
        raise UploadRefused("unknown_kind", "only JPEG, PNG, WebP and PDF files are taken")
    return kinds[0]


def _check_claims(upload: Upload, kind: str) -> None:
    claimed = upload.media_type.split(";")[0].strip().lower()
    if claimed not in {kind, "application/octet-stream", ""}:
        raise UploadRefused("disguised", f"the file is {kind} but was sent as {claimed}")
    ending = upload.name.rsplit(".", 1)[-1].lower() if "." in upload.name else None
    if ending is not None and _ENDINGS.get(ending) != kind:
        raise UploadRefused("disguised", f"the file is {kind} but its name ends otherwise")


def _reencoded(content: bytes, kind: str, zone: ZoneInfo, side: int | None) -> Checked:
    try:
        with warnings.catch_warnings():
            # Our own limit is stricter than the one Pillow warns about; of bad EXIF it complains at length.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as image:
                _check_pixels(image)
                capture, turn = _capture(image, zone), _turn(image)
                clean = _bare(image, kind)
    except Image.DecompressionBombError as error:
        raise UploadRefused("too_many_pixels", "the picture has too many pixels") from error
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise UploadRefused("damaged", "the picture cannot be read") from error
    if turn is not None:
        clean = clean.transpose(turn)
    if side is not None:
        clean.thumbnail((side, side))
    written = io.BytesIO()
    clean.save(written, _FORMATS[kind], **({} if kind == "image/png" else {"quality": 88}))
    return Checked(kind, written.getvalue(), clean.width, clean.height, capture)


def _check_pixels(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise UploadRefused("too_many_pixels", f"the picture has {width} x {height} pixels")
    if getattr(image, "n_frames", 1) > 1:
        raise UploadRefused("animated", "moving pictures are not taken")


def _bare(image: Image.Image, kind: str) -> Image.Image:
    """The pixels alone: no EXIF, comments, profiles or what was appended. Lets go of the picture's own."""
    transparent = kind != "image/jpeg" and ("A" in image.getbands() or "transparency" in image.info)
    pixels = image.convert("RGBA" if transparent else "RGB")
    image.close()
    pixels.info.clear()
    return pixels


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How the picture has to be turned to stand upright; not at all where it does not say so soundly."""
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except _BROKEN:
        return None


def _capture(image: Image.Image, zone: ZoneInfo) -> Capture:
    try:
        exif = image.getexif()
        lon, lat = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
        return Capture(_taken(exif.get_ifd(ExifTags.IFD.Exif), zone), lon, lat)
    except _BROKEN:
        # Cameras write every kind of nonsense; a picture is not refused for what it says of itself.
        return Capture()


def _taken(exif: dict[int, object], zone: ZoneInfo) -> datetime | None:
    said, offset = exif.get(ExifTags.Base.DateTimeOriginal), exif.get(ExifTags.Base.OffsetTimeOriginal)
    if not isinstance(said, str):
        return None
    try:
        if isinstance(offset, str):
            return datetime.strptime(f"{said.strip()} {offset.strip()}", "%Y:%m:%d %H:%M:%S %z").astimezone(
                UTC
            )
        return datetime.strptime(said.strip(), "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def _place(gps: dict[int, object]) -> tuple[float | None, float | None]:
    lat = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef) == "S")
    lon = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef) == "W")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None, None
    return lon, lat


def _degrees(parts: object, negative: bool) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return round(-value if negative else value, 7)
