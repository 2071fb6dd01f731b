"""Ways to break the form of the example caseload, so that it can hardly be read; see `caseload_faults`."""

FORM_FAULTS = {
    "a sign that cannot be printed": (
        "name: Olena Koval",
        'name: "Olena\\u0000"',
        "participants[3].name",
        "a control character (U+0000)",
    ),
    "an alias": ("name: Olena Koval", "name: *olena", "", "the alias *olena is not read"),
    "a tag of Python": (
        "name: Olena Koval",
        "name: !!python/object/apply:os.system [ls]",
        "",
        "the tag !!python/object/apply:os.system",
    ),
    "a merged mapping": (
        "    name: Olena Koval\n",
        "    name: Olena Koval\n    §<<: {protected: true}\n",
        "participants[3].<<",
        'unknown key "<<"',
    ),
    "a second document": (
        "  - key: P-1008",
        "---\n  - key: P-1008",
        "",
        "a second document begins",
    ),
    "brackets that are not closed": (
        "    name: Olena Koval\n",
        "    name: [Olena Koval\n    §language: uk\n",
        "",
        "this is not YAML",
    ),
    "a tab": ("    name: Olena Koval\n", "\t§name: Olena Koval\n", "", "this is not YAML"),
}
