"""What a certificate says, frozen: one JSON-able dict that is stored, digested and printed.

Plain values only. Moments and dates are ISO 8601 strings, times are minutes, scores 0-100 with None for *not
observed*. Words are in the certificate's language; dates and numbers get theirs when they are printed. The
sections are those of the Europass Mobility document; an empty string or list means the section is left out.
What is `NotRequired` came with later versions: contents of earlier ones are still printed.
"""

import hashlib
import json
from typing import Any, NotRequired, TypedDict


class Holder(TypedDict):
    first_names: str
    surnames: str
    birth_date: str  # or empty
    nationality: str  # in words, or empty


class Organisation(TypedDict):
    name: str
    address: str
    country: str  # in words
    tutor: str
    tutor_role: str  # position, or empty
    contact: str  # e-mail address or phone number of the tutor, or empty


class Experience(TypedDict):
    field: str
    starts_on: str
    ends_on: str  # last working day
    programme: str
    project_code: str
    language_used: str
    agreed_minutes: int | None
    signed_minutes: int
    days_absent: int
    attendance: NotRequired[int | None]  # percent of the days on which work was agreed; newer ones
    objective: str
    tasks: list[str]
    mobility_id: NotRequired[str]
    activity: NotRequired[str]  # the kind of mobility, as its programme calls it
    qualification: NotRequired[str]  # what the trainee learns for at home
    qualification_level: NotRequired[int | None]  # of the EQF, 1-8
    recognition: NotRequired[str]


class Skill(TypedDict):
    """A skill of ESCO that an objective was linked to."""

    uri: str
    label: str


class Result(TypedDict):
    """An objective or an indicator."""

    name: str
    start: int | None
    self: int | None
    company: int | None
    final: int | None
    agency: NotRequired[int | None]  # of indicators from version 4 on, which have no final one
    esco: NotRequired[list[Skill]]  # of objectives; newer ones


class Week(TypedDict):
    number: int  # of the placement, from 1
    starts_on: str
    ends_on: str
    minutes: int  # corrections included
    signed_minutes: NotRequired[int]  # as they were signed; not in contents of version 1
    signed_on: str
    is_paper: NotRequired[bool]  # by hand; not in contents of version 1


class Signature(TypedDict):
    name: str
    role: str  # in words
    signed_at: str  # with its offset from UTC; by hand: the date on the paper alone
    is_paper: NotRequired[bool]
    hours_week: NotRequired[
        int
    ]  # signed were the hours of this week of the placement, nothing else
    is_confirmation: NotRequired[bool]  # of everything the certificate says of the company


class Badge(TypedDict):
    picture: str  # duration-1 to merit-3
    name: str


class Second(TypedDict):
    """The same in a second language: the words of the paper, and the values that have some in it."""

    language: str
    labels: dict[str, str]
    dates: dict[str, Any]  # months and patterns
    lead: str
    absences: str
    nationality: str
    countries: dict[str, str]  # of sending, host, intermediary
    objectives: list[str]
    indicators: list[str]
    roles: list[str]  # of those who signed


class Content(TypedDict):
    version: int
    language: str
    number: str
    code: str  # without dashes
    verify_url: str
    issued_on: str
    issued_in: str
    europass_number: (
        str  # only one that a National Europass Centre or the sending organisation gave
    )
    holder: Holder
    sending: Organisation
    host: Organisation
    intermediary: Organisation
    experience: Experience
    objectives: list[Result]
    overall: Result
    indicators: list[Result]
    signatures: list[Signature]
    badges: list[Badge]
    weeks: list[Week]
    note: str
    remark: NotRequired[str]  # of the trainee on the results, if they want it on the paper
    supersedes: NotRequired[str]  # number of the certificate this one was issued in place of
    confirmed_digest: NotRequired[str]  # of what the company confirmed, SHA-256; or empty
    second: NotRequired[Second | None]  # None: English alone


def canonical(content: Content) -> bytes:
    """The one spelling of `content` that is digested: sorted keys, no blanks, UTF-8 (as RFC 8785 for our values)."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(content: Content) -> str:
    """SHA-256 of the canonical spelling, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()
