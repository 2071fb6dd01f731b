"""Ways to break the example caseload.

Per fault: what is replaced, by what, the path that is named, and words of the message. The line is
that of «§» in the replacement (it is taken out), else that of the first sign that differs.
"""

KARIN = "{key: karin,  name: Karin Berg,"
P1 = "participants[0]"
STEP = f"{P1}.plans[1].goals[0].sub_goals[0].steps[0]"
FIA = "participants[1].plan.goals[0].sub_goals[0].steps[0]"

CASELOAD_FAULTS = {
    "another version": (
        "caseload/1",
        "caseload/2",
        "format",
        "known are: municipality/1, caseload/1, questionnaire/1",
    ),
    "a staff member misspelt": (
        "contacts: [{staff: sara, main",
        "contacts: [{staff: sarra, main",
        "participants[1].contacts[0].staff",
        'no staff member "sarra"; did you mean "sara"?',
    ),
    "an unknown doer": (
        "doer: {staff: sara}",
        "doer: {staff: bert-ola}",
        f"{FIA}.doer.staff",
        'no staff member "bert-ola"; known are',
    ),
    "an unknown organisation": (
        "{organisation: adult-education}",
        "{organisation: adult-educaton}",
        f"{STEP}.with[0].organisation",
        'did you mean "adult-education"?',
    ),
    "an unknown owner": (
        "owner: employment-service",
        "owner: employment",
        f"{P1}.plans[0].owner",
        'no organisation "employment"',
    ),
    "an unknown measure": (
        "measure: language-training\n",
        "measure: language\n",
        f"{P1}.plans[1].goals[0].sub_goals[0].steps[1].measure",
        'no measure "language"',
    ),
    "an unknown measure taken part in": (
        "{measure: health-motivation",
        "{measure: health",
        f"{P1}.measures[1].measure",
        'no measure "health"',
    ),
    "an unknown role": (
        "role: unit-manager",
        "role: manager",
        "staff[5].role",
        'no role "manager"; did you mean "unit-manager"?',
    ),
    "an unknown track": (
        "track: occupation",
        "track: occupatoin",
        "participants[4].track",
        'did you mean "occupation"?',
    ),
    "an unknown stage": (
        "stage: assess",
        "stage: asses",
        "participants[3].stage",
        'did you mean "assess"?',
    ),
    "another municipality": (
        "municipality: timra",
        "municipality: ange",
        "municipality",
        'serves "timra", not "ange"',
    ),
    "an unknown key": (
        'follow_up_on: "+5w"',
        'folow_up_on: "+5w"',
        "participants[1].plan.folow_up_on",
        'unknown key "folow_up_on"; did you mean "follow_up_on"?',
    ),
    "a key that stands twice": (
        "    name: Bashir Aden\n",
        "    name: Bashir Aden\n    §name: Bashir\n",
        "participants[1].name",
        "stands on line",
    ),
    "a participant who stands twice": (
        "key: P-1002",
        "key: P-1001",
        "participants[1].key",
        'the participant "P-1001" stands on line',
    ),
    "staff that stand twice": (
        "{key: lars,",
        "{key: karin,",
        "staff[1].key",
        'the staff member "karin" stands on line',
    ),
    "an address that stands twice": (
        "email: lars@example.org",
        "email: Karin@example.org",
        "staff[1].email",
        "stands on line",
    ),
    "no key": ("  - key: P-1002\n    name", "  - name", "participants[1]", '"key" is missing'),
    "no name": (f"{KARIN}", "{key: karin,", "staff[0]", '"name" is missing'),
    "an empty key": ("key: P-1002", "key: ''", "participants[1].key", "this is empty; a key"),
    "an empty text": (
        "{sv: Körkortsteori}",
        "{sv: ' '}",
        "participants[2].plan.goals[0].sub_goals[0].text.sv",
        "this is empty",
    ),
    "no text at all": (
        "{sv: Körkortsteori}",
        "",
        "participants[2].plan.goals[0].sub_goals[0].text",
        "this is empty",
    ),
    "a text without languages": (
        "{sv: Körkortsteori}",
        "{}",
        "participants[2].plan.goals[0].sub_goals[0].text",
        "this is empty",
    ),
    "a list for a text": (
        "name: Olena Koval",
        "name: [Olena]",
        "participants[3].name",
        "a text is expected here, not a list",
    ),
    "a mapping for a name": (
        "name: Olena Koval",
        "name: {sv: Olena}",
        "participants[3].name",
        "a text is expected here, not a mapping",
    ),
    "a mapping for a list": (
        '[{staff: mehdi, main: true, from: "-26w"}]',
        "{staff: mehdi}",
        "participants[2].contacts",
        "a list is expected here, not a mapping",
    ),
    "a text for a mapping": (
        "interpreter: {language: so}",
        "interpreter: somali",
        f"{P1}.interpreter",
        'a mapping (key: value) is expected here, not "somali"',
    ),
    "contacts with nothing after them": (
        'contacts: [{staff: mehdi, main: true, from: "-3w"}]',
        "contacts:",
        "participants[6].contacts",
        "for none, write []",
    ),
    "a kind of plan that is not": (
        "kind: action-plan",
        "kind: actionplan",
        "participants[1].plan.kind",
        'did you mean "action-plan"?',
    ),
    "a kind of step that is not": (
        'kind: own, due_on: "+6w"',
        'kind: optional, due_on: "+6w"',
        "participants[2].plan.goals[0].sub_goals[0].steps[0].kind",
        '"optional" is unknown',
    ),
    "a reason that is not": (
        "reason: first-visit-done",
        "reason: first-visit",
        f"{P1}.earlier_contacts[0].reason",
        'did you mean "first-visit-done"?',
    ),
    "an outcome that is not": (
        "outcome: employed",
        "outcome: employd",
        "participants[7].measures[1].outcome",
        'did you mean "employed"?',
    ),
    "a language that is not": (
        "language: uk",
        "language: swedish!",
        "participants[3].language",
        "not a language code (BCP 47)",
    ),
    "a language with an underscore": (
        "own_words: {so:",
        "own_words: {so_SO:",
        f"{P1}.plans[1].own_words.so_SO",
        "not a language code (BCP 47)",
    ),
    "an address that is none": (
        "email: karin@example.org",
        "email: karin(at)example.org",
        "staff[0].email",
        "is not an e-mail address",
    ),
    "neither yes nor no": (
        "protected: true",
        "protected: perhaps",
        "participants[5].protected",
        "true or false is expected",
    ),
}
