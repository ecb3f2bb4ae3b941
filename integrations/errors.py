"""What can go wrong with the systems outside: the bus, licences, exchange, identity, payment, messages."""


class IntegrationError(Exception):
    """Raised when something with a system outside cannot be done; the root of this room's tree."""


class BusError(IntegrationError):
    """Raised when something about the bus cannot be done; the root of that branch."""


class UnusableSecret(BusError):
    """Raised when a subscriber's secret file is missing or holds no secret of 24 to 64 bytes."""


class NetworkInTransaction(BusError):
    """Raised when something would be sent while a transaction is open; that is a mistake in the caller."""


class RecordUnavailable(BusError):
    """Raised when a subscriber's own record cannot be asked, so nothing can be reconciled."""


class LicencesUnavailable(IntegrationError):
    """Raised when the store of licences cannot be asked, or answers in a way nobody agreed on."""
