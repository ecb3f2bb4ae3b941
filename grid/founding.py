"""Founds the demo city in an empty database: its value, its first edition and its addresses."""

import asyncio
from datetime import datetime

import database
from grid.city import save_city
from grid.editions import EditionState, create_draft
from grid.generating import SEED, demo_city, generate
from grid.loading import add_addresses, add_areas
from grid.proving import publish_proven
from pinyin import Pinyin


async def found_demo_city(readings: Pinyin, now: datetime, seed: int = SEED) -> EditionState:
    """Draws, stores, proves and publishes the demo city, all or nothing; takes some ten seconds."""
    made = await asyncio.to_thread(generate, seed)
    city = demo_city()
    async with database.transaction():
        await save_city(city)
        draft = await create_draft("演示城市 demo city", now)
        await add_areas(draft.id, made.areas, city.metric_srid)
        await add_addresses(made.addresses, readings)
        return await publish_proven(draft.id, now)
