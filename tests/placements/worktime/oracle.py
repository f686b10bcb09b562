"""The limits once more, minute by minute: slow, and written without a look at the engine's ways."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from placements.enums import LimitKind as Kind
from placements.worktime.rules import limits_on

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def check(shifts, *, first, last, person, rules, zone):
    """(kind, date, measured) of every limit not kept in the weeks of `first`..`last`."""
    monday = first - first.weekday() * DAY
    found = set()
    while monday <= last:
        found |= set(_week(shifts, monday, person, rules, zone))
        monday += 7 * DAY
    return found


def _minutes(shift, zone):
    """Every minute of a shift, as the local time at its beginning."""
    ends_on = shift.date if shift.ends_at > shift.starts_at else shift.date + DAY
    now = datetime.combine(shift.date, shift.starts_at, zone).astimezone(UTC)
    end = datetime.combine(ends_on, shift.ends_at, zone).astimezone(UTC)
    while now < end:
        yield now.astimezone(zone)
        now += MINUTE


def _is_night(moment, limit):
    at = moment.time()
    if limit.night_from < limit.night_to:
        return limit.night_from <= at < limit.night_to
    return at >= limit.night_from or at < limit.night_to


def _week(shifts, monday, person, rules, zone):
    days = [monday + n * DAY for n in range(7)]
    minutes = {shift: list(_minutes(shift, zone)) for shift in shifts}
    worked = {shift: max(len(minutes[shift]) - shift.break_minutes, 0) for shift in shifts}
    within = [shift for shift in shifts if shift.date in days]
    if not within:
        return
    touched = Counter(moment.date() for each in minutes.values() for moment in each)
    busy = {moment.astimezone(UTC) for each in minutes.values() for moment in each}

    def law(day):
        return limits_on(day, person, "", rules)

    for day in days:
        on = [shift for shift in shifts if shift.date == day]
        limits = law(day)
        if not on:
            continue
        total = sum(worked[shift] for shift in on)
        if (limit := limits.get(Kind.DAY)) and total > limit.minutes:
            yield Kind.DAY, day, total
        if limit := limits.get(Kind.NIGHT):
            night = sum(_is_night(moment, limit) for each in on for moment in minutes[each])
            if night > limit.minutes:
                yield Kind.NIGHT, day, night
        if limit := limits.get(Kind.DAILY_REST):
            begin = min(minutes[each][0] for each in on).astimezone(UTC)
            earlier = [m.astimezone(UTC) for s in shifts if s.date < day for m in minutes[s]]
            ends = max(earlier) + MINUTE if earlier else None
            rest = max((begin - ends) // MINUTE, 0) if ends else None
            if rest is not None and rest < limit.minutes:
                yield Kind.DAILY_REST, day, rest
        if (limit := limits.get(Kind.BREAK)) and total > limit.after_minutes:
            mine = {moment.astimezone(UTC) for each in on for moment in minutes[each]}
            span = (max(mine) - min(mine)) // MINUTE + 1
            pause = span - len(mine) + sum(each.break_minutes for each in on)
            if pause < limit.minutes:
                yield Kind.BREAK, day, pause

    for kind in (Kind.WEEK, Kind.FREE_DAYS):
        for limit in {law(day).get(kind) for day in days} - {None}:
            until = max(day for day in days if law(day).get(kind) == limit)
            if kind == Kind.WEEK:
                total = sum(worked[shift] for shift in within if shift.date <= until)
                if total > limit.minutes:
                    yield kind, monday, total
            else:
                free = 7 - sum(day in touched and day <= until for day in days)
                if free < limit.days:
                    yield kind, monday, free

    limits = law(days[-1])
    if (limit := limits.get(Kind.SUNDAY)) and (on_sunday := touched_on(minutes, days[-1])):
        yield Kind.SUNDAY, days[-1], on_sunday
    if limit := limits.get(Kind.WEEKLY_REST):
        rest = _longest_rest(busy, monday, zone)
        if rest is not None and rest < limit.minutes:
            yield Kind.WEEKLY_REST, monday, rest
    if limit := limits.get(Kind.AVERAGE):
        totals = Counter()
        for shift in shifts:
            totals[shift.date - shift.date.weekday() * DAY] += worked[shift]
        counted = [
            totals[monday - 7 * n * DAY] for n in range(limit.weeks) if totals[monday - 7 * n * DAY]
        ]
        if len(counted) > 1 and sum(counted) / len(counted) > limit.minutes:
            yield Kind.AVERAGE, monday, -(-sum(counted) // len(counted))
    if limit := limits.get(Kind.NIGHT_SHIFTS):
        nights = [
            worked[shift]
            for shift in within
            if sum(_is_night(m, limit) for m in minutes[shift]) >= limit.after_minutes
        ]
        if nights and sum(nights) / len(nights) > limit.minutes:
            yield Kind.NIGHT_SHIFTS, monday, -(-sum(nights) // len(nights))


def touched_on(minutes, day):
    near = [each for shift, each in minutes.items() if day - DAY <= shift.date <= day]
    return sum(moment.date() == day for each in near for moment in each)


def _longest_rest(busy, monday, zone):
    now = datetime.combine(monday, datetime.min.time(), zone).astimezone(UTC)
    end = datetime.combine(monday + 7 * DAY, datetime.min.time(), zone).astimezone(UTC)
    last = max(busy) if busy else now
    longest = run = 0
    begins = None
    while now <= last:
        if now in busy:
            run = 0
            begins = None
        else:
            begins = begins or now
            if begins < end:
                run += 1
                longest = max(longest, run)
        now += MINUTE
    is_open = max(last + MINUTE, datetime.combine(monday, datetime.min.time(), zone)) < end
    return None if is_open else longest
