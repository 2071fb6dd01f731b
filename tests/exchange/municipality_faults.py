"""Ways to break Timrå's file.

Per fault: what is replaced, by what, the path that is named, and words of the message. The line is
that of «§» in the replacement (it is taken out), else that of the first sign that differs.
"""

MUNICIPALITY_FAULTS = {
    "another municipality": (
        "key: timra",
        "key: ange",
        "municipality.key",
        'serves "timra", and this file is about "ange"',
    ),
    "a kind of organisation that is not": (
        "kind: authority",
        "kind: autority",
        "organisations[6].kind",
        'did you mean "authority"?',
    ),
    "an organisation twice": (
        "key: health-care\n",
        "key: social-insurance\n",
        "organisations[8].key",
        "stands on line",
    ),
    "a negative number": (
        "participants: 16",
        "participants: -16",
        "measures[0].participants",
        "-16 is not between 0",
    ),
    "a number in words": (
        "minutes: 60,  bookable_by: staff",
        "minutes: an hour, bookable_by: staff",
        "meeting_types[0].minutes",
        "a whole number is expected",
    ),
    "an unknown class": ("skr: 7,", "skr: 13,", "measures[0].skr", 'no SKR class "13"'),
    "a class in words": (
        '  1: {sv: "Arbetsprövning',
        '  one: {sv: "Arbetsprövning',
        "skr_classes.one",
        'not "one"',
    ),
    "an unknown provider": (
        "provider: competence-centre,    participants: 16",
        "provider: centre, participants: 16",
        "measures[0].provider",
        'no organisation "centre"',
    ),
    "an unknown owner of a stage": (
        "owner: competence-centre,\n",
        "owner: competence,\n",
        "process[2].owner",
        'did you mean "competence-centre"?',
    ),
    "an unknown role": (
        "roles: [social-worker, specialist-social-worker]",
        "roles: [social-work, specialist-social-worker]",
        "organisations[0].roles[0]",
        'did you mean "social-worker"?',
    ),
    "drop-in on no day": (
        "drop_in: {weekday: thursday, ",
        "drop_in: {",
        "organisations[0].drop_in",
        '"weekday" is missing',
    ),
    "weeks backwards": (
        "every_weeks: [6, 8]",
        "every_weeks: [8, 6]",
        "meeting_types[1].every_weeks",
        "8 is after 6",
    ),
    "one end of a span": (
        "every_weeks: [6, 8]",
        "every_weeks: [6]",
        "meeting_types[1].every_weeks",
        "2 items are expected here, not 1",
    ),
    "a meeting with nobody known": (
        "with: [economic-support]",
        "with: [contact]",
        "meeting_types[0].with[0]",
        'no organisation "contact"',
    ),
    "a routine that is not": (
        "  case_review_per_year",
        "  case_reviews_per_year",
        "routines.case_reviews_per_year",
        'did you mean "case_review_per_year"?',
    ),
    "a time zone that is not": (
        "Europe/Stockholm",
        "Europe/Stokholm",
        "municipality.time_zone",
        'did you mean "Europe/Stockholm"?',
    ),
    "a ready-made step without words": (
        "  - {key: attend-sfi,         text: {sv: Gå på SFI},",
        "  - {key: attend-sfi,",
        "ready_steps[7]",
        '"text" is missing',
    ),
    "a ready-made step of no measure": (
        "measure: work-training-internal,\n",
        "measure: work-trainings-internal,\n",
        "ready_steps[10].measure",
        'did you mean "work-training-internal"?',
    ),
    "a ready-made step that nobody does": (
        'doer: staff,\n     why: {sv: "Vi frågar',
        'doer: nobody,\n     why: {sv: "Vi frågar',
        "ready_steps[11].doer",
        '"nobody" is unknown; known are: participant, staff',
    ),
    "a ready-made step twice": (
        "key: attend-sfi,",
        "key: apply-sfi,",
        "ready_steps[7].key",
        "stands on line",
    ),
    "a ready-made step with an unknown key": (
        '     bring: {sv: "Ta med legitimation och en lista',
        '     brings: {sv: "Ta med legitimation och en lista',
        "ready_steps[5].brings",
        'did you mean "bring"?',
    ),
    "a place without a name": (
        "name: {sv: Kommunhuset}, ",
        "",
        "places[0]",
        '"name" is missing',
    ),
    "a place twice": (
        "{key: competence-centre, name: {sv: Kompetenscenter}, address",
        "{key: town-hall, name: {sv: Kompetenscenter}, address",
        "places[1].key",
        "stands on line",
    ),
    "a place with an unknown key": (
        'directions: {sv: "Dörren',
        'direction: {sv: "Dörren',
        "places[1].direction",
        'did you mean "directions"?',
    ),
    "a place with two addresses": (
        'address: "Exempelgatan 5, Timrå"',
        "address: [Exempelgatan 5, Timrå]",
        "places[1].address",
        "not a list",
    ),
    "no languages": (
        "languages: [sv]",
        "languages: []",
        "municipality.languages",
        "at least 1 items",
    ),
}
