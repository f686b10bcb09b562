"""Learning agreements, and the Italian training plan (*progetto formativo*, DM 142/1998, article 4).

`drafting` begins a version with what is known and typed before, `typed` is what can be typed; `content` freezes
it with everything else when it is sent; `signing` takes signatures by account, by link and on paper, and
refusals; `paper` prints it. A change after signing is a new version that replaces the signed one once it is sent.
"""
