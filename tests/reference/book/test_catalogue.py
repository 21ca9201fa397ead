from pathlib import Path

import pytest

from smtptui.reference.book import keywords, loading
from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Actor, Block, Status
from smtptui.reference.book.translation import HELD, hash_of, sections
from tests.pseudo import marked, speaking


def test_all_codes_are_there_in_their_order(catalogue: Catalogue) -> None:
    codes = [code.code for code in catalogue.codes]
    assert codes == sorted(codes) == list(catalogue.names)
    assert {"220", "504"} < set(codes)
    assert not {"101", "111", "532", "573"} & set(codes)


def test_one_code_is_read_from_its_own_file_alone_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    read_text = loading.read_text

    def noted(path: str) -> str:
        read.append(Path(path).name)
        return read_text(path)

    monkeypatch.setattr(loading, "read_text", noted)
    catalogue = Catalogue()
    assert catalogue.code("504") is catalogue.code("504")
    assert read == ["504.json"]


def test_a_code_has_its_facts_as_values(small: Catalogue) -> None:
    code = small.code("502")
    assert code.status is Status.STANDARD
    assert code.seen_enhanced == (("5.5.4", 2),)
    assert code.meanings[0].actor is Actor.CLIENT
    assert code.meanings[0].settings == (("Postfix", "disable_vrfy_command, x_y"),)
    assert code.meanings[1].commands == ("TURN",)


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("5044", ("504",)),
        ("2200", ("220", "200")),
        ("5o4", ("504", "524", "534")),
        ("506", ("500", "501", "502")),
    ],
)
def test_an_unknown_code_names_the_nearest(
    catalogue: Catalogue, asked: str, nearest: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownCode) as raised:
        catalogue.code(asked)
    assert raised.value.nearest == nearest
    assert nearest[0] in str(raised.value)


@pytest.mark.parametrize("asked", ["", "../504", "504.json", "٥٠٤", "５０４", "5\x0004", "504\n"])
def test_no_name_but_three_ascii_digits_reaches_the_files(catalogue: Catalogue, asked: str) -> None:
    with pytest.raises(UnknownCode):
        catalogue.code(asked)
    assert catalogue.article(asked) is None
    assert catalogue.replies(asked) == ()


def test_no_name_leads_out_of_the_directory(small: Catalogue, small_root: Path) -> None:
    table = (small_root / "facts" / "replies" / "502.tsv").read_text("utf-8")
    (small_root / "facts" / "secret.tsv").write_text(table, "utf-8")
    assert small.replies("../secret") == ()


def test_the_message_of_an_unknown_code_is_short_and_safe_to_show() -> None:
    message = str(UnknownCode("\x1b]52;c;x\x07" + "5" * 1000))
    assert message.isprintable()
    assert len(message) < 200


def test_the_message_lists_the_nearest_as_a_sentence() -> None:
    assert str(UnknownCode("1", ("a",))) == "the reference has no code '1'; the nearest is a"
    assert (
        str(UnknownCode("1", ("a", "b", "c"))) == "the reference has no code '1'; the nearest are a, b and c"
    )


def test_a_code_without_an_article_has_none(small: Catalogue) -> None:
    assert small.article("250") is None
    assert small.title("250") == "Done"


def test_an_article_is_read_by_its_headings(small: Catalogue) -> None:
    article = small.article("502")
    assert article is not None
    assert (article.code, article.title) == ("502", "Verb not there")
    assert small.title("502") == "Verb not there"


def test_a_language_without_the_article_falls_back_to_english(small_root: Path) -> None:
    (small_root / "articles" / "de").mkdir()
    assert Catalogue(language="de", root=small_root).title("502") == "Verb not there"


def test_a_translation_is_shown_that_was_held_against_the_english_of_today(small_root: Path) -> None:
    english = (small_root / "articles" / "en" / "502.md").read_text("utf-8")
    _translate(small_root, english.replace("Verb not there", "Verb fehlt"), held_against=english)
    assert Catalogue(language="de", root=small_root).title("502") == "Verb fehlt"


def test_a_section_whose_english_has_changed_is_shown_in_english_with_a_mark(small_root: Path) -> None:
    path = small_root / "articles" / "en" / "502.md"
    english = path.read_text("utf-8")
    _translate(small_root, english.replace("Verb not there", "Verb fehlt"), held_against=english)
    head, gist = english.split("gist: ", 1)
    path.write_text(f"{head}gist: Now otherwise. {gist}", "utf-8")
    article = Catalogue(language="de", root=small_root).article("502")
    assert article is not None
    assert article.title == "Verb not there"
    assert article.gist.startswith("[English] Now otherwise.")
    assert not article.description[0].text.startswith("[English]")


def test_a_catalogue_takes_another_language_at_once(small_root: Path) -> None:
    english = (small_root / "articles" / "en" / "502.md").read_text("utf-8")
    _translate(small_root, english.replace("Verb not there", "Verb fehlt"), held_against=english)
    catalogue = Catalogue(root=small_root)
    titles = [catalogue.title("502")]
    for language in ("de", "en"):
        catalogue.speak(language)
        titles.append(catalogue.title("502"))
    assert titles == ["Verb not there", "Verb fehlt", "Verb not there"]


def test_in_lists_a_code_has_its_short_title_in_the_language_that_is_spoken(small: Catalogue) -> None:
    own = small.code("502").name
    assert small.name("502") == own
    with speaking():
        assert small.name("502") == marked(own)


