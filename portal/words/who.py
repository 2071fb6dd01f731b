"""People, authorities and offices that she meets."""

from flask_babel import lazy_gettext as _

from portal.words.word import Word

WORDS = (
    Word("Arbetsförmedlingen", _("En myndighet. Den hjälper dig att söka jobb.")),
    Word(
        "arbetskonsulent", _("En person i kommunen. Hon eller han hjälper dig på väg mot arbete.")
    ),
    Word("arbetsterapeut", _("En person som hjälper dig att klara arbete och vardag.")),
    Word("Försäkringskassan", _("En myndighet. Den bestämmer om pengar när du är sjuk.")),
    Word("förvaltningsrätten", _("En domstol. Den tittar på beslutet om du överklagar.")),
    Word(
        "god man",
        _("En person som är utsedd för att hjälpa dig med pengar, papper och rättigheter."),
    ),
    Word("handledare", _("En person som visar dig arbetet.")),
    Word("handläggare", _("Den som arbetar med ditt ärende hos kommunen eller en myndighet.")),
    Word("hälsocentral", _("Dit går du när du är sjuk. På många platser heter det vårdcentral.")),
    Word("komvux", _("Skola för vuxna.")),
    Word("kontaktperson", _("Den du ska fråga först. Du ser namnet när du har loggat in.")),
    Word(
        "medhandläggare", _("En handläggare till. Ibland är det två som arbetar med ditt ärende.")
    ),
    Word("myndighet", _("En del av staten eller kommunen. Den följer lagen och fattar beslut.")),
    Word("ombud", _("En person som talar för dig. Du väljer själv vem.")),
    Word("regionen", _("Den som ansvarar för vården där du bor.")),
    Word(
        "rehabkoordinator", _("En person i vården. Hon eller han hjälper dig tillbaka till arbete.")
    ),
    Word("rehabsamordnare", _("En person som planerar din arbetsträning tillsammans med dig.")),
    Word("socialsekreterare", _("Din handläggare på socialtjänsten.")),
    Word("socialtjänsten", _("Den del av kommunen som ger stöd till den som behöver.")),
    Word("studie- och yrkesvägledare", _("En person som hjälper dig att välja studier och yrke.")),
    Word("tolk", _("En person som översätter när vi pratar. Säg till om du behöver tolk.")),
)
