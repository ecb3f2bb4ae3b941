"""Small pictures that come within a page: whose owner has no address he could be asked for by."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.waiting_photos import small_photos
from registry.small_pictures import MEDIA_TYPE


@dataclass(frozen=True, slots=True)
class WaitingPicture:
    """A photo that waits for its report: the token the form carries, and a small picture."""

    token: str
    address: str = field(repr=False)


async def waiting_pictures(tokens: Sequence[str]) -> tuple[WaitingPicture, ...]:
    """The photos sent with a form before; an address of each would hand it to whoever reads addresses."""
    small = await small_photos(tokens)
    return tuple(WaitingPicture(token, inline(small[token])) for token in tokens if token in small)


def inline(picture: bytes) -> str:
    """A small picture as an address that holds it."""
    return f"data:{MEDIA_TYPE};base64,{b64encode(picture).decode()}"
