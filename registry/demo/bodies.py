"""The demo's departments: the pilot's and those of the city's upkeep, in the city and its districts."""

from registry.demo.numbers import credit_code
from registry.demo.places import CITY, DIVISIONS, path_of
from registry.departments import NewDepartment

# Sector, name after the place's, English name, and whether it is an authority or an institution.
SECTORS = (
    ("civil_affairs", "民政局", "Civil Affairs Bureau", "11"),
    ("human_resources", "人力资源和社会保障局", "Human Resources and Social Security Bureau", "11"),
    ("health", "卫生健康局", "Health Bureau", "11"),
    ("disabled", "残疾人联合会", "Disabled Persons' Federation", "12"),
    ("housing", "住房和城乡建设局", "Housing and Construction Bureau", "11"),
    ("urban_management", "城市管理局", "Urban Management Bureau", "11"),
    ("municipal", "市政工程中心", "Municipal Works Centre", "12"),
    ("sanitation", "环境卫生中心", "Sanitation Centre", "12"),
    ("parks", "园林绿化中心", "Parks Centre", "12"),
    ("water", "水务局", "Water Bureau", "11"),
)
_BODIES = (
    ("city", "莆田市", "Putian"),
    ("licheng", "荔城区", "Licheng"),
    ("chengxiang", "城厢区", "Chengxiang"),
    ("hanjiang", "涵江区", "Hanjiang"),
)
STREET_OFFICE = "street_office"


def demo_departments() -> list[NewDepartment]:
    """All of them; a department's code follows from its place in the list, so it is the same in every run."""
    found = []
    for place, (slug, name, name_en) in enumerate(_BODIES):
        for number, (kind, ending, ending_en, category) in enumerate(SECTORS):
            code = credit_code(category, 1000 + 100 * place + number)
            level = "CITY" if path_of(slug) == CITY else "DISTRICT"
            found.append(
                NewDepartment(code, name + ending, f"{name_en} {ending_en}", kind, level, path_of(slug))
            )
    streets = [division for division in DIVISIONS.values() if division.level == "STREET"]
    for number, street in enumerate(streets):
        # A street has an office, a town a government.
        ending = "办事处" if street.name.endswith("街道") else "人民政府"
        name_en = f"{street.name_en} Office"
        code = credit_code("11", 2000 + number)
        found.append(NewDepartment(code, street.name + ending, name_en, STREET_OFFICE, "STREET", street.path))
    return found
