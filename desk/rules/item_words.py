"""What the parts of items, their materials and questions are called, in Chinese and English."""

from desk.rules.state_words import Words
from registry.rules.form_fields import FieldKind
from registry.rules.item_codes import UseLevel
from registry.rules.item_definition import CaseKind, Obtain, PlaceRule, ServiceRole
from registry.rules.materials import Demand

ITEM_KIND_WORDS: dict[CaseKind, Words] = {
    CaseKind.INSTANT: ("即办件", "Decided in the visit"),
    CaseKind.PROMISED: ("承诺件", "Decided within a promised time"),
}
PLACE_RULE_WORDS: dict[PlaceRule, Words] = {
    PlaceRule.RESIDENCE: ("按居住地", "Where the applicant lives"),
    PlaceRule.HOUSEHOLD_REGISTRATION: ("按户籍地", "Where the household is registered"),
    PlaceRule.PREMISES: ("按经营场所", "Where the premises are"),
    PlaceRule.MATTER: ("按事项发生地", "Where the matter lies"),
    PlaceRule.CITY: ("全市统一", "For the whole city"),
}
OBTAIN_WORDS: dict[Obtain, Words] = {
    Obtain.SHARED: ("数据共享，无需提交", "Had online, not to be brought"),
    Obtain.SUBMIT: ("申请人提交", "To be brought"),
    Obtain.EITHER: ("可共享，也可提交", "Had online or brought"),
}
SERVICE_ROLE_WORDS: dict[ServiceRole, Words] = {
    ServiceRole.ACCEPT: ("受理", "Takes it in"),
    ServiceRole.AGENT: ("代办", "Files it on your behalf"),
    ServiceRole.DECIDE: ("决定", "Decides"),
}
DEMAND_WORDS: dict[Demand, Words] = {
    Demand.NOT_IN_ITEM: ("事项未要求此材料，不得自行增加", "The item does not ask for it"),
    Demand.NOT_NEEDED: ("本情形不需要此材料", "This situation does not need it"),
    Demand.SHARED: ("可在线查询，不得要求提交", "It can be had online and may not be asked for"),
    Demand.ALREADY_GIVEN: ("已经提交", "It was given already"),
    Demand.LEFT_OUT: ("同样缺少，应当一次性告知", "It is missing too, and everything is asked for at once"),
}
FIELD_KIND_WORDS: dict[FieldKind, Words] = {
    FieldKind.TEXT: ("文字", "Text"),
    FieldKind.NUMBER: ("数字", "Number"),
    FieldKind.DATE: ("日期", "Date"),
    FieldKind.CHOICE: ("选项", "Choice"),
    FieldKind.FLAG: ("是或否", "Yes or no"),
}
USE_LEVEL_WORDS: dict[UseLevel, Words] = {
    UseLevel.NATION: ("国家级", "National"),
    UseLevel.PROVINCE: ("省级", "Provincial"),
    UseLevel.CITY: ("市级", "City"),
    UseLevel.COUNTY: ("县级", "District"),
    UseLevel.STREET: ("镇街级", "Street"),
    UseLevel.COMMUNITY: ("村社区级", "Community"),
}
# How far a material of an application is, and where it came from.
MATERIAL_WORDS: dict[str, Words] = {
    "given": ("已提交", "Given"),
    "fetched": ("已共享获取", "Fetched online"),
    "pending": ("正在获取", "Being fetched"),
    "missing": ("缺少", "Missing"),
}
CATALOGUE_WORDS: dict[str, Words] = {
    "item": ("事项", "Item"),
    "incident_class": ("案件类别", "Class of incident"),
}
