"""Papers that sending organisations want of their participants.

`asking` copies what is asked for into a group; `course` is a paper's way: handed in, sent back with a note or
accepted, delivered; `standing` says of each where it stands and whose turn it is; `reminding` writes once to
who is late, then the board (`signals`) tells the tutor; `packing` makes the ZIP.
"""
