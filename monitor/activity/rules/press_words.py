"""Words that show who speaks in a text and in what tone, by language.

They are function words and turns of phrase: none of them tells what a text is about.
"""

from __future__ import annotations

FIRST, SECOND, SPOKEN = "first", "second", "spoken"
KINDS = (FIRST, SECOND, SPOKEN)

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        FIRST: """i we our ours us my me myself ourselves i'm i've i'll i'd we're we've we'll we'd let's mine""",
        SECOND: """you your yours you'll you're you've you'd yourself""",
        SPOKEN: """don't doesn't didn't can't won't isn't aren't wasn't it's that's there's here's what's they're
            couldn't wouldn't shouldn't haven't hasn't just really actually maybe pretty lot stuff things thing
            basically guess think thought got getting gonna kind nice cool fun ok okay oh hey hi thanks thank sorry
            anyway kinda quite probably sure lots something someone why how honestly obviously simply""",
    },
    "nl": {
        FIRST: """ik wij we ons onze mijn mij me m'n mezelf onszelf""",
        SECOND: """je jij jou jouw jullie u uw jezelf""",
        SPOKEN: """gewoon eigenlijk best even eens natuurlijk misschien echt leuk leuke mooi mooie gezellig lekker dus
            toch nou ja nee hoi hallo dingen ding heel erg wel trouwens vind vinden denk dacht graag bedankt sorry
            waarom hoe zo'n eens gelukkig helaas best tof toffe handig simpel hopelijk overigens laten kijk zelf""",
    },
    "de": {
        FIRST: """ich wir uns unser unsere unseren unserem unserer unseres mein meine meinen meiner mir mich""",
        SECOND: """du dir dich dein deine deinen deiner ihr euch euer eure""",
        SPOKEN: """einfach eigentlich natürlich vielleicht wirklich schon mal halt eben ja nein hallo also doch ganz
            sehr toll schön gut leider finde finden denke gerne danke warum wie dinge etwas man quasi ziemlich
            übrigens""",
    },
    "fr": {
        FIRST: """je j'ai j'y nous notre nos mon ma mes moi me m'a c'est""",
        SECOND: """vous votre vos tu ton ta tes toi te""",
        SPOKEN: """vraiment peut-être juste bien voilà donc bref super chouette plutôt truc choses chose assez trop très
            merci bonjour salut pourquoi comment d'ailleurs franchement évidemment ça cela oui non désolé pense
            crois""",
    },
}


def _agreed(kind: str) -> frozenset[str]:
    """Words of a kind on which the languages do not disagree."""
    told = {(word, one) for kinds in _WORDS.values() for one, words in kinds.items() for word in words.split()}
    return frozenset(
        word for word, one in told if one == kind and not any((word, k) in told for k in KINDS if k != kind)
    )


WORDS: dict[str, dict[str, frozenset[str]]] = {
    language: {kind: frozenset(words.split()) for kind, words in kinds.items()} for language, kinds in _WORDS.items()
} | {"unknown": {kind: _agreed(kind) for kind in KINDS}}
"""Language -> `FIRST`, `SECOND` or `SPOKEN` -> words in lower case; for an unknown language those none disputes."""

_QUESTION_WORDS = {
    "en": "how why what when who which where should can do does is are",
    "nl": "hoe waarom wat wanneer wie welke waar is zijn kan kun moet mag zo",
    "de": "wie warum was wann wer welche wo ist sind kann so",
    "fr": "comment pourquoi que quoi quand qui quel quelle où est-ce",
}
QUESTION_WORDS = {language: frozenset(words.split()) for language, words in _QUESTION_WORDS.items()}
"""First words of a heading that asks or explains."""
