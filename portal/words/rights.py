"""Money, decisions, and what is written about her."""

from flask_babel import lazy_gettext as _

from portal.words.word import Word

WORDS = (
    Word(
        "aktiveringskod",
        _("En kod som du får av din kontaktperson. Med den loggar du in första gången."),
    ),
    Word(
        "aktivitetsersättning",
        _(
            "Pengar när du är ung och länge inte kan arbeta för att du är sjuk. Försäkringskassan bestämmer."
        ),
    ),
    Word("beslut", _("Det som kommunen eller en myndighet har bestämt.")),
    Word("ekonomiskt bistånd", _("Pengar från kommunen. Försörjningsstöd är en del av det.")),
    Word(
        "försörjningsstöd",
        _("Pengar från kommunen när dina egna pengar inte räcker. Du måste ansöka om dem."),
    ),
    Word("gallring", _("Kommunen tar bort gamla uppgifter om dig. Lagen säger när.")),
    Word("journal", _("Det som kommunen skriver ner om ditt ärende. Du kan be att få läsa det.")),
    Word("logg", _("En lista på vem som har öppnat dina uppgifter, och när. Du kan läsa den.")),
    Word("personakt", _("Mappen med kommunens papper om dig. Du kan be att få läsa dem.")),
    Word("PIN-kod", _("Siffror som du väljer själv. Med dem loggar du in på din telefon.")),
    Word("samtycke", _("Du säger ja till något. Du kan ändra dig senare.")),
    Word(
        "sekretess",
        _(
            "De som arbetar här får inte berätta om dig för andra. "
            "Det är tillåtet bara om du säger ja, eller om lagen säger det."
        ),
    ),
    Word(
        "sjukersättning",
        _(
            "Pengar när du är sjuk och troligen aldrig kan arbeta heltid. Försäkringskassan bestämmer."
        ),
    ),
    Word(
        "sjukpenning",
        _("Pengar när du är sjuk och inte kan arbeta just nu. Försäkringskassan bestämmer."),
    ),
    Word("utredning", _("Kommunen tar reda på vad du behöver. Sedan kommer ett beslut.")),
    Word("ärende", _("Allt som rör din ansökan eller ditt stöd hos kommunen.")),
    Word(
        "överklaga",
        _(
            "Du säger att ett beslut är fel. Då tittar en domstol på det. "
            "I beslutet står hur du gör, och hur lång tid du har."
        ),
    ),
    Word(
        "överlämning",
        _("Du får en ny kontaktperson. Den förra berättar om ditt ärende för den nya."),
    ),
)
