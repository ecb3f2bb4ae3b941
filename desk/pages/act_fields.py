"""The vocabulary act forms are written in: what kinds of field there are, and one field."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from desk.pages.translations import N_

# Something to choose: a value that has a name, or a code and what it is called.
Choice = Enum | tuple[str, str]


class Control(StrEnum):
    """What somebody meets in a form; `act_reading` reads each kind, `act_offers` fills it."""

    TEXT = "text"
    LINE = "line"
    AMOUNT = "amount"
    MOMENT = "moment"
    CHOICE = "choice"
    CODE = "code"  # a choice whose value is a whole number
    YES_NO = "yes_no"
    TICK = "tick"
    DEPARTMENT = "department"
    SUCCESSOR = "successor"
    APPROVER = "approver"
    LEAD = "lead"
    VISITOR = "visitor"
    COLLEAGUE = "colleague"
    HELPERS = "helpers"
    BODY = "body"
    SUBJECT = "subject"
    ORDER = "order"
    TASK = "task"
    CASE = "case"
    CLASS = "class"
    ASKED = "asked"
    BROUGHT = "brought"
    FILES = "files"


# Kinds that are read together into other fields of the body than the one they are named for.
POINTERS: dict[Control, tuple[str, ...]] = {
    Control.CLASS: ("/class_code", "/situation"),
    Control.ASKED: ("/codes", "/defective", "/cited", "/materials"),
    Control.BROUGHT: ("/codes", "/files", "/materials"),
}


@dataclass(frozen=True, slots=True)
class ActField:
    """One thing an act is told: its name in form and body, what it is called, and what is offered.

    `usual` stands for an empty choice and says what happens then; `initial` is written in beforehand.
    """

    name: str
    label: str
    control: Control = Control.TEXT
    required: bool = False
    hint: str = ""
    usual: str = ""
    initial: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def pointers(self) -> tuple[str, ...]:
        """The places in the body this field fills."""
        return POINTERS.get(self.control, (f"/{self.name}",))


@dataclass(frozen=True, slots=True)
class ActForm:
    """The fields of an act, and a sentence on what the act means where its name does not say it."""

    fields: tuple[ActField, ...] = ()
    note: str = ""

    @property
    def takes_files(self) -> bool:
        """Whether files can be sent with it."""
        return any(field.control in (Control.FILES, Control.BROUGHT) for field in self.fields)


def a_text(label: str, *, required: bool = True, hint: str = "", name: str = "text") -> ActField:
    """A text of several lines."""
    return ActField(name, label, Control.TEXT, required, hint)


def photos(name: str, label: str, *, required: bool = False) -> ActField:
    """Photos and papers sent with the act."""
    return ActField(name, label, Control.FILES, required, N_("照片或 PDF，每个不超过 10 兆。"))
