"""How far the interface is translated: which pages a translator can reach, and how much each language says."""

from collections.abc import Mapping, Sequence

from spinney.jobs.reference.tables import page, table


def languages(bare: Mapping[str, Sequence[str]], told: Mapping[str, tuple[int, int]]) -> str:
    """`bare` is the words that cannot be translated, by template; `told` how many messages are, and of how many."""
    folders: dict[str, list[bool]] = {}
    for name, words in bare.items():
        folders.setdefault(name.partition("/")[0], []).append(not words)
    rows = [
        [f"`{folder}`", f"{sum(done)} of {len(done)}"] for folder, done in sorted(folders.items())
    ]
    left = [f"`{name}`" for name, words in bare.items() if words]
    return page(
        "Languages of the interface",
        "the templates and the translators' files of `spinney.web`",
        "Every word of a finished template goes through gettext. A page in Welsh says which of its words are "
        "English, so a page that is half done is read aloud rightly. `docs/guides/add-a-language.md` says how to "
        "do more.",
        table(
            ["Language", "Messages translated"],
            [[code, f"{n} of {of}"] for code, (n, of) in told.items()],
        ),
        "The Welsh is a draft: no entry has been read by someone whose language it is. Each says so beside it.",
        table(["Templates of", "Finished"], rows),
        "## Still in English only\n\n" + ", ".join(left) + ".",
    )
