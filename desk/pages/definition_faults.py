"""What keeps an item, a class, a calendar or a responsibility list from being published, in words."""

from desk.pages.translations import N_

OF_DEFINITIONS: dict[str, str] = {
    # items and classes
    "bad_code": N_("编码不符合规则。"),
    "blank": N_("请填写这一项。"),
    "none": N_("至少需要一项。"),
    "repeated": N_("编码重复。"),
    "no_basis": N_("事项必须写明法律依据。"),
    "unknown_subject": N_("没有这种申请对象。"),
    "unknown_level": N_("没有这个层级。"),
    "not_days": N_("这个期限应当以天计算。"),
    "nobody_takes_it_in": N_("没有任何层级受理这个事项。"),
    "choices_do_not_fit": N_("选项与问题的类型不符。"),
    "over_most": N_("最小值大于最大值。"),
    "no_record_type": N_("可在线获取的材料必须写明证照类型。"),
    "not_instant": N_("只有即办件可以委托窗口决定。"),
    "never_holds": N_("这个条件永远不会成立。"),
    "urgent_in_days": N_("紧急类别的第一个期限应当以小时计算。"),
    # limits against the law
    "other_unit": N_("承诺期限与法定期限的单位不同。"),
    "over_statutory": N_("承诺期限超过法定期限。"),
    "not_working_days": N_("法律规定的期限以工作日计算。"),
    "over_cap": N_("期限超过法律规定的上限。"),
    "more_than_once": N_("法律只允许一次。"),
    "not_left_out_by_law": N_("法律没有规定这段时间可以不计入期限。"),
    # calendars
    "wrong_shape": N_("内容的格式不对。"),
    "day_twice": N_("同一天出现了两次。"),
    "year_twice": N_("同一年出现了两次。"),
    "make_up_on_a_weekday": N_("调休上班日不在周末。"),
    "empty_notice": N_("放假通知里没有任何一天。"),
    "not_a_day": N_("这不是日期。"),
    "day_outside_year": N_("日期不在这一年内。"),
    "days_backwards": N_("结束日期早于开始日期。"),
    "unknown_time_zone": N_("没有这个时区。"),
    "unknown_weekday": N_("没有这个星期几。"),
    "workday_without_hours": N_("工作日没有办公时间。"),
    "not_office_hours": N_("办公时间的写法不对，例如 08:30-12:00。"),
    "hours_out_of_order": N_("办公时间的先后顺序不对。"),
    # responsibility lists
    "hole": N_("这个事项在有的地方没有人负责。"),
    "equal": N_("两条规定同等具体，无法确定由谁负责。"),
    "handler_gone": N_("责任方已经不在。"),
    "expired": N_("这条规定已过有效期。"),
    "no_such_matter": N_("没有这个事项或案件类别。"),
    "no_such_place": N_("没有这个区域。"),
    "shadowed": N_("这条规定总被其他规定覆盖。"),
}
