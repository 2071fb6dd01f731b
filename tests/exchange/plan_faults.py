"""Ways to break the days, hours and parties of the example caseload; see `caseload_faults`."""

P1 = "participants[0]"
FIRST = f"{P1}.plans[0].goals[0].sub_goals[0].steps[0]"
FIA = "participants[1].plan.goals[0].sub_goals[0].steps[0]"
KREHA = "participants[4].plan.goals[0].sub_goals[0].steps[0]"

PLAN_FAULTS = {
    "a day that is not": (
        'due_on: "-2d"',
        "due_on: 2026-02-30",
        "participants[2].plan.goals[0].sub_goals[0].steps[1].due_on",
        'there is no day "2026-02-30"',
    ),
    "a day in words": (
        'due_on: "-2d"',
        "due_on: soon",
        "participants[2].plan.goals[0].sub_goals[0].steps[1].due_on",
        "a date (2026-11-02, or +3d, -6w) is expected",
    ),
    "a number without its unit": (
        'due_on: "-2d"',
        'due_on: "+2"',
        "participants[2].plan.goals[0].sub_goals[0].steps[1].due_on",
        "a date",
    ),
    "a year from nowhere": (
        'due_on: "-2d"',
        "due_on: 0026-02-03",
        "participants[2].plan.goals[0].sub_goals[0].steps[1].due_on",
        "the year 26",
    ),
    "an end before the beginning": (
        'from: "-30w", until: "-20w"',
        'from: "-30w", until: "-40w"',
        f"{P1}.earlier_contacts[0].until",
        "is before its beginning",
    ),
    "a measure that ends first": (
        'from: "-24w", until: "-2w"',
        'from: "-2w", until: "-24w"',
        f"{P1}.measures[1].until",
        "is before its beginning",
    ),
    "hours that end first": (
        'from: "10:00", until: "12:00"',
        'from: "12:00", until: "12:00"',
        f"{FIRST}.weekly[0].until",
        "12:00 is not after 12:00",
    ),
    "a time that is not": (
        'from: "10:00"',
        'from: "25:00"',
        f"{FIRST}.weekly[0].from",
        'there is no time "25:00"',
    ),
    "a weekday that is not": (
        "weekday: tuesday",
        "weekday: tusday",
        f"{FIRST}.weekly[0].weekday",
        'did you mean "tuesday"?',
    ),
    "telephone hours backwards": (
        "09:00-10:00",
        "10:00-09:00",
        "staff[0].phone_hours",
        "09:00 is not after 10:00",
    ),
    "a step that nobody does": (
        "doer: {staff: sara}",
        "doer: {}",
        f"{FIA}.doer",
        "nobody is named; exactly one",
    ),
    "a step without its doer": ("doer: {staff: sara}, ", "", FIA, '"doer" is missing'),
    "a step that two do": (
        "doer: {staff: sara}",
        "doer: {staff: sara, participant: true}",
        f"{FIA}.doer",
        "participant and staff is named",
    ),
    "a doer who is not": (
        "with: [{participant: true}]",
        "with: [{participant: false}]",
        f"{FIA}.with[0].participant",
        "can only be true",
    ),
    "a demand in a track without demands": (
        "with: [{organisation: social-psychiatry}], kind: agreed",
        "with: [{organisation: social-psychiatry}], kind: required",
        f"{KREHA}.kind",
        'the track "occupation" carries no demands',
    ),
    "plan and plans": (
        "    measures: [{measure: development-year",
        "    §plans: []\n    measures: [{measure: development-year",
        "participants[6].plans",
        "stands beside plan",
    ),
    "two main contacts at once": (
        "{staff: lars,              about",
        "{staff: lars, main: true, about",
        f"{P1}.contacts[1].main",
        "are main contacts at the same time",
    ),
    "a contact twice": (
        'contacts: [{staff: sara, main: true, from: "-5w"}]',
        'contacts: [{staff: sara, from: "-5w"}, {staff: sara, from: "-5w"}]',
        "participants[1].contacts[1]",
        "is a contact from that day already",
    ),
    "the same measure twice": (
        'measures: [{measure: work-training-internal, from: "-26w"}]',
        "measures: [{measure: lingio, from: 0d}, {measure: lingio, from: 0d}]",
        "participants[2].measures[1]",
        "with that day already",
    ),
}
