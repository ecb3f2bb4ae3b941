"""The city's store of licences as this process asks it, where the settings name one."""

from datetime import timedelta

import httpx

from desk.gathering import BUDGET
from integrations.licences.store import LicenceStore
from settings import settings

_CONNECT = timedelta(seconds=1)
_kept: dict[str, LicenceStore] = {}


def licence_store() -> LicenceStore | None:
    """The store, with connections that are kept from one intake to the next; None where none is named."""
    url = settings.licences_url
    if url is None:
        return None
    if url not in _kept:
        limit = httpx.Timeout(BUDGET.total_seconds(), connect=_CONNECT.total_seconds())
        _kept[url] = LicenceStore(httpx.AsyncClient(timeout=limit, trust_env=False), url.rstrip("/"))
    return _kept[url]


async def close() -> None:
    """Closes its connections."""
    while _kept:
        await _kept.popitem()[1].client.aclose()
