"""The divisions the demo's staff and offices stand in, as paths of public codes."""

from dataclasses import dataclass

CITY = "350300/"


@dataclass(frozen=True, slots=True)
class Division:
    """A division by the short name logins use; `level` as in area paths."""

    slug: str
    code: str
    name: str
    name_en: str
    level: str

    @property
    def path(self) -> str:
        """The codes from the city down, each followed by a slash."""
        parts = [self.code[:6], self.code[:9], self.code]
        depth = {"DISTRICT": 1, "STREET": 2, "COMMUNITY": 3}[self.level]
        return CITY + "".join(f"{part}/" for part in parts[:depth])


_TABLE = """
licheng 350304 荔城区 | Licheng District
chengxiang 350302 城厢区 | Chengxiang District
hanjiang 350303 涵江区 | Hanjiang District
zhenhai 350304001 镇海街道 | Zhenhai Subdistrict
gongchen 350304002 拱辰街道 | Gongchen Subdistrict
xitianwei 350304100 西天尾镇 | Xitianwei Town
huangshi 350304101 黄石镇 | Huangshi Town
xindu 350304102 新度镇 | Xindu Town
beigao 350304103 北高镇 | Beigao Town
longqiao 350302001 龙桥街道 | Longqiao Subdistrict
fenghuangshan 350302002 凤凰山街道 | Fenghuangshan Subdistrict
xialin 350302003 霞林街道 | Xialin Subdistrict
changtai 350302100 常太镇 | Changtai Town
huating 350302101 华亭镇 | Huating Town
lingchuan 350302102 灵川镇 | Lingchuan Town
donghai 350302103 东海镇 | Donghai Town
wenxian 350304001001 文献社区 | Wenxian Community
changshou 350304001002 长寿社区 | Changshou Community
yinglong 350304001003 英龙社区 | Yinglong Community
fengshan 350304001004 凤山社区 | Fengshan Community
meifeng 350304001005 梅峰社区 | Meifeng Community
xinjiao 350304002004 莘郊社区 | Xinjiao Community
taiping 350302001001 太平社区 | Taiping Community
xingan 350302001002 兴安社区 | Xing'an Community
nanmen 350302002001 南门社区 | Nanmen Community
"""
_LEVELS = {6: "DISTRICT", 9: "STREET", 12: "COMMUNITY"}


def _division(line: str) -> Division:
    names, name_en = line.split(" | ")
    slug, code, name = names.split(" ")
    return Division(slug, code, name, name_en, _LEVELS[len(code)])


DIVISIONS = {division.slug: division for division in map(_division, _TABLE.strip().splitlines())}


def path_of(slug: str) -> str:
    """The path of a division by its short name; `city` is the city itself."""
    return CITY if slug == "city" else DIVISIONS[slug].path
