"""What a device says of when and where: kept beside the journal, measured from the case, gone when erased."""

import io
from datetime import UTC, datetime

import msgspec
import pytest
from PIL import ExifTags, Image

from desk import erasing
from desk.api.act_bodies import BODIES, CapturedBody
from desk.api.act_table import SERVED
from desk.case_files import put_of_case
from desk.doing import do
from dispatch.captures import captures_of
from dispatch.rules.shared_facts import Assignment, Handler, Voiding
from dispatch.rules.states import Act
from reach import Post, Reach, ReachKind, Role
from registry.uploads import Upload
from tests import builders_grid as grid
from tests.usecases.walking import CaseWalk, taken_in
from tests.world import NOW, World, an_incident

TAKEN = datetime(2026, 3, 2, 1, 25, tzinfo=UTC)
SERVED_AS = {one.act: one for one in SERVED}
SECURITY = Reach(ReachKind.STAFF, 900, (Post(Role.SECURITY_ADMIN),))


async def sent_to_look(world: World) -> CaseWalk:
    """An incident a worker has been sent to."""
    walk = await taken_in(world, an_incident(), "worker")
    await walk.act("operator", Act.START_VERIFY, Assignment(Handler(worker=world.who("worker").actor)))
    return walk


async def arrives(walk: CaseWalk, world: World, **captured: object) -> int:
    """The worker says that he is there, with what his device says."""
    body = BODIES[Act.ARRIVE](captured=msgspec.convert(captured, CapturedBody))
    came = await do(SERVED_AS[Act.ARRIVE], (await walk.case()).case_no, body, world.who("worker"))
    return int(getattr(came, "seq", 0))


async def test_who_arrives_leaves_when_and_where_and_how_far_from_the_case(world: World) -> None:
    walk = await sent_to_look(world)
    lon, lat = grid.at(1.5, 1.5).lon, grid.at(1.5, 1.5).lat

    seq = await arrives(
        walk, world, at=TAKEN, ahead_ms=90_000, point={"lon": lon, "lat": lat + 0.001, "accuracy_m": 12}
    )

    kept = (await captures_of(await walk.case()))[0]
    assert (kept.seq, kept.actor) == (seq, world.who("worker").actor)
    said = kept.captured
    assert (said.at, said.ahead_ms, said.accuracy_m) == (TAKEN, 90_000, 12)
    assert [said.lon, said.lat] == pytest.approx([lon, lat + 0.001])
    assert kept.from_case_m == pytest.approx(111, abs=2)


async def test_the_journal_says_that_somebody_arrived_and_not_where(world: World) -> None:
    walk = await sent_to_look(world)
    version = (await walk.case()).version

    await arrives(walk, world, at=TAKEN, point={"lon": 119.01, "lat": 25.44})

    entry = (await walk.entries())[-1]
    assert entry.kind == "arrived"
    assert not {"lon", "lat", "captured"} & entry.data.keys()
    assert (await walk.case()).version == version


async def test_a_picture_says_for_itself_when_and_where_it_was_taken(world: World) -> None:
    walk = await sent_to_look(world)
    upload = Upload("there.jpg", "image/jpeg", a_picture_that_says_where())

    for _ in range(2):
        stored = await put_of_case(world.who("worker"), walk.case_id, upload, world.city.zone)

    kept = await captures_of(await walk.case())
    assert [one.file_id for one in kept] == [stored.id]
    said = kept[0].captured
    assert said.at == TAKEN
    assert [said.lon, said.lat] == pytest.approx([119.0125, 25.425])


async def test_an_erased_case_tells_no_more_where_anybody_was(world: World) -> None:
    walk = await sent_to_look(world)
    await arrives(walk, world, at=TAKEN, point={"lon": 119.01, "lat": 25.44, "accuracy_m": 5})
    await walk.act("supervisor", Act.VOID, Voiding("登记有误"))

    await erasing.erase_case(SECURITY, walk.case_id, NOW)

    kept = (await captures_of(await walk.case()))[0].captured
    assert (kept.at, kept.lon, kept.lat, kept.accuracy_m) == (TAKEN, None, None, None)


def a_picture_that_says_where() -> bytes:
    """A photo of 09:25 in Putian on 2 March 2026, by a camera that knew where it was."""
    picture, written = Image.new("RGB", (8, 8), (90, 90, 200)), io.BytesIO()
    exif = picture.getexif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:02 09:25:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (25.0, 25.0, 30.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (119.0, 0.0, 45.0),
        }
    )
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()
