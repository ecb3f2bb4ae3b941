"""What the bus, the audit record, its chains and background work say, in Chinese and English."""

from chain import Fault
from desk.rules.state_words import Words

CHAIN_FAULT_WORDS: dict[Fault, Words] = {
    Fault.EDIT: ("内容被改动", "An entry was changed"),
    Fault.GAP: ("缺少记录", "Entries are missing"),
    Fault.FORK: ("与前一条不连续", "An entry does not follow the one before"),
    Fault.CUT: ("末尾被截断", "The end is cut off"),
}
# How the two sides of the bus differ about a case.
DIFFERENCE_WORDS: dict[str, Words] = {
    "missing": ("对方缺少记录", "The other side lacks entries"),
    "surplus": ("对方多出记录", "The other side has entries it was not told"),
    "changed": ("对方记录不一致", "The other side has other entries"),
}
# What became of what the bus was told.
VERDICT_WORDS: dict[str, Words] = {
    "told": ("已送达", "Told"),
    "refused": ("被拒收", "Refused"),
    "unreached": ("无法连接", "Not reached"),
}
AUDIT_STREAM_WORDS: dict[str, Words] = {
    "access": ("查看记录", "Who looked at what"),
    "config": ("配置记录", "What was changed in the set-up"),
    "security": ("安全记录", "Signing in and refusals"),
}
# What personal data is asked for by the house's own forms; what people state is a Purpose.
ERRAND_WORDS: dict[str, Words] = {
    "intake": ("受理时核对免交材料", "To see what need not be brought"),
    "case": ("办理办件", "To work on the case"),
}
AUDIT_WORDS: dict[str, Words] = {
    "appointed": ("任命岗位", "Appointed to a post"),
    "bus_replayed": ("总线重发", "Told the bus again"),
    "calendar_installed": ("导入日历", "Calendar installed"),
    "city_made": ("建立城市", "City made"),
    "demo_passwords_set": ("设置演示密码", "Demo passwords set"),
    "department_closed": ("撤销部门", "Department closed"),
    "department_kept": ("保存部门", "Department saved"),
    "dossier_seen": ("查看档案", "Dossier looked at"),
    "drafted": ("起草", "Drafted"),
    "duty_ended": ("结束值班", "Duty ended"),
    "duty_given": ("安排值班", "Put on duty"),
    "duty_withdrawn": ("取消值班", "Duty taken back"),
    "file_opened": ("打开文件", "File opened"),
    "licences_asked": ("查询电子证照", "Store of licences asked"),
    "map_published": ("发布地图", "Map published"),
    "owner_erased": ("删除个人信息", "Personal data erased"),
    "password_change_refused": ("更改密码被拒绝", "Change of password refused"),
    "password_set": ("设置密码", "Password set"),
    "post_ended": ("免去岗位", "Post ended"),
    "post_withdrawn": ("撤回任命", "Appointment taken back"),
    "published": ("发布", "Published"),
    "refused": ("操作被拒绝", "Act refused"),
    "restore_accepted": ("接受恢复备份", "Restored backup accepted"),
    "responsibilities_published": ("发布权责清单", "Responsibilities published"),
    "revealed": ("查看未遮盖信息", "Unmasked data looked at"),
    "second_factor_refused": ("更改验证码被拒绝", "Change of second factor refused"),
    "second_factor_set": ("设置验证码", "Second factor set"),
    "service_point_kept": ("保存服务点", "Service point saved"),
    "sign_in_refused": ("登录被拒绝", "Sign-in refused"),
    "signed_in": ("登录", "Signed in"),
    "signed_out": ("退出", "Signed out"),
    "staff_dismissed": ("停用人员", "Member of staff dismissed"),
    "staff_engaged": ("新增人员", "Member of staff engaged"),
    "staff_renamed": ("更改人员姓名", "Member of staff renamed"),
    "staff_revived": ("恢复人员", "Member of staff taken back"),
    "subjects_searched": ("查找个人或单位", "People searched"),
    "texts_opened": ("查看密封文字", "Sealed texts opened"),
    "token_ended": ("停用接口令牌", "Token ended"),
    "token_made": ("签发接口令牌", "Token made"),
    "token_revoked": ("吊销接口令牌", "Token revoked"),
}
