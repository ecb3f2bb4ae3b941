"""What kinds of people, numbers, purposes and ways in are called, in Chinese and English."""

from desk.rules.state_words import Words
from dispatch.rules.permissions import Duty
from reach import ReachKind
from registry.rules.identity_numbers import Doubt, NumberKind, Sex
from registry.rules.purposes import Purpose

NUMBER_WORDS: dict[NumberKind, Words] = {
    NumberKind.RESIDENT_ID: ("居民身份证", "Resident identity card"),
    NumberKind.HK_MACAU_RESIDENCE: ("港澳居民居住证", "Residence permit, Hong Kong and Macau"),
    NumberKind.TAIWAN_RESIDENCE: ("台湾居民居住证", "Residence permit, Taiwan"),
    NumberKind.FOREIGN_RESIDENCE: ("外国人永久居留身份证", "Foreigner's permanent residence card"),
    NumberKind.HK_MACAU_PERMIT: ("港澳居民来往内地通行证", "Travel permit, Hong Kong and Macau"),
    NumberKind.TAIWAN_PERMIT: ("台湾居民来往大陆通行证", "Travel permit, Taiwan"),
    NumberKind.PASSPORT: ("护照", "Passport"),
    NumberKind.CREDIT_CODE: ("统一社会信用代码", "Unified social credit code"),
    NumberKind.ORGANISATION_CODE: ("组织机构代码", "Organisation code"),
}
SEX_WORDS: dict[Sex, Words] = {
    Sex.FEMALE: ("女", "Female"),
    Sex.MALE: ("男", "Male"),
}
DOUBT_WORDS: dict[Doubt, Words] = {
    Doubt.UNKNOWN_REGION: ("号码中的地区代码未知", "The region in the number is not known"),
    Doubt.PERHAPS_BORN_BEFORE_1900: ("可能出生于1900年以前", "Perhaps born before 1900"),
    Doubt.ORGANISATION_PART: ("其中的组织机构代码有误", "The organisation code within it is wrong"),
}
PURPOSE_WORDS: dict[Purpose, Words] = {
    Purpose.IDENTITY_CHECK: ("核对身份", "To check who somebody is"),
    Purpose.CONTACT: ("联系申请人", "To contact somebody"),
    Purpose.DECISION: ("办理决定", "To decide the case"),
    Purpose.DELIVERY: ("送达结果", "To hand out the result"),
    Purpose.COMPLAINT: ("处理投诉", "To look into a complaint"),
    Purpose.AUDIT: ("审计检查", "To audit"),
    Purpose.DATA_SUBJECT_REQUEST: ("本人查询或更正", "At the person's own request"),
}
DUTY_WORDS: dict[Duty, Words] = {
    Duty.PUBLISH_CONTENT: ("发布事项与清单", "Publish items and responsibilities"),
    Duty.MEND_BUS: ("处理总线退文", "Mend messages of the bus"),
    Duty.RUN_SYSTEM: ("系统运行", "Run the system"),
    Duty.MANAGE_ACCOUNTS: ("账号管理", "Manage accounts"),
    Duty.GRANT_ROLES: ("岗位授权", "Grant posts"),
    Duty.READ_SECURITY: ("查看安全记录", "Read the security record"),
    Duty.READ_AUDIT: ("查看审计记录", "Read the audit record"),
    Duty.VERIFY_AUDIT: ("核验审计记录", "Verify the audit record"),
}
REACH_WORDS: dict[ReachKind, Words] = {
    ReachKind.STAFF: ("工作人员", "Staff"),
    ReachKind.HOLDER: ("查询人", "Holder of the number"),
    ReachKind.SUBJECT: ("申请人", "Applicant"),
    ReachKind.SERVICE: ("接入系统", "Connected system"),
    ReachKind.SYSTEM: ("系统", "System"),
}
SUBJECT_WORDS: dict[str, Words] = {
    "person": ("个人", "Person"),
    "organisation": ("单位", "Organisation"),
}
OWNER_WORDS: dict[str, Words] = {
    "subject": ("个人或单位", "Person or organisation"),
    "case": ("办件", "Case"),
}
CHANNEL_WORDS: dict[str, Words] = {
    "WINDOW": ("窗口", "Window"),
    "KIOSK": ("自助终端", "Kiosk"),
    "RESIDENT": ("居民网上", "Resident online"),
    "FIELD": ("网格巡查", "Field"),
    "HOTLINE": ("热线", "Hotline"),
    "OPEN311": ("开放接口", "Open311"),
    "BUS": ("政务服务总线", "Bus"),
    "SYSTEM": ("系统", "System"),
}
