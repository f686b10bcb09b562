"""A believable agency to walk around in. Deterministic for a given day; never in production."""
