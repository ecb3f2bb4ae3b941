"""Items and incident classes as tests need them, good ones by default."""

from registry.rules.allowances import Allowance, Unit
from registry.rules.form_fields import Choice, Condition, FieldKind, FormField
from registry.rules.incident_definition import IncidentClass, Situation
from registry.rules.item_definition import (
    CaseKind,
    Item,
    Material,
    Obtain,
    PlaceRule,
    ServiceLevel,
    ServiceRole,
)
from registry.rules.law import ItemLimits

DAY, HOUR = Unit.WORKING_DAY, Unit.WORKING_HOUR
ALONE = FormField("living_alone", "是否独居", "Living alone", FieldKind.FLAG)
AGE = FormField("age", "年龄", "Age", FieldKind.NUMBER, least=80, most=130)
PAID_BY = FormField(
    "paid_by", "发放方式", "Paid by", FieldKind.CHOICE,
    choices=(Choice("bank", "银行卡", "Bank card"), Choice("cash", "现金", "Cash")),
)  # fmt: skip
ACCOUNT = FormField(
    "account",
    "银行账号",
    "Account",
    FieldKind.TEXT,
    least=8,
    most=30,
    when=(Condition("paid_by", ("bank",)),),
)
SINCE = FormField("since", "居住起始日", "Living here since", FieldKind.DATE, required=False)
ID_CARD = Material("ID", "居民身份证", "Identity card", Obtain.SHARED, "id_card")
FORM = Material("FORM", "申请表", "Application form", Obtain.SUBMIT)
BANK = Material("BANK", "银行卡复印件", "Bank card", Obtain.SUBMIT, when=(Condition("paid_by", ("bank",)),))
PHOTO = Material("PHOTO", "照片", "Photo", Obtain.EITHER, "photo")
OLDEST = Material("HUNDRED", "百岁证明", "Proof of 100", Obtain.SUBMIT, when=(Condition("age", least=100),))


def an_item(**changes: object) -> Item:
    """An allowance for the old that may be published as it is."""
    values: dict[str, object] = {
        "code": "350105001000",
        "name": "高龄补贴",
        "name_en": "Allowance for the old",
        "department_kind": "civil_affairs",
        "deciding_level": "DISTRICT",
        "kind": CaseKind.PROMISED,
        "place": PlaceRule.HOUSEHOLD_REGISTRATION,
        "subjects": ("person",),
        "limits": ItemLimits(Allowance(20, DAY), Allowance(10, DAY)),
        "supplement": Allowance(15, DAY),
        "service_levels": (ServiceLevel("STREET", (ServiceRole.ACCEPT,)),),
        "law": ("老年人权益保障法 §33",),
        "everyday_words": ("老人钱", "尊老金"),
        "form": (ALONE, AGE, PAID_BY, ACCOUNT, SINCE),
        "materials": (ID_CARD, FORM, BANK, PHOTO, OLDEST),
    }
    return Item(**{**values, **changes})  # type: ignore[arg-type]


def a_class(**changes: object) -> IncidentClass:
    """Rubbish lying about, which may be published as it is."""
    values: dict[str, object] = {
        "code": "0102",
        "name": "暴露垃圾",
        "name_en": "Exposed rubbish",
        "major": "市容环境",
        "major_en": "City appearance",
        "situations": (Situation("1", "暴露垃圾", "Rubbish", "可见垃圾", "清理干净", Allowance(4, HOUR)),),
        "everyday_words": ("垃圾没人收",),
    }
    return IncidentClass(**{**values, **changes})  # type: ignore[arg-type]
