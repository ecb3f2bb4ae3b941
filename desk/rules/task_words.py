"""What tasks, and the typed facts of acts, are called in Chinese and English."""

from desk.rules.state_words import Words
from dispatch.rules.application_facts import DeliveryMode, RefusalReason, SpecialKind
from dispatch.rules.change import Card
from dispatch.rules.incident_facts import ReturnReason
from dispatch.rules.shared_facts import Relation
from dispatch.rules.states import CaseKind, ResultCode
from dispatch.rules.task_states import TaskKind, TaskState

CASE_KIND_WORDS: dict[CaseKind, Words] = {
    CaseKind.APPLICATION: ("办件", "Application"),
    CaseKind.INCIDENT: ("案件", "Incident"),
}
TASK_WORDS: dict[TaskKind, Words] = {
    TaskKind.ADMIT: ("受理", "Admission"),
    TaskKind.HANDLE: ("承办", "Handling"),
    TaskKind.CO_HANDLE: ("协办", "Helping"),
    TaskKind.REVIEW: ("审核", "Review"),
    TaskKind.APPROVE: ("批准", "Decision"),
    TaskKind.RESULT: ("出件", "Result"),
    TaskKind.VERIFY: ("核实", "Verification"),
    TaskKind.CHECK: ("核查", "Check"),
}
TASK_STATE_WORDS: dict[TaskState, Words] = {
    TaskState.OPEN: ("待签收", "To be taken in hand"),
    TaskState.SIGNED: ("已签收", "Taken in hand"),
    TaskState.DONE: ("已完成", "Done"),
    TaskState.RETURNED: ("已退回", "Given back"),
    TaskState.CANCELLED: ("已取消", "Cancelled"),
}
RETURN_WORDS: dict[ReturnReason, Words] = {
    ReturnReason.WRONG_PLACE: ("不在本辖区", "Not in our area"),
    ReturnReason.WRONG_DEPARTMENT: ("不属本部门职责", "Not our department's duty"),
    ReturnReason.UNCLEAR_DUTY: ("权责不清", "Unclear whose duty it is"),
    ReturnReason.DUPLICATE: ("重复案件", "Reported twice"),
    ReturnReason.NOT_ACTIONABLE: ("无法处置", "Nothing can be done about it"),
    ReturnReason.OTHER: ("其他原因", "Another reason"),
}
REFUSAL_WORDS: dict[RefusalReason, Words] = {
    RefusalReason.NOT_NEEDED: ("依法不需要取得许可", "No permission is needed by law"),
    RefusalReason.NOT_OUR_POWER: ("不属本机关职权范围", "Not in our power"),
}
SPECIAL_WORDS: dict[SpecialKind, Words] = {
    SpecialKind.HEARING: ("听证", "Hearing"),
    SpecialKind.TENDER: ("招标", "Tender"),
    SpecialKind.AUCTION: ("拍卖", "Auction"),
    SpecialKind.INSPECTION: ("检验", "Inspection"),
    SpecialKind.TESTING: ("检测", "Testing"),
    SpecialKind.QUARANTINE: ("检疫", "Quarantine"),
    SpecialKind.APPRAISAL: ("鉴定", "Appraisal"),
    SpecialKind.EXPERT_REVIEW: ("专家评审", "Expert review"),
}
DELIVERY_WORDS: dict[DeliveryMode, Words] = {
    DeliveryMode.WINDOW: ("窗口领取", "At the window"),
    DeliveryMode.ONLINE: ("网上送达", "Online"),
    DeliveryMode.EXPRESS: ("快递送达", "By courier"),
}
RELATION_WORDS: dict[Relation, Words] = {
    Relation.RELATED: ("相关", "Related"),
    Relation.DUPLICATE: ("重复", "The same matter"),
    Relation.CONTINUES: ("接续", "Continues it"),
    Relation.DISSATISFIED: ("对结果不满意", "Dissatisfied with its outcome"),
}
CARD_WORDS: dict[Card, Words] = {
    Card.YELLOW: ("黄牌", "Yellow card"),
    Card.RED: ("红牌", "Red card"),
}
RESULT_WORDS: dict[ResultCode, Words] = {
    ResultCode.CERTIFICATE: ("出证办结", "Settled with a certificate"),
    ResultCode.SENT_BACK: ("退回办结", "Sent back"),
    ResultCode.VOIDED: ("作废办结", "Made void"),
    ResultCode.DELETED: ("删除办结", "Struck out"),
    ResultCode.FORWARDED_UP: ("转报办结", "Passed on to a higher body"),
    ResultCode.LAPSED: ("补正逾期办结", "Ended for want of a supplement"),
    ResultCode.OTHER: ("办结", "Settled without a certificate"),
}
# The documents given out, by their code (文书).
NOTICE_WORDS: dict[str, Words] = {
    "REC": ("接收凭证", "Receipt"),
    "ACP": ("受理通知书", "Notice of acceptance"),
    "NAC": ("不予受理通知书", "Notice of refusal"),
    "NGA": ("不予预受理通知书", "Notice of a failed pre-review"),
    "SUP": ("材料补交通知书", "Request for more papers"),
    "SGZ": ("补正通知书", "Supplement notice"),
    "SPE": ("特别程序通知书", "Notice of a special procedure"),
    "SAL": ("准予许可决定书", "Decision to grant"),
    "NSA": ("不予许可决定书", "Decision to deny"),
    "STL": ("办结通知书", "Notice of the outcome"),
    "NST": ("办结不通过通知书", "Notice of an unsuccessful outcome"),
    "CHG": ("缴费通知书", "Request for payment"),
    "RCH": ("送达回执", "Receipt for the result"),
    "SEN": ("综合窗口受理交接单", "Hand-over to the department"),
    "TRA": ("办结证件交接单", "Hand-over of the result"),
    "EMS": ("邮递地址确认单", "Confirmation of the postal address"),
}
