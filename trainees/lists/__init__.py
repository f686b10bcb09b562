"""Lists as schools and partners really send them: bytes and a file name in, rows of cells out."""

from trainees.lists.headers import Vocabulary
from trainees.lists.reader import read_list
from trainees.lists.table import Cell, ListError, Row, Table

__all__ = ["Cell", "ListError", "Row", "Table", "Vocabulary", "read_list"]
