"""The divisions of the demo city: public names and codes, and roughly where and how large each is drawn."""

from dataclasses import dataclass

from grid.rules.levels import Level

CITY_CODE = "350300"
ORIGIN = (119.02, 25.43)  # longitude and latitude (EPSG:4326) of the middle of 文献社区
METRIC_SRID = 4549  # 3° Gauss-Krüger, central meridian 120° E (CGCS2000)


@dataclass(frozen=True, slots=True)
class Division:
    """A division; it is drawn `km2` large around its `sites`, given in km east and north of ORIGIN."""

    level: Level
    code: str
    name: str
    name_en: str
    km2: float = 0.0
    sites: tuple[tuple[float, float], ...] = ()

    @property
    def parent_code(self) -> str | None:
        """The division above it, read from the code."""
        lengths = {Level.DISTRICT: 6, Level.STREET: 6, Level.COMMUNITY: 9}
        if self.level is Level.CITY:
            return None
        return CITY_CODE if self.level is Level.DISTRICT else self.code[: lengths[self.level]]


# Names and codes: statistical list of divisions. Sizes of 文献, 英龙, 梅峰 and 莘郊 as published by the
# streets; all other sizes, and every position, are made up so that the listed neighbours lie as listed.
_TABLE = """
CITY | 350300 | 莆田市 | Putian
DISTRICT | 350302 | 城厢区 | Chengxiang District
DISTRICT | 350304 | 荔城区 | Licheng District
DISTRICT | 350303 | 涵江区 | Hanjiang District | 764 | 4,24 17,14 -8,25
DISTRICT | 350305 | 秀屿区 | Xiuyu District | 661 | 9,-24
DISTRICT | 350322 | 仙游县 | Xianyou County | 1843 | -33,2
STREET | 350302001 | 龙桥街道 | Longqiao Subdistrict
STREET | 350302002 | 凤凰山街道 | Fenghuangshan Subdistrict
STREET | 350302003 | 霞林街道 | Xialin Subdistrict
STREET | 350302100 | 常太镇 | Changtai Town | 190 | -13,11
STREET | 350302101 | 华亭镇 | Huating Town | 120 | -10,-5
STREET | 350302102 | 灵川镇 | Lingchuan Town | 70 | -4,-11
STREET | 350302103 | 东海镇 | Donghai Town | 50 | -6,-18
STREET | 350304001 | 镇海街道 | Zhenhai Subdistrict
STREET | 350304002 | 拱辰街道 | Gongchen Subdistrict
STREET | 350304100 | 西天尾镇 | Xitianwei Town | 60 | 1.5,8
STREET | 350304101 | 黄石镇 | Huangshi Town | 75 | 9,1
STREET | 350304102 | 新度镇 | Xindu Town | 65 | 5,-8
STREET | 350304103 | 北高镇 | Beigao Town | 60 | 13,-6
COMMUNITY | 350304001001 | 文献社区 | Wenxian Community | 0.30 | 0,0
COMMUNITY | 350304001002 | 长寿社区 | Changshou Community | 0.45 | 0.0,0.62
COMMUNITY | 350304001003 | 英龙社区 | Yinglong Community | 0.70 | 0.65,1.25
COMMUNITY | 350304001004 | 凤山社区 | Fengshan Community | 0.55 | 0.72,0.6 0.66,0.1 0.2,-0.45
COMMUNITY | 350304001005 | 梅峰社区 | Meifeng Community | 0.39 | -0.15,1.23
COMMUNITY | 350304001006 | 镇海社区 | Zhenhai Community | 0.80 | 1.5,0.3
COMMUNITY | 350304001007 | 阔口社区 | Kuokou Community | 1.10 | 1.7,-0.7
COMMUNITY | 350304001008 | 新溪社区 | Xinxi Community | 0.80 | 0.95,-1.1
COMMUNITY | 350304001009 | 埭里社区 | Daili Community | 0.90 | 1.5,-1.9
COMMUNITY | 350304001202 | 步云村 | Buyun Village | 1.10 | 2.7,-1.5
COMMUNITY | 350304001203 | 古山村 | Gushan Village | 1.20 | 2.7,-0.25
COMMUNITY | 350304002001 | 拱辰社区 | Gongchen Community | 1.10 | 0.35,2.25
COMMUNITY | 350304002002 | 畅林社区 | Changlin Community | 1.20 | 1.5,1.5
COMMUNITY | 350304002003 | 濠浦社区 | Haopu Community | 1.30 | 3.0,2.1
COMMUNITY | 350304002004 | 莘郊社区 | Xinjiao Community | 5.00 | 1.1,3.7
COMMUNITY | 350304002005 | 南郊社区 | Nanjiao Community | 1.10 | 1.7,2.4
COMMUNITY | 350304002006 | 荔浦社区 | Lipu Community | 1.20 | 2.6,1.0
COMMUNITY | 350304002007 | 陡门社区 | Doumen Community | 1.20 | 3.8,0.1
COMMUNITY | 350304002203 | 张镇村 | Zhangzhen Village | 1.50 | 4.0,1.3
COMMUNITY | 350304002204 | 西洙村 | Xizhu Village | 1.30 | 2.8,3.3
COMMUNITY | 350304002205 | 东阳村 | Dongyang Village | 1.40 | 3.9,2.7
COMMUNITY | 350304002206 | 长丰村 | Changfeng Village | 1.30 | 4.2,-0.9
COMMUNITY | 350304002207 | 七步村 | Qibu Village | 1.40 | 3.8,-2.0
COMMUNITY | 350302001001 | 太平社区 | Taiping Community | 0.50 | -0.62,-0.05
COMMUNITY | 350302001002 | 兴安社区 | Xing'an Community | 0.55 | -0.85,1.2
COMMUNITY | 350302001003 | 北磨社区 | Beimo Community | 0.60 | -1.5,0.3
COMMUNITY | 350302001004 | 下磨社区 | Xiamo Community | 0.55 | -1.35,-0.35
COMMUNITY | 350302001005 | 龙桥社区 | Longqiao Community | 0.60 | -0.82,0.56
COMMUNITY | 350302001006 | 万辉社区 | Wanhui Community | 0.65 | -1.7,1.0
COMMUNITY | 350302001007 | 圳湖社区 | Zhenhu Community | 0.75 | -1.5,1.8
COMMUNITY | 350302001008 | 雅颂居社区 | Yasongju Community | 0.65 | -2.4,0.5
COMMUNITY | 350302001201 | 泗华村 | Sihua Village | 1.10 | -2.5,1.5
COMMUNITY | 350302001202 | 洋西村 | Yangxi Village | 1.20 | -2.3,2.5
COMMUNITY | 350302001203 | 延寿村 | Yanshou Village | 1.30 | -0.9,2.6
COMMUNITY | 350302002001 | 南门社区 | Nanmen Community | 0.55 | -0.5,-0.8
COMMUNITY | 350302002002 | 南园社区 | Nanyuan Community | 0.55 | -0.4,-1.4
COMMUNITY | 350302002003 | 筱塘社区 | Xiaotang Community | 0.65 | -1.05,-1.0
COMMUNITY | 350302002004 | 月塘社区 | Yuetang Community | 0.65 | -1.8,-1.0
COMMUNITY | 350302002005 | 新塘社区 | Xintang Community | 0.65 | -1.2,-1.75
COMMUNITY | 350302002006 | 龙德井社区 | Longdejing Community | 0.65 | -2.2,-0.35
COMMUNITY | 350302002201 | 白洋村 | Baiyang Village | 1.10 | -3.2,-0.1
COMMUNITY | 350302002202 | 朱坑村 | Zhukeng Village | 1.10 | -3.3,0.9
COMMUNITY | 350302002203 | 林桥村 | Linqiao Village | 1.00 | -2.9,-1.2
COMMUNITY | 350302003001 | 沟头社区 | Goutou Community | 0.60 | 0.3,-1.6
COMMUNITY | 350302003002 | 棠坡社区 | Tangpo Community | 0.65 | -1.0,-2.5
COMMUNITY | 350302003003 | 霞林社区 | Xialin Community | 0.65 | -0.3,-2.1
COMMUNITY | 350302003004 | 莆糖社区 | Putang Community | 0.65 | -1.9,-2.0
COMMUNITY | 350302003005 | 肖厝社区 | Xiaocuo Community | 0.70 | 0.6,-2.5
COMMUNITY | 350302003006 | 顶墩社区 | Dingdun Community | 0.70 | -0.2,-3.0
COMMUNITY | 350302003007 | 坂头社区 | Bantou Community | 0.70 | -1.0,-3.4
COMMUNITY | 350302003008 | 下黄社区 | Xiahuang Community | 0.80 | -1.9,-2.9
COMMUNITY | 350302003009 | 屿上社区 | Yushang Community | 0.80 | -2.8,-2.2
COMMUNITY | 350302003205 | 木兰村 | Mulan Village | 1.10 | 0.3,-3.7
COMMUNITY | 350302003206 | 铁岭村 | Tieling Village | 1.10 | -1.8,-3.9
"""

# Households, residents and resident groups as published by the streets.
PUBLISHED_COUNTS = {
    "350304001001": (1619, 6063, 11),
    "350304001003": (3500, 11000, 11),
    "350304001005": (1066, 4145, 7),
    "350304002004": (750, 3200, 18),
}


def _division(line: str) -> Division:
    level, code, name, name_en, *drawn = line.split(" | ")
    if not drawn:
        return Division(Level(level), code, name, name_en)
    pairs = (pair.split(",") for pair in drawn[1].split())
    sites = tuple((float(east), float(north)) for east, north in pairs)
    return Division(Level(level), code, name, name_en, float(drawn[0]), sites)


DIVISIONS = tuple(_division(line) for line in _TABLE.strip().splitlines())
