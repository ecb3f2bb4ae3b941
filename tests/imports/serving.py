"""Serves the web application of this process on a port of its own, so that commands reach it by HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import uvicorn

from desk.app import build
from desk.edge import Edge


@cache
def _app() -> Edge:
    """Built once: it keeps nothing between requests."""
    return build()


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """The address of the desk; the test's database connections serve it."""
    config = uvicorn.Config(_app(), port=0, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        if serving.done():
            await serving
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving
