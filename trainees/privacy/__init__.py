"""One's own data: taken along as a ZIP, and forgotten on request, as far as nothing must stay."""
