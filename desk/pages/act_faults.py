"""What is wrong with the form of an act, at its fields and in words; what belongs to no field comes first."""

from collections.abc import Sequence

from desk.input_errors import FieldError
from desk.pages import wording
from desk.pages.act_fields import ActField, Control
from desk.pages.act_reading import FILE_OF, field_at
from desk.pages.fault_words import said
from desk.pages.translations import N_
from desk.pages.translations import gettext as _
from registry.rules.item_definition import Item
from registry.rules.materials import Demand

# Why a fact does not do, by the beginning of the reason the rules give.
_REASONS: tuple[tuple[str, str], ...] = (
    ("a visit is shown by a photo", N_("请附上现场照片。")),
    ("self-handled work is shown", N_("自处置必须有处置前和处置后的照片。")),
    ("handled work is shown by a photo", N_("请附上处置后的照片。")),
    ("a refusal for want of power", N_("不属于职权范围时，请写明有权办理的机关。")),
    ("the department that is to refuse", N_("请选择作出决定的部门。")),
    ("still missing", N_("还有要求补正的材料没有收到，须一并收齐。")),
    ("are not complete", N_("材料不齐，请先一次性告知补正。")),
    ("still to come", N_("要求补交的材料还没有收到。")),
    ("the journal names the body", N_("请选择作出决定的机关。")),
    ("is not 1 to", N_("超出了允许的范围。")),
    ("the applicant is told how long", N_("请填写预计需要多少个工作日。")),
    ("are being waited for", N_("正在等待补交材料，时限已经停止计算。")),
    ("this decision settles with", N_("办结结果与决定不一致。")),
    ("who collects shows a document", N_("窗口领取须登记领取人和出示的证件。")),
    ("the number of the parcel", N_("请填写邮件号。")),
    ("an incident is filed when", N_("不符合立案条件的，不能立案。")),
    ("the lead is not his own helper", N_("协同单位与主办单位不能相同。")),
    ("says nothing", N_("请填写这一项。")),
    ("the list is empty", N_("请至少勾选一项。")),
    ("the published item does not list", N_("公布的事项没有这份材料。")),
    ("nobody asked for", N_("没有要求补交这份材料。")),
    ("nobody is named", N_("请选择由谁办理。")),
    ("somebody is named twice", N_("同一单位或人员选了两次。")),
    ("several tasks could be meant", N_("请选择是哪一项任务。")),
    ("has the task already", N_("任务已经在对方手里；如不改派，请不同意退回。")),
    ("is not positive", N_("请填写大于零的数。")),
    ("is over already", N_("这个时间已经过去。")),
    ("there is none", N_("请选择文件。")),
    ("an order says until when", N_("请填写答复期限，不能早于现在。")),
    ("there is no such order", N_("没有这条督办。")),
    ("is first responder already", N_("对方已经是首问负责人。")),
    ("no hand-over is waiting", N_("没有待确认的移交。")),
    ("is neither void nor struck out", N_("请选择作废或删除。")),
    ("nobody of that id works here", N_("没有这位工作人员。")),
    ("names nobody of the staff", N_("没有这位工作人员。")),
    ("is no open department", N_("没有这个部门，或者已经撤销。")),
    ("holds no post with work on this case", N_("这位工作人员没有办理本件的岗位。")),
    ("holds no post that could answer", N_("这位工作人员没有可以承接首问责任的岗位。")),
    ("nobody approves what he asks", N_("不能由本人批准自己的请求。")),
    ("is no approver of the department", N_("这位工作人员不是本部门的批准人。")),
    ("is needed, so that nobody overrides", N_("页面已过期，请重新打开。")),
    ("a case is not tied to itself", N_("不能与自己关联。")),
    ("a duplicate follows an incident", N_("只能并入尚未结案的案件。")),
    ("is no file of this case", N_("没有找到这个文件，请重新选择。")),
)
_CODES: dict[str, str] = {
    "not_given": N_("没有收到过这份材料，不能注明不合格。"),
    "too_many": N_("这件的文件数量已达上限。"),
    "not_found": N_("没有找到，或者不在您的权限范围内。"),
}
_DEMANDS = {demand.value.lower(): demand for demand in Demand}


def at_fields(
    faults: Sequence[FieldError], fields: Sequence[ActField], item: Item | None
) -> dict[str, tuple[str, ...]]:
    """What is wrong by the name of the field; under the empty name what belongs to none."""
    found: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        name = _field_of(fault, fields)
        found[name] = (*found.get(name, ()), _words(fault, item))
    return {name: tuple(dict.fromkeys(words)) for name, words in found.items()}


def _field_of(fault: FieldError, fields: Sequence[ActField]) -> str:
    name = field_at(fields, fault.pointer)
    if not name and fault.pointer.startswith(f"/{FILE_OF}"):
        return _first(fields, Control.BROUGHT)
    if not name and fault.pointer == "/photos":
        # Work solved on the spot lacks photos before or after: told at the first of the two.
        return _first(fields, Control.FILES)
    return name


def _first(fields: Sequence[ActField], control: Control) -> str:
    return next((one.name for one in fields if one.control is control), "")


def _words(fault: FieldError, item: Item | None) -> str:
    if fault.code in _DEMANDS:
        why = wording.said(_DEMANDS[fault.code])
        return _("%(material)s：%(why)s") % {"material": _material(fault, item), "why": why}
    if fault.code == "fact_missing":
        return reason(fault.detail)
    return _(_CODES[fault.code]) if fault.code in _CODES else said(fault)


def reason(why: str) -> str:
    """Why a fact does not do, in the language spoken; one nobody worded asks to look at the field again."""
    for beginning, words in _REASONS:
        if why.startswith(beginning):
            return _(words)
    return _("请核对这一项。")


def _material(fault: FieldError, item: Item | None) -> str:
    code = fault.detail.partition(":")[0]
    for material in item.materials if item else ():
        if material.code == code:
            return wording.spoken((material.name, material.name_en))
    return _("材料")
