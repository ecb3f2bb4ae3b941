"""The environment the pages are written in: what every template can use."""

import re
import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from desk.assets import asset
from desk.pages import formats, wording
from desk.pages.language import CHINESE
from desk.pages.translations import gettext, language, ngettext
from grid.city import City

# Chinese characters with what stands between them.
_HAN = re.compile(r"([\u4e00-\u9fff](?:[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef·*\d-]*[\u4e00-\u9fff）」])?)")
FOLDER = Path(__file__).resolve().parents[2] / "templates"


def _city(context: Mapping[str, Any]) -> City:
    city = context["city"]
    if not isinstance(city, City):
        raise TypeError("a page that shows times needs its city")
    return city


@jinja2.pass_context
def _when(context: Mapping[str, Any], at: datetime) -> str:
    return formats.when(at, _city(context).zone)


@jinja2.pass_context
def _briefly(context: Mapping[str, Any], at: datetime) -> str:
    return formats.briefly(at, _city(context).zone)


@jinja2.pass_context
def _due_briefly(context: Mapping[str, Any], at: datetime) -> str:
    return formats.due_briefly(at, _city(context).zone)


@jinja2.pass_context
def _day_briefly(context: Mapping[str, Any], of: datetime) -> str:
    return formats.day_briefly(of, _city(context).zone)


@jinja2.pass_context
def _clock_time(context: Mapping[str, Any], at: datetime) -> str:
    return formats.clock_time(at, _city(context).zone)


@jinja2.pass_context
def _day(context: Mapping[str, Any], of: date) -> str:
    return formats.day(of, _city(context).zone)


def _span(length: timedelta) -> str:
    return formats.span(length)


def _words(of: tuple[str, str] | Enum) -> str:
    """What something with a Chinese and an English name is called in the language spoken."""
    return wording.spoken(wording.of(of) if isinstance(of, Enum) else of)


def _said(everyday: Iterable[str]) -> list[str]:
    """Of the words people use for something those of the language spoken."""
    return [word for word in everyday if bool(_HAN.search(word)) is (language() == CHINESE)]


def _zh(text: str) -> str:
    """A text of the data, in which what exists in Chinese only is marked as such on an English page."""
    if language() == CHINESE:
        return text
    return Markup().join(
        Markup('<span lang="zh-CN">{}</span>').format(part) if odd % 2 else part
        for odd, part in enumerate(_HAN.split(text))
    )


def _device_now() -> int:
    """The real time in milliseconds since 1970, by which a device finds out how far its clock is off."""
    return round(time.time() * 1000)


def environment() -> jinja2.Environment:
    """A fresh environment; pages use the one below."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {
        "when": _when,
        "briefly": _briefly,
        "due_briefly": _due_briefly,
        "day_briefly": _day_briefly,
        "clock_time": _clock_time,
        "day": _day,
        "span": _span,
        "distance": formats.distance,
        "file_size": formats.file_size,
        "words": _words,
        "named": wording.named,
        "said": _said,
        "zh": _zh,
    }
    made.globals |= {"asset": asset, "device_now": _device_now}
    return made


ENVIRONMENT = environment()
