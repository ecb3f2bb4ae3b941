"""What the holidays of published calendars are called in the other language."""

from desk.rules.state_words import Words

_NAMES: tuple[Words, ...] = (
    ("元旦", "New Year"),
    ("春节", "Spring Festival"),
    ("清明节", "Qingming Festival"),
    ("劳动节", "Labour Day"),
    ("端午节", "Dragon Boat Festival"),
    ("中秋节", "Mid-Autumn Festival"),
    ("国庆节", "National Day"),
    ("国庆节、中秋节", "National Day and Mid-Autumn Festival"),
    ("中秋节、国庆节", "Mid-Autumn Festival and National Day"),
    ("抗战胜利纪念日", "Victory Day"),
    ("新年", "New Year's Day"),
    ("马丁·路德·金日", "Martin Luther King Jr. Day"),
    ("华盛顿诞辰日", "Washington's Birthday"),
    ("爱国者日", "Patriots' Day"),
    ("阵亡将士纪念日", "Memorial Day"),
    ("六月节", "Juneteenth Independence Day"),
    ("独立日", "Independence Day"),
    ("劳工节", "Labor Day"),
    ("哥伦布日", "Columbus Day"),
    ("退伍军人节", "Veterans Day"),
    ("感恩节", "Thanksgiving Day"),
    ("圣诞节", "Christmas Day"),
    ("圣诞节次日", "Second Christmas Day"),
    ("耶稣受难日", "Good Friday"),
    ("复活节星期一", "Easter Monday"),
    ("国王节", "King's Day"),
    ("解放日", "Liberation Day"),
    ("耶稣升天节", "Ascension Day"),
    ("圣灵降临节星期一", "Whit Monday"),
)
_KNOWN: dict[str, Words] = {name: words for words in _NAMES for name in words}


def holiday_words(name: str) -> Words:
    """A holiday in Chinese and English; one nobody has named in both keeps the name its notice gave it."""
    return _KNOWN.get(name, (name, name))
