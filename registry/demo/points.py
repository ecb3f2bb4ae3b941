"""The demo's service points: centres of the districts, of streets, and counters in communities."""

from registry.demo.numbers import phone_number
from registry.demo.places import DIVISIONS, Division
from registry.rules.served_hours import OpeningHours
from registry.service_points import ServicePoint, Window

_MORNING, _AFTERNOON = ("08:30", "12:00"), ("14:30", "18:00")
HOURS = tuple(OpeningHours(day, *part) for day in range(1, 6) for part in (_MORNING, _AFTERNOON))
# Somebody is there on Saturday mornings too.
LONGER_HOURS = (*HOURS, OpeningHours(6, "09:00", "12:00"))

# Longitude and latitude (EPSG:4326), within the drawn division.
_PLACES = {
    "licheng": (119.0345, 25.4322),
    "chengxiang": (119.0118, 25.4351),
    "hanjiang": (119.0600, 25.6470),
    "zhenhai": (119.0413, 25.4171),
    "gongchen": (119.0235, 25.4504),
    "longqiao": (119.0119, 25.4350),
    "fenghuangshan": (119.0150, 25.4228),
    "xialin": (119.0170, 25.4110),
    "wenxian": (119.0229, 25.4284),
    "changshou": (119.0216, 25.4331),
    "yinglong": (119.0251, 25.4384),
    "fengshan": (119.0271, 25.4251),
    "meifeng": (119.0185, 25.4411),
    "xinjiao": (119.0309, 25.4634),
    "taiping": (119.0138, 25.4295),
    "xingan": (119.0115, 25.4408),
}
_KINDS = {
    "DISTRICT": ("centre", "行政服务中心", "Service Centre"),
    "STREET": ("convenience_centre", "便民服务中心", "Convenience Centre"),
    "COMMUNITY": ("agency_point", "便民服务代办点", "Service Counter"),
}
_GENERAL = ("综合窗口", "General window", "general")
_RESULTS = ("出件窗口", "Results window", "results")
_WINDOWS = {
    "DISTRICT": (_GENERAL, _GENERAL, _GENERAL, _RESULTS, ("实名认证窗口", "Identity window", "identity"),
                 ("快递服务窗口", "Parcel window", "parcels"), ("自助终端", "Kiosk", "kiosk")),
    "STREET": (_GENERAL, _GENERAL, _RESULTS, ("自助终端", "Kiosk", "kiosk")),
    "COMMUNITY": (_GENERAL,),
}  # fmt: skip


def point_code(slug: str) -> str:
    """The code of a division's service point."""
    return f"SP-{DIVISIONS[slug].code}"


def demo_service_points() -> list[ServicePoint]:
    """Every service point with its windows and hours."""
    return [
        _point(DIVISIONS[slug], number, lon, lat) for number, (slug, (lon, lat)) in enumerate(_PLACES.items())
    ]


def _point(division: Division, number: int, lon: float, lat: float) -> ServicePoint:
    kind, ending, ending_en = _KINDS[division.level]
    windows = tuple(
        Window(str(place), name, name_en, window)
        for place, (name, name_en, window) in enumerate(_WINDOWS[division.level], 1)
    )
    hours = HOURS if division.level == "COMMUNITY" else LONGER_HOURS
    return ServicePoint(
        point_code(division.slug), division.name + ending, f"{division.name_en} {ending_en}", kind,
        division.level, division.path, f"{division.name}演示路{number + 1}号", lon, lat, hours,
        phone_number(90_000_000 + number), windows,
    )  # fmt: skip
