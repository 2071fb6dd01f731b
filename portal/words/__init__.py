"""Hard words on the pages, in letters and in decisions, explained in plain words (språklagen 11–12 §§)."""
