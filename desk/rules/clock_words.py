"""What time limits, their units and the reasons for counting a day are called, in Chinese and English."""

from desk.rules.lamps import Lamp as Light
from desk.rules.state_words import Words
from dispatch.rules.calendar_year import DayKind, YearStatus
from dispatch.rules.clock_effects import ClockKind, Verb
from dispatch.rules.derivation import Why
from dispatch.rules.kept_clock import ClockState
from dispatch.rules.progress import Lamp
from registry.rules.allowances import Unit

CLOCK_WORDS: dict[ClockKind, Words] = {
    ClockKind.ACCEPTANCE: ("受理期限", "To accept"),
    ClockKind.SUPPLEMENT: ("补正期限", "To bring the supplement"),
    ClockKind.DECISION: ("法定办结期限", "To decide, by law"),
    ClockKind.PROMISED: ("承诺办结期限", "To decide, as promised"),
    ClockKind.DELIVERY: ("送达期限", "To hand out the result"),
    ClockKind.SPECIAL: ("特别程序期限", "To end the special procedure"),
    ClockKind.VERIFY: ("核实期限", "To verify"),
    ClockKind.FILE: ("立案期限", "To take on"),
    ClockKind.DISPATCH: ("派遣期限", "To dispatch"),
    ClockKind.SIGN: ("签收期限", "To take in hand"),
    ClockKind.HANDLING: ("处置期限", "To put right"),
    ClockKind.CHECK: ("核查期限", "To check"),
    ClockKind.SUPERVISE: ("督办回复期限", "To answer the supervision"),
}
CLOCK_STATE_WORDS: dict[ClockState, Words] = {
    ClockState.RUNNING: ("计时中", "Running"),
    ClockState.PAUSED: ("暂停计时", "Paused"),
    ClockState.STOPPED: ("已停止", "Stopped"),
}
UNIT_WORDS: dict[Unit, Words] = {
    Unit.WORKING_DAY: ("个工作日", "working days"),
    Unit.CALENDAR_DAY: ("个自然日", "calendar days"),
    Unit.WORKING_HOUR: ("个工作时", "working hours"),
    Unit.URGENT_HOUR: ("小时（紧急，昼夜连续）", "hours (urgent, round the clock)"),
    Unit.URGENT_DAY: ("天（紧急，昼夜连续）", "days (urgent, round the clock)"),
}
# English speaks of one thing in another form; Chinese does not.
ONE_OF_UNIT: dict[Unit, Words] = {
    Unit.WORKING_DAY: ("个工作日", "working day"),
    Unit.CALENDAR_DAY: ("个自然日", "calendar day"),
    Unit.WORKING_HOUR: ("个工作时", "working hour"),
    Unit.URGENT_HOUR: ("小时（紧急，昼夜连续）", "hour (urgent, round the clock)"),
    Unit.URGENT_DAY: ("天（紧急，昼夜连续）", "day (urgent, round the clock)"),
}
COUNTING_WORDS: dict[Why, Words] = {
    Why.EVENT_DAY: ("起始当日不计", "the day it began is not counted"),
    Why.WORKDAY: ("工作日", "working day"),
    Why.MAKE_UP: ("调休上班日", "make-up working day"),
    Why.WEEKEND: ("周末", "weekend"),
    Why.HOLIDAY: ("节假日", "public holiday"),
    Why.CALENDAR_DAY: ("自然日", "calendar day"),
    Why.ROLLED: ("末日非工作日，顺延", "the last day is off, so the limit ends later"),
    Why.ROUND_THE_CLOCK: ("昼夜连续计时", "counted round the clock"),
    Why.PAUSED: ("暂停计时", "paused"),
}
# What a clock waits for, by the code kept with its pause, where that says more than that it stands still.
PAUSE_WORDS: dict[str, Words] = {
    Verb.PAUSE_IF_ITEM_SAYS.value: ("等待补交材料", "waiting for papers"),
}
DAY_WORDS: dict[DayKind, Words] = {
    DayKind.WORKDAY: ("工作日", "working day"),
    DayKind.MAKE_UP: ("调休上班日", "make-up working day"),
    DayKind.WEEKEND: ("周末", "weekend"),
    DayKind.HOLIDAY: ("节假日", "public holiday"),
}
YEAR_WORDS: dict[YearStatus, Words] = {
    YearStatus.OFFICIAL: ("已公布", "Announced"),
    YearStatus.PROVISIONAL: ("暂定", "Provisional"),
}
LAMP_WORDS: dict[Lamp, Words] = {
    Lamp.NORMAL: ("正常", "In time"),
    Lamp.YELLOW: ("临期", "Due soon"),
    Lamp.OVERDUE: ("超期", "Overdue"),
    Lamp.RED: ("即将到期", "Due very soon"),
    Lamp.NONE: ("不计时", "Not counted"),
}
LIGHT_WORDS: dict[Light, Words] = {
    Light.NONE: ("不计时", "Not counted"),
    Light.GREEN: ("正常", "In time"),
    Light.YELLOW: ("临期", "Due soon"),
    Light.RED: ("超期", "Overdue"),
}
WEEKDAY_WORDS: dict[int, Words] = {
    1: ("星期一", "Monday"),
    2: ("星期二", "Tuesday"),
    3: ("星期三", "Wednesday"),
    4: ("星期四", "Thursday"),
    5: ("星期五", "Friday"),
    6: ("星期六", "Saturday"),
    7: ("星期日", "Sunday"),
}
SHORT_WEEKDAYS: dict[int, Words] = {
    1: ("周一", "Mon"),
    2: ("周二", "Tue"),
    3: ("周三", "Wed"),
    4: ("周四", "Thu"),
    5: ("周五", "Fri"),
    6: ("周六", "Sat"),
    7: ("周日", "Sun"),
}
