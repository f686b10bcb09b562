"""The help desk's pages on the desk; each subject has its own module."""

from .callbacks import admin as _callbacks  # noqa: F401 - registers its page
