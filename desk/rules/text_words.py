"""What the texts that people write with an act are called, by the field they are sealed under."""

from desk.rules.state_words import Words

_WRITTEN: Words = ("说明", "Note")
_EXCEPTION: Words = ("要求提交共享材料的依据", "Why a record that can be had online was asked for")
_EXCEPTION_PREFIX = "exception_"
TEXT_WORDS: dict[str, Words] = {
    "text": ("意见", "Said"),
    "reason": ("理由", "Reason"),
    "reasons": ("理由", "Reasons"),
    "remedies": ("救济途径", "Remedies"),
    "right_body": ("有权机关", "The body that has the power"),
    "cause": ("原因", "Cause"),
    "body": ("对方单位", "The other body"),
    "number": ("对方编号", "Its number there"),
    "parcel": ("快递单号", "Number of the parcel"),
    "description": ("情况描述", "Description"),
    "contact_name": ("联系人", "Contact"),
    "contact_phone": ("联系电话", "Phone"),
    "room": ("楼栋、房间", "Building, room"),
    "agency": ("代办关系", "How the agent stands to the applicant"),
    "answers": ("填写的内容", "Answers of the form"),
}


def text_words(field: str) -> Words:
    """What a sealed text is called by its field; a material's exception carries the material's code."""
    if field.startswith(_EXCEPTION_PREFIX):
        return _EXCEPTION
    return TEXT_WORDS.get(field, _WRITTEN)
