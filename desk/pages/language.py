"""In which language somebody is answered, and which look was chosen: address, cookie, browser, Chinese."""

from dataclasses import dataclass

from desk.requests import DeskRequest

CHINESE, ENGLISH = "zh-CN", "en"
LANGUAGES = (CHINESE, ENGLISH)
LANGUAGE_COOKIE, SIZE_COOKIE = "language", "size"
LARGE, DENSE = "large", "dense"
SIZES = ("", LARGE, DENSE)


@dataclass(frozen=True, slots=True)
class Look:
    """The language of a page, and its size: large (长辈版), dense, or as the face has it."""

    language: str
    size: str


def look_of(request: DeskRequest) -> Look:
    """What this request wants: `?lang=` for this page, else what was chosen, else the browser's wish."""
    asked = request.query_params.get("lang", "")
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    size = request.cookies.get(SIZE_COOKIE, "")
    language = next((one for one in (asked, chosen) if one in LANGUAGES), None) or _browsers(request)
    return Look(language, size if size in SIZES else "")


def _browsers(request: DeskRequest) -> str:
    """The first language of the browser's list that we speak (RFC 9110, 12.5.4); Chinese where none is."""
    wishes = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")[:10]):
        name, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, name.lower()))
        except ValueError:
            continue
    for _, _, name in sorted(wishes):
        for language in LANGUAGES:
            if name.partition("-")[0] == language.partition("-")[0]:
                return language
    return CHINESE
