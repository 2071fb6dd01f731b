"""How it goes for her, in her own words and steps, over time; and what her caseworker thinks beside."""
