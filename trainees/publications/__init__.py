"""Guidebook, info kit and house rules: written, published, read, confirmed, answered to."""
