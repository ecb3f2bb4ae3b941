"""What can go wrong with people, their papers and the catalogue, by name."""


class RegistryError(Exception):
    """Raised when something about who and what cannot be done; the root of this room's tree."""


class KeyFileProblem(RegistryError):
    """Raised when a secret key file is missing, readable by others or not 32 bytes; names the file."""


class AnchorError(RegistryError):
    """Raised when an anchor cannot be written, read or believed; the root of that branch."""


class AnchorFolderUnusable(AnchorError):
    """Raised when the folder of anchors cannot be listed, or takes no new file; says what the system said."""


class AnchorMissing(AnchorError):
    """Raised when an anchor is not in the folder of anchors."""


class AnchorUnreadable(AnchorError):
    """Raised when a file of the folder cannot be read or is not a whole anchor."""


class AnchorNotSigned(AnchorError):
    """Raised when an anchor has no good signature by a key of ours, or is not what was signed."""


class AnchorExists(AnchorError):
    """Raised when an anchor of this number was made meanwhile; anchors are never written over."""


class AnchorsDisagree(AnchorError):
    """Raised when database and anchors contradict each other, so that no anchor can follow."""


class DatabaseSetBack(AnchorsDisagree):
    """Raised when the database lacks what anchors beyond its own list say: it is older than they are."""


class AnchorsMissing(AnchorsDisagree):
    """Raised when anchors the database knows of are not in their folder."""


class NothingToAccept(AnchorError):
    """Raised when a restore shall be accepted, and anchors and database agree."""


class PurposeRequired(RegistryError):
    """Raised when personal data shall be opened without a purpose, or with one that is not a code."""


class OwnerErased(RegistryError):
    """Raised when something shall be sealed or stored for an owner whose key has been destroyed."""


class SealBroken(RegistryError):
    """Raised when a sealed text or file does not open with its key or does not keep its commitment."""


class UploadRefused(RegistryError):
    """Raised when an upload is not taken; `reason` is a code, the message says it in words."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class FileMissing(RegistryError):
    """Raised when an attachment is asked for that is not there or has been erased."""


class SubjectNotFound(RegistryError):
    """Raised when no person or organisation has the id asked for, or it has been erased."""


class SubjectOutOfReach(RegistryError):
    """Raised when somebody asks for a person or organisation who is none of his business."""


class SubjectUnidentified(RegistryError):
    """Raised when a subject shall be kept with neither a number nor a phone to know it by."""


class PhoneUnusable(RegistryError):
    """Raised when a phone number has too few or too many digits, or other signs; does not tell the number."""


class SeparationOfDuties(RegistryError):
    """Raised when one account would hold posts that check each other."""


class StaffNotFound(RegistryError):
    """Raised when no member of staff has the id or login asked for."""


class LoginTaken(RegistryError):
    """Raised when a new account shall have a login that somebody has, or had."""


class DepartmentNotFound(RegistryError):
    """Raised when no department or service point has the id or code asked for."""


class PasswordTooWeak(RegistryError):
    """Raised when a new password is shorter than eight characters or mixes fewer than three kinds of them."""


class DemoOnly(RegistryError):
    """Raised when something that is for demonstrations only shall be done to a real installation."""


class DefinitionRefused(RegistryError):
    """Raised when an item or incident class cannot be published; carries every fault with its pointer."""

    def __init__(self, faults: tuple[tuple[str, str, str], ...]) -> None:
        """`faults`: (JSON pointer, code, detail), in the order of the definition."""
        said = (f"{pointer or '/'}: {code} {detail}".rstrip() for pointer, code, detail in faults)
        super().__init__("; ".join(said))
        self.faults = faults


class DraftChanged(RegistryError):
    """Raised when a draft is no longer the one that was looked at before publishing it."""


class SecondPersonRequired(RegistryError):
    """Raised when a draft shall be published by the one who wrote it."""


class VersionNotFound(RegistryError):
    """Raised when a catalogue holds no such draft, code or version."""


class NameUnusable(RegistryError):
    """Raised when a name holds nothing that can be read: spaces, signs, invisible characters."""


class NameDiffers(RegistryError):
    """Raised when a number is known under another name than the one given; tells neither name nor person."""


class AuditMisuse(RegistryError):
    """Raised when a failure shall be recorded inside a transaction, which would take the record with it."""


class SearchTooShort(RegistryError):
    """Raised when a name is searched by fewer than two letters or characters."""


class BadNumber(RegistryError):
    """Raised when a number cannot be one of its kind; the root; never tells the number."""


class WrongLength(BadNumber):
    """Raised when a number has too many or too few characters."""


class WrongCharacter(BadNumber):
    """Raised when a number holds a character that cannot stand there; `at` counts from 1."""

    def __init__(self, at: int, kind: str) -> None:
        super().__init__(f"character {at} cannot stand in a {kind}")
        self.at = at


class WrongShape(BadNumber):
    """Raised when a number is not built as documents of its kind are."""


class WrongCheckCharacter(BadNumber):
    """Raised when the check character of a number does not fit the others: something is mistyped."""


class ImpossibleBirthDate(BadNumber):
    """Raised when the date of birth inside a number is no day of the calendar, or too long ago."""


class NotYetBorn(RegistryError):
    """Raised when an age is asked for on a day before the birth."""


class BadItemCode(RegistryError):
    """Raised when the code of an item, a handling item or a case is not built by GB/T 39554.1."""


class CaseNumbersUsedUp(RegistryError):
    """Raised when a 10 000th case of one item and day would need a number of four digits."""
