"""The demo's persons and firms: invented names, numbers in region 999999, phones nobody has."""

from datetime import date

from registry.demo.names import name
from registry.demo.numbers import credit_code, phone_number, resident_number
from registry.demo.places import DIVISIONS
from registry.rules.identity_numbers import NumberKind
from registry.subject_indexes import NewSubject, SubjectKind

PERSONS, FIRMS = 60, 15
_FIRM_NAMES = (
    "演示荔枝加工厂", "文献路小面馆", "英龙家电维修部", "凤山茶叶店", "梅峰旅店", "太平早餐店", "兴安五金行",
    "镇海物业服务公司", "拱辰幼儿看护中心", "龙桥建材公司", "凤凰山园艺公司", "霞林鞋业公司",
    "莘郊蔬菜合作社", "演示供水公司", "演示燃气公司",
)  # fmt: skip
_HOMES = tuple(slug for slug, division in DIVISIONS.items() if division.level == "COMMUNITY")


def demo_persons() -> list[NewSubject]:
    """Sixty persons between 6 and 101 years of age in 2026, spread over the communities."""
    return [_person(number) for number in range(PERSONS)]


def _person(number: int) -> NewSubject:
    born = date(1925 + (number * 37) % 96, number % 12 + 1, number * 7 % 28 + 1)
    home = DIVISIONS[_HOMES[number % len(_HOMES)]]
    street = next(one for one in DIVISIONS.values() if one.code == home.code[:9])
    return NewSubject(
        SubjectKind.PERSON, name(200 + number), resident_number(born, 100 + number), NumberKind.RESIDENT_ID,
        phone_number(number + 1), f"{street.name}{home.name}演示路{number + 1}号", home.path,
    )  # fmt: skip


def demo_firms() -> list[NewSubject]:
    """Fifteen firms and traders."""
    return [_firm(number, firm) for number, firm in enumerate(_FIRM_NAMES)]


def _firm(number: int, firm: str) -> NewSubject:
    seat = DIVISIONS[_HOMES[number % len(_HOMES)]]
    code = credit_code("92" if number < 7 else "91", 999_000 + number)
    return NewSubject(
        SubjectKind.ORGANISATION, firm, code, NumberKind.CREDIT_CODE,
        phone_number(1000 + number), f"{seat.name}演示路{number + 100}号", seat.path,
    )  # fmt: skip
