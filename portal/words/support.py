"""Plans, meetings and support on the way."""

from flask_babel import lazy_gettext as _

from portal.words.word import Word

WORDS = (
    Word(
        "aktualisera",
        _("Din handläggare eller någon annan anmäler dig till något, till exempel till ett stöd."),
    ),
    Word("arbetsför", _("Du kan arbeta.")),
    Word("arbetsprövning", _("Du prövar att arbeta. Då ser ni vad du kan och vad du behöver.")),
    Word("arbetsträning", _("Du övar på att arbeta. Du får stöd när du övar.")),
    Word("delmål", _("En del av vägen till ditt mål.")),
    Word("drop-in", _("Du kommer utan att boka tid.")),
    Word("egen försörjning", _("Du klarar dig på egna pengar, till exempel lön.")),
    Word(
        "FIA",
        _(
            "Ett långt samtal om vad du kan och vad du behöver. Namnet betyder Förutsättningar för arbete."
        ),
    ),
    Word(
        "handlingsplan",
        _("En plan för vad du ska göra, och vem som hjälper dig. Ni skriver den tillsammans."),
    ),
    Word("insats", _("Ett stöd som hjälper dig att komma vidare, till exempel praktik.")),
    Word("nybesök", _("Ditt första möte hos oss.")),
    Word("praktik", _("Du prövar ett arbete på en arbetsplats. Du är inte anställd där.")),
    Word("progression", _("Små steg framåt.")),
    Word("rehabilitering", _("Stöd och träning, så att du mår bättre och orkar mer.")),
    Word("SFI", _("Svenska för invandrare. Det är en kurs där du lär dig svenska.")),
    Word(
        "SIP",
        _(
            "Samordnad individuell plan. Det är en plan ihop med vården. Den görs bara om du säger ja."
        ),
    ),
    Word("språkträning", _("Du övar på att prata svenska på en arbetsplats.")),
    Word("trepartsmöte", _("Ett möte med dig, din handläggare och vården.")),
    Word("uppföljning", _("Ni ses och pratar om hur planen går.")),
    Word("utvecklingsplan", _("En plan för hur du ska komma vidare mot arbete eller studier.")),
    Word("validering", _("Du får bevis på det du redan kan.")),
    Word("verkställa", _("Göra det som är bestämt.")),
)
