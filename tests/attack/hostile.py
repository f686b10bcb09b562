"""What nobody types by mistake: values that break forms, and words that break out of their place."""

NUL = "ab\x00cd"
LONE = "\udce9t\udc00"  # half a character: sent as bytes that are no UTF-8
RTL = "abc\u202egnp.exe"
LONG = "x" * 20_000
DIGITS = "9" * 5000  # more than Python reads as a number
GARBAGE = [
    NUL,
    LONE,
    LONG,
    DIGITS,
    RTL,
    "-1",
    "1.5e308",
    "9999-99-99",
    "🦘\u200b\ufeff",
    "٣",
    "[]",
    "</textarea><script>alert(1337)</script>",
]

# By what a field expects: values of the right kind that lie beyond anything sensible.
EXTREMES = {
    "date": ["9999-12-31", "0001-01-01"],
    "time": ["23:59", "00:00"],
    "number": ["2147483648", "-1"],
    "hidden": ["2147483648"],
    "select": ["2147483648"],
    "checkbox": ["999999"],
    "radio": ["999999"],
    "email": ["a@b.c\r\nBcc: all@evil.example"],
}
EXTREME_TEXTS = [RTL, "\r\nBcc: all@evil.example", "{{ 7|add:7 }}", "%s%n{0}", NUL, DIGITS[:40]]
# In place of a key, a day or a code of an address.
IN_ADDRESSES = [
    "%00",
    "%ff",
    "9" * 60,
    "9999-12-27",
    "0001-01-01",
    "9999-W52",
    "-1",
    "x" * 300,
    "%F0%9F%A6%98",
]
