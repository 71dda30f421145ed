"""Times as they are kept: whole milliseconds since the epoch, in UTC."""

from datetime import UTC, datetime


def millis(at: datetime) -> int:
    """Milliseconds since the epoch."""
    return round(at.timestamp() * 1000)


def moment(at: int) -> datetime:
    """The time, in UTC, of milliseconds since the epoch."""
    return datetime.fromtimestamp(at / 1000, UTC)
