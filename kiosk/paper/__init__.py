"""Papers drawn as PDF from values of `core`: fonts, layout, pages. Knows no machine and decides no word."""