def _translate(root: Path, german: str, *, held_against: str) -> None:
    folder = root / "articles" / "de"
    folder.mkdir()
    (folder / "502.md").write_text(german, "utf-8")
    own = sections(german)
    rows = (
        ("502.md", key, hash_of(section), hash_of(own[key]))
        for key, section in sections(held_against).items()
    )
    (folder / HELD).write_text("\n".join("\t".join(row) for row in rows), "utf-8")


def test_replies_keep_their_quotes_and_name_their_server(small: Catalogue) -> None:
    (reply,) = small.replies("502")
    assert (reply.code, reply.server, reply.text) == ("502", "SomeServer", 'What is "TURN"?')
    assert small.replies("250") == ()


def test_a_meaning_is_found_by_its_id(small: Catalogue) -> None:
    assert small.meaning("502.later").name == "Not now"
    with pytest.raises(LookupError, match="no meaning"):
        small.meaning("502.never")
    with pytest.raises(UnknownCode):
        small.meaning("999.never")


def test_pair_notes_are_found_with_the_smaller_code_first(small: Catalogue) -> None:
    note = small.pair_notes["502", "504"]
    assert note == (Block("paragraph", "One is the verb, the other its parameter."),)


@pytest.mark.parametrize("asked", ["5.7.8", "X.7.8", "x.7.8", "4.7.8", " 5.7.8 "])
def test_an_enhanced_code_is_found_by_every_spelling(catalogue: Catalogue, asked: str) -> None:
    status = catalogue.enhanced(asked)
    assert status.code == "X.7.8"
    assert status.basic == ("535", "554")
    assert status.sources == ("RFC 4954",)


def test_subjects_and_classes_are_entries_too(catalogue: Catalogue) -> None:
    assert catalogue.enhanced("5.7.*").code == "X.7.YYY"
    assert catalogue.enhanced("X.7.YYY").table == "subject"
    assert catalogue.enhanced("4.*.*").code == "4.XXX.YYY"


def test_a_vendors_own_enhanced_code_is_found_also_within_its_range(catalogue: Catalogue) -> None:
    assert catalogue.enhanced("5.7.606").code == "5.7.606"
    ranged = catalogue.enhanced("4.7.555")
    assert (ranged.code, ranged.table) == ("4.7.500-699", "vendor")
    assert ranged.vendors[0].vendor.startswith("Exchange Online")


def test_both_ends_of_a_vendors_range_belong_to_it_and_their_neighbours_do_not(catalogue: Catalogue) -> None:
    for code in ("4.7.850", "4.7.899"):
        assert catalogue.enhanced(code).code == "4.7.850-899"
    for code in ("4.7.849", "4.7.900"):
        with pytest.raises(UnknownCode):
            catalogue.enhanced(code)


def test_a_registered_code_says_which_vendor_uses_it_otherwise(catalogue: Catalogue) -> None:
    conflicts = [use.conflict for use in catalogue.enhanced("5.7.3").vendors]
    assert any("Exchange" in conflict for conflict in conflicts)


def test_each_vendors_use_of_one_code_has_a_text_of_its_own(catalogue: Catalogue) -> None:
    exchange, outlook = catalogue.enhanced("5.2.121").vendors
    assert (exchange.vendor, outlook.vendor) == (
        "Exchange Online (Microsoft 365)",
        "Outlook.com",
    )
    assert exchange.gist != outlook.gist
    assert catalogue.enhanced("5.7.3").gist not in [use.gist for use in catalogue.enhanced("5.7.3").vendors]


@pytest.mark.parametrize("asked", ["5.7.999", "7.7.8", "5.7", "a.b.c", "5.7.8.9", "", "٥.٧.٨"])
def test_no_other_enhanced_code_is_found(catalogue: Catalogue, asked: str) -> None:
    with pytest.raises(UnknownCode):
        catalogue.enhanced(asked)


def test_keywords_and_mechanisms_are_found_in_any_case(catalogue: Catalogue) -> None:
    assert catalogue.extension("starttls").keyword == "STARTTLS"
    assert catalogue.extension("x_pipe_connect").keyword == "PIPECONNECT"
    assert catalogue.mechanism("scram-sha-256").sources == ("RFC 7677",)
    with pytest.raises(UnknownCode) as raised:
        catalogue.extension("STRATTLS")
    assert raised.value.nearest[0] == "STARTTLS"
    with pytest.raises(UnknownCode) as raised:
        catalogue.mechanism("PLAN")
    assert raised.value.nearest[0] == "PLAIN"


def test_an_extension_on_which_nothing_is_written_has_its_keyword_for_a_title() -> None:
    facts = (
        '[{"keyword": "PIPE", "aliases": [], "registry": "vendor", "status": "unregistered", "verbs": "", '
        '"mail": "", "rcpt": "", "line_growth": {}, "replies": "250", "submission": "", '
        '"implemented_by": [], "sources": [], "label": "", "verified": "yes"}]'
    )
    (bare,) = keywords.extensions_from_json(facts, "")
    assert (bare.title, bare.gist, bare.replies) == ("PIPE", "", "250")
    prose = "## PIPE Pipes\n\nmeans: Makes pipes.\nreplies: 250 per pipe\ndisputed: by plumbers\n"
    (extension,) = keywords.extensions_from_json(facts, prose)
    assert (extension.title, extension.gist) == ("Pipes", "Makes pipes.")
    assert (extension.replies, extension.disputed) == ("250 per pipe", "by plumbers")


def test_no_keyword_is_two_names_in_one(catalogue: Catalogue) -> None:
    names = [name for one in catalogue.extensions for name in (one.keyword, *one.aliases)]
    assert [name for name in names if " " in name or "/" in name] == []
    assert len({name.upper() for name in names}) == len(names)
