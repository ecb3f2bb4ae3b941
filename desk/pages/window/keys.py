"""The keys of the window: one table for the script that hears them and the list under F1."""

from dataclasses import dataclass

from desk.pages.translations import N_


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key as browsers call it (`F8`, `Control+Enter`), the act it does, and what people are told of it."""

    key: str
    act: str
    said: str

    @property
    def shown(self) -> str:
        """How it is written on the page."""
        return self.key.replace("Control", "Ctrl")


# None of these is the browser's own: no Alt with a letter, nor F5, F11, F12, nor Ctrl with P, T, N or W.
KEYS: tuple[Shortcut, ...] = (
    Shortcut("F1", "help", N_("显示这张快捷键表")),
    Shortcut("F2", "person", N_("到证件号码（或直接刷卡）")),
    Shortcut("F4", "place", N_("到地点")),
    Shortcut("F6", "matter", N_("到事项")),
    Shortcut("F3", "find", N_("查找办件")),
    Shortcut("F7", "same", N_("提交后：同一人再办一件")),
    Shortcut("F8", "park", N_("暂存，接待下一位")),
    Shortcut("F9", "next", N_("下一位")),
    Shortcut("F10", "map", N_("地图选点")),
    Shortcut("Control+Enter", "submit", N_("提交受理")),
    Shortcut("Escape", "close", N_("关闭列表或窗口")),
)
ON_RECEIPT: tuple[Shortcut, ...] = (
    Shortcut("F1", "help", N_("显示这张快捷键表")),
    Shortcut("F3", "find", N_("查找办件")),
    Shortcut("F7", "same", N_("同一人再办一件")),
    Shortcut("F8", "print", N_("打印回执")),
    Shortcut("F9", "next", N_("下一位")),
)
AT_COUNTER: tuple[Shortcut, ...] = (
    Shortcut("F1", "help", N_("显示这张快捷键表")),
    Shortcut("F3", "find", N_("查找办件")),
    Shortcut("F9", "next", N_("下一位")),
    Shortcut("Control+Enter", "submit", N_("提交")),
)
