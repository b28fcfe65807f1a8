"""xs:date: from text, compared, and back to text. A date without a zone is in the zone of this machine."""

import re
import time
from typing import Any, Final

from ubltools.validation.native.errors import DynamicError

_DATE: Final = re.compile(
    r"[ \t\r\n]*(-?(?:[1-9][0-9]{4,}|[0-9]{4}))-([0-9]{2})-([0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?[ \t\r\n]*"
).fullmatch
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MOST_MINUTES: Final = 14 * 60


class Date(int):
    """A day, as the minute at which it begins; text: as XPath writes it."""

    text: str


def date_of(value: Any) -> Any:
    """xs:date(value). Raises FORG0001."""
    if value is None or isinstance(value, Date):
        return value
    if not isinstance(value, str):
        raise DynamicError("XPTY0004", "a date is needed, and this is none")
    match = _DATE(value)
    if match is None:
        raise DynamicError("FORG0001", f'"{value[:80]}" is no date')
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    zone = _zone(match[4])
    if zone is None or not (1 <= month <= 12 and 1 <= day <= _length(year, month)):
        raise DynamicError("FORG0001", f'"{value[:80]}" is no date')
    date = Date(_day_number(year, month, day) * 1440 - zone)
    date.text = value.strip(" \t\r\n").replace("+00:00", "Z").replace("-00:00", "Z")
    return date


def castable_date(value: Any) -> None:
    """Nothing, where date_of gives a date; that does not depend on the machine, so it is remembered."""
    if value in _castable:
        return
    date_of(value)
    if isinstance(value, str) and len(value) < _SHORT:
        if len(_castable) >= _MOST_REMEMBERED:
            _castable.clear()
        _castable.add(value)


_SHORT: Final = 40
_MOST_REMEMBERED: Final = 20_000
_castable: Final[set[str]] = set()  # as far as they were met


def _zone(written: str | None) -> int | None:
    """Minutes east of Greenwich; None for a zone that there is not."""
    if written is None:
        return time.localtime().tm_gmtoff // 60
    if written == "Z":
        return 0
    hours, minutes = int(written[1:3]), int(written[4:6])
    total = hours * 60 + minutes
    if minutes > 59 or total > _MOST_MINUTES:
        return None
    return -total if written[0] == "-" else total


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _length(year: int, month: int) -> int:
    return 28 if month == 2 and not _is_leap(year) else _DAYS[month - 1]


def _day_number(year: int, month: int, day: int) -> int:
    """Days in the Gregorian calendar, carried on in both directions."""
    years = year - 1 if month <= 2 else year
    since_march = (month + 9) % 12
    return years * 365 + years // 4 - years // 100 + years // 400 + (since_march * 306 + 5) // 10 + day - 1
