"""Badges for the length of a stay: who earned which level, what its credential says, how it is handed out."""
