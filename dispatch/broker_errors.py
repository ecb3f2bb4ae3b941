"""What can go wrong between the pump and those who do the work; rows stay due whatever it is."""

from dispatch.errors import QueueError


class BrokerFull(QueueError):
    """Raised when more messages are under way than the in-process broker holds."""


class BrokerAway(QueueError):
    """Raised when the broker cannot be reached or refuses us; says by which class of error."""


class DelayRefused(QueueError):
    """Raised when a message is to be delayed by the broker: waiting is done by rows."""
