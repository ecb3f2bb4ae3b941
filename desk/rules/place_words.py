"""What levels of areas, service points, windows and faults of maps are called, in Chinese and English."""

from desk.rules.state_words import Words
from grid.rules.codes import CommitteeKind, DivisionLevel, TownshipKind
from grid.rules.coordinates import Crs
from grid.rules.levels import Level
from grid.rules.map_faults import FaultKind

LEVEL_WORDS: dict[Level, Words] = {
    Level.CITY: ("市", "City"),
    Level.DISTRICT: ("县区", "District"),
    Level.STREET: ("镇街", "Street"),
    Level.COMMUNITY: ("村社区", "Community"),
    Level.GRID: ("网格", "Grid"),
    Level.CELL: ("单元网格", "Cell"),
}
DIVISION_WORDS: dict[DivisionLevel, Words] = {
    DivisionLevel.PROVINCE: ("省", "Province"),
    DivisionLevel.CITY: ("市", "City"),
    DivisionLevel.DISTRICT: ("县区", "District"),
    DivisionLevel.STREET: ("镇街", "Street"),
    DivisionLevel.COMMUNITY: ("村社区", "Community"),
}
TOWNSHIP_WORDS: dict[TownshipKind, Words] = {
    TownshipKind.STREET_OFFICE: ("街道", "Street office"),
    TownshipKind.TOWN: ("镇", "Town"),
    TownshipKind.TOWNSHIP: ("乡", "Township"),
    TownshipKind.ENTERPRISE_UNIT: ("政企合一单位", "Enterprise unit"),
    TownshipKind.OTHER: ("其他", "Other"),
}
COMMITTEE_WORDS: dict[CommitteeKind, Words] = {
    CommitteeKind.RESIDENTS: ("居民委员会", "Residents' committee"),
    CommitteeKind.VILLAGERS: ("村民委员会", "Villagers' committee"),
    CommitteeKind.LIKE_COMMUNITY: ("类似社区单位", "Unit like a community"),
    CommitteeKind.OTHER: ("其他", "Other"),
}
CRS_WORDS: dict[Crs, Words] = {
    Crs.WGS84: ("WGS-84 坐标", "WGS-84"),
    Crs.CGCS2000: ("国家2000坐标（CGCS2000）", "CGCS2000"),
    Crs.GCJ02: ("高德、腾讯地图坐标（GCJ-02）", "GCJ-02, as in Amap and Tencent maps"),
    Crs.BD09: ("百度地图坐标（BD-09）", "BD-09, as in Baidu maps"),
}
MAP_FAULT_WORDS: dict[FaultKind, Words] = {
    FaultKind.INVALID: ("边界线有误", "The outline is not valid"),
    FaultKind.OVERLAP: ("两个区域重叠", "Two areas overlap"),
    FaultKind.GAP: ("区域内有空白", "Ground that belongs to no area"),
    FaultKind.OUTSIDE_PARENT: ("超出上级区域", "Beyond the area it belongs to"),
    FaultKind.ADDRESS_NOWHERE: ("地址不在任何区域内", "An address in no area"),
    FaultKind.ADDRESS_TWICE: ("地址同时在两个区域内", "An address in two areas"),
}
SERVICE_POINT_WORDS: dict[str, Words] = {
    "centre": ("行政服务中心", "Service centre"),
    "convenience_centre": ("便民服务中心", "Convenience centre"),
    "agency_point": ("便民服务代办点", "Service counter"),
}
WINDOW_WORDS: dict[str, Words] = {
    "general": ("综合窗口", "General window"),
    "results": ("出件窗口", "Results window"),
    "identity": ("实名认证窗口", "Identity window"),
    "parcels": ("快递服务窗口", "Parcel window"),
    "kiosk": ("自助终端", "Kiosk"),
}
# The sectors departments belong to; a city may have more.
SECTOR_WORDS: dict[str, Words] = {
    "civil_affairs": ("民政", "Civil affairs"),
    "human_resources": ("人力资源和社会保障", "Human resources and social security"),
    "health": ("卫生健康", "Health"),
    "disabled": ("残疾人事务", "Disabled persons"),
    "housing": ("住房和城乡建设", "Housing and construction"),
    "urban_management": ("城市管理", "Urban management"),
    "municipal": ("市政工程", "Municipal works"),
    "sanitation": ("环境卫生", "Sanitation"),
    "parks": ("园林绿化", "Parks"),
    "water": ("水务", "Water"),
    "street_office": ("街道办事处", "Street office"),
}
