"""The working-time guard: limits as data, what the hours of a person make of them, and words for it.

The limits are a safeguard for trainees, not legal advice: many of them are no workers in law. What is
counted, and how:

* Time is real time. A shift from 22:00 to 06:00 lasts 7 h in the night the clocks go forward and 9 h
  when they go back, though the hour chart, which is signed, says 8 h. An hour that exists twice is
  the first of the two.
* A shift belongs to the day it begins on. The day's and the week's total, the break and the age go by
  that day. Free days and Sundays go by the calendar.
* All companies count together: every live placement of the person, under all groups they came with. An
  hour that two companies claim counts twice in the totals, because somebody has to look at it.
* Rest between days lies between the last end of all days before and the first start of a day. The
  week's rest is the longest one that begins in the week; it may reach into the next one, and what
  began before Monday counts from Monday on, so that no rest serves two weeks.
* A limit holds by age on the very day. Of a week in which the age changes, a limit on the week counts
  the days up to the last one it holds for; the rest in a week, the average and night shifts go by
  Sunday.
* The average is that of the weeks worked in (absences are neutral: 2003/88/EC, article 16(b)), from
  the second one on.
* Charts say how long a break was, not when: only a timetable that says so is asked how long somebody
  works without one.
"""
