"""A meeting as a calendar file. RFC 5545 (the text), RFC 5546 3.2.1 (METHOD:PUBLISH).

A calendar is read on many screens by many people, so it says only that there is a meeting: no child, no need.
"""

from datetime import UTC, datetime, timedelta

from spinney.plans.types.review import Invitation

MOST_OCTETS = 75  # RFC 5545 section 3.1, without the line break
SUMMARY = "School meeting"
TELLS = "Sign in to see what this meeting is about and to add your views."


def calendar(meeting: Invitation) -> str:
    ends = meeting.starts + timedelta(minutes=meeting.minutes)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Spinney//School meetings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{_utc(meeting.made_at)}",
        f"DTSTART:{_utc(meeting.starts)}",
        f"DTEND:{_utc(ends)}",
        f"SUMMARY:{escaped(SUMMARY)}",
        *([f"LOCATION:{escaped(meeting.place)}"] if meeting.place else []),
        f"DESCRIPTION:{escaped(TELLS)}",
        f"URL:{meeting.link}",
        f"ORGANIZER;CN=School:{meeting.link}",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """RFC 5545 section 3.3.11."""
    for plain, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, safe)
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """Long lines go on after a break and one space; a letter of several octets is never cut in two."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > MOST_OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + octets
    return "\r\n".join([*parts, part])


def names_someone(place: str, names: tuple[str, ...]) -> bool:
    """Whether a place that was typed holds one of the child's names as a word."""
    words = {
        word.strip(".,;:’'()").casefold()
        for word in place.replace("’s", " ").replace("'s", " ").split()
    }
    own = {part.casefold() for name in names for part in name.split() if len(part) > 1}
    return bool(words & own)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
