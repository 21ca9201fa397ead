"""What holds the facts and the articles together."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Article, Block, Code, Meaning, Status
from smtptui.text import visible

MAX_NAME, MAX_GIST, MAX_NEXT, MAX_MEANING_TITLE = 32, 90, 40, 44
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
RFC = re.compile(r"\bRFC ?(\d+)")
SOURCE = re.compile(
    r"^(RFC \d+( (§|Appendix|section )[\w.–-]+( to §[\w.]+)?)?|draft-[\w-]+|[^:]+: .+|IANA.*)$"
)


@pytest.fixture(scope="module")
def articles(catalogue: Catalogue) -> dict[str, Article]:
    return {name: article for name in catalogue.names if (article := catalogue.article(name)) is not None}


def _meanings(catalogue: Catalogue) -> Iterator[tuple[Code, Meaning]]:
    for code in catalogue.codes:
        for meaning in code.meanings:
            yield code, meaning


def _blocks(article: Article) -> Iterator[Block]:
    yield Block("gist", article.gist)
    yield from article.description + article.when + article.fix + article.postmaster + article.choose
    for meaning in article.meanings:
        yield from meaning.body + meaning.fix


def _sentences(text: str) -> Iterator[str]:
    # What stands in backticks is one word of its sentence, whatever full stops it has.
    text = re.sub(r"`[^`]*`", lambda quoted: re.sub(r"\s", "_", quoted[0]), text)
    for sentence in SENTENCE_END.split(text):
        plain = " ".join(re.findall(r"[\w.@§-]+", sentence.lower())).strip(" .")
        # What is shorter is a phrase ("nothing to do"), or a label before a colon.
        if plain.count(" ") >= 3:
            yield plain


def test_every_code_has_an_article(catalogue: Catalogue, articles: dict[str, Article]) -> None:
    assert set(catalogue.names) - set(articles) == set()


def test_every_article_has_every_section(articles: dict[str, Article]) -> None:
    sections = ("title", "gist", "next", "description", "when", "fix", "choose", "meanings")
    assert [
        (code, section)
        for code, article in articles.items()
        for section in sections
        if not getattr(article, section)
    ] == []


def test_every_article_is_on_the_code_it_is_named_for(articles: dict[str, Article]) -> None:
    assert [code for code, article in articles.items() if article.code != code] == []


def test_every_article_has_the_meanings_of_the_facts_in_their_order(
    catalogue: Catalogue, articles: dict[str, Article]
) -> None:
    for code, article in articles.items():
        assert [meaning.id for meaning in article.meanings] == [m.id for m in catalogue.code(code).meanings]


DO = 60
"""Letters of what to do, where a table has a column for it; a title in the list has fewer."""


def test_every_meaning_says_in_a_few_words_what_to_do(articles: dict[str, Article]) -> None:
    odd = [
        (meaning.id, meaning.do)
        for article in articles.values()
        for meaning in article.meanings
        if not 0 < len(meaning.do) <= DO or meaning.do.endswith(".") or "`" in meaning.do
    ]
    assert odd == []


def test_every_meaning_is_described_and_has_a_fix(articles: dict[str, Article]) -> None:
    assert [
        meaning.id
        for article in articles.values()
        for meaning in article.meanings
        if not (meaning.title and meaning.body and meaning.fix)
    ] == []


def test_names_and_one_liners_fit_where_they_are_shown(
    catalogue: Catalogue, articles: dict[str, Article]
) -> None:
    too_long = [code.name for code in catalogue.codes if len(code.name) > MAX_NAME]
    too_long += [article.gist for article in articles.values() if len(article.gist) > MAX_GIST]
    too_long += [article.next for article in articles.values() if len(article.next) > MAX_NEXT]
    too_long += [
        meaning.title
        for article in articles.values()
        for meaning in article.meanings
        if len(meaning.title) > MAX_MEANING_TITLE
    ]
    assert too_long == []


def test_ids_are_unique_and_begin_with_their_code(catalogue: Catalogue) -> None:
    ids = [meaning.id for _, meaning in _meanings(catalogue)]
    assert len(set(ids)) == len(ids)
    for code, meaning in _meanings(catalogue):
        assert re.fullmatch(rf"{code.code}\.[a-z0-9]+(-[a-z0-9]+)*", meaning.id)


def test_220_and_504_have_the_meanings_they_are_known_for(catalogue: Catalogue) -> None:
    assert {"220.greeting", "220.starttls", "220.xclient"} <= {m.id for m in catalogue.code("220").meanings}
    known = "mechanism encryption-required helo-not-fqdn sender-not-fqdn recipient-not-fqdn parameter"
    known += " auth-disabled auth-payload already-tls bdat help-topic exchange-xexch50"
    assert {f"504.{slug}" for slug in known.split()} <= {m.id for m in catalogue.code("504").meanings}


def test_every_meaning_has_a_way_to_recognise_it(catalogue: Catalogue) -> None:
    assert [
        meaning.id
        for code, meaning in _meanings(catalogue)
        if not (meaning.commands or meaning.enhanced or meaning.patterns or len(code.meanings) == 1)
    ] == []


def test_no_two_meanings_of_a_code_are_recognised_alike(catalogue: Catalogue) -> None:
    for code in catalogue.codes:
        seen = [(set(m.commands), set(m.enhanced), set(m.patterns)) for m in code.meanings]
        assert [one for one in seen if seen.count(one) > 1] == []


def test_every_pattern_is_a_regular_expression_without_nested_repetition(catalogue: Catalogue) -> None:
    nested = re.compile(r"\([^()]*[*+][^()]*\)[*+{]|\.\*.*\.\*")
    for _, meaning in _meanings(catalogue):
        for pattern in meaning.patterns:
            re.compile(pattern, re.IGNORECASE)
            assert not nested.search(pattern), meaning.id


def test_a_meaning_of_3yz_or_of_the_greeting_has_no_enhanced_code(catalogue: Catalogue) -> None:
    for code, meaning in _meanings(catalogue):
        if code.code.startswith("3") or (set(meaning.commands) == {"CONNECT"} and code.code == "220"):
            assert meaning.enhanced == (), meaning.id


def test_enhanced_codes_of_a_meaning_are_enhanced_codes(catalogue: Catalogue) -> None:
    wrong = [
        (meaning.id, enhanced)
        for _, meaning in _meanings(catalogue)
        for enhanced in meaning.enhanced
        if not re.fullmatch(r"[245]\.\d{1,3}\.\d{1,3}", enhanced)
    ]
    assert wrong == []


def test_who_acts_and_what_to_repeat_fit_the_class(catalogue: Catalogue) -> None:
    wrong = []
    for code, meaning in _meanings(catalogue):
        refused = code.code[0] in "45"
        if refused and meaning.retry == "not-needed":
            wrong.append(meaning.id)
        if not refused and meaning.retry in ("later", "never"):
            wrong.append(meaning.id)
        if (meaning.session == "awaits-input") != (code.code[0] == "3"):
            wrong.append(meaning.id)
    assert wrong == []


def test_every_real_reply_belongs_to_a_meaning_that_is_there(catalogue: Catalogue) -> None:
    ids = {meaning.id for _, meaning in _meanings(catalogue)}
    wrong = [
        (reply.code, reply.meaning, reply.text)
        for name in catalogue.names
        for reply in catalogue.replies(name)
        if reply.meaning and (reply.meaning not in ids or not reply.meaning.startswith(f"{name}."))
    ]
    assert wrong == []


def test_every_meaning_has_a_real_reply_where_the_facts_have_one(catalogue: Catalogue) -> None:
    without = []
    for code in catalogue.codes:
        replies = catalogue.replies(code.code)
        shown = {reply.meaning for reply in replies}
        unused = [reply.text for reply in replies if not reply.meaning]
        for meaning in code.meanings:
            fits = [text for text in unused if any(re.search(p, text, re.I) for p in meaning.patterns)]
            if fits and meaning.id not in shown:
                without.append((meaning.id, fits))
    assert without == []


def test_a_real_reply_is_recognised_as_the_meaning_it_is_an_example_of(catalogue: Catalogue) -> None:
    unlike = []
    for code, meaning in _meanings(catalogue):
        others = [other for other in code.meanings if other.id != meaning.id]
        for reply in catalogue.replies(code.code):
            if reply.meaning != meaning.id:
                continue
            by_text = any(re.search(pattern, reply.text, re.I) for pattern in meaning.patterns)
            by_enhanced = reply.enhanced in meaning.enhanced
            by_command = bool(set(re.split(r"\W+(?:or\W+)?", reply.stage)) & set(meaning.commands))
            other = any(re.search(p, reply.text, re.I) for one in others for p in one.patterns)
            if other and not (by_text or by_enhanced or by_command):
                unlike.append((meaning.id, reply.text))
    assert unlike == []


def test_a_code_with_real_replies_gives_one_to_some_meaning(catalogue: Catalogue) -> None:
    assert [
        name
        for name in catalogue.names
        if catalogue.replies(name) and not any(reply.meaning for reply in catalogue.replies(name))
    ] == []


def test_every_code_that_a_server_sends_is_in_the_catalogue(catalogue: Catalogue) -> None:
    vendors = {use.basic for status in catalogue.registry.statuses for use in status.vendors if use.basic}
    assert {code for code in vendors if len(code) == 3} - set(catalogue.names) == set()


def test_lookalikes_are_codes_of_the_catalogue(catalogue: Catalogue) -> None:
    for code in catalogue.codes:
        assert set(code.lookalikes) <= set(catalogue.names) - {code.code}, code.code
        assert len(set(code.lookalikes)) == len(code.lookalikes)


def test_codes_with_an_article_name_their_lookalikes(
    catalogue: Catalogue, articles: dict[str, Article]
) -> None:
    assert [code for code in articles if not catalogue.code(code).lookalikes] == []


def test_every_fact_names_its_source(catalogue: Catalogue) -> None:
    assert [meaning.id for _, meaning in _meanings(catalogue) if not meaning.sources] == []
    assert [
        (meaning.id, source)
        for _, meaning in _meanings(catalogue)
        for source in meaning.sources
        if not SOURCE.match(source)
    ] == []
    assert [status.code for status in catalogue.registry.statuses if not status.sources] == []
    assert [mechanism.mechanism for mechanism in catalogue.mechanisms if not mechanism.sources] == []
    assert [ext.keyword for ext in catalogue.extensions if ext.registry == "IANA" and not ext.sources] == []


def test_every_rfc_named_is_in_the_index(
    catalogue: Catalogue, articles: dict[str, Article], rfcs: dict[int, str]
) -> None:
    texts = {meaning.id: " ".join(meaning.sources) for _, meaning in _meanings(catalogue)}
    for status in catalogue.registry.statuses:
        texts[status.code] = " ".join((*status.sources, status.gist, status.fix))
    for extension in catalogue.extensions:
        texts[extension.keyword] = " ".join((*extension.sources, extension.gist, extension.disputed))
    for code, article in articles.items():
        texts[code] = " ".join(block.text for block in _blocks(article))
    for pair, note in catalogue.pair_notes.items():
        texts[" ".join(pair)] = " ".join(block.text for block in note)
    missing = {
        (where, number)
        for where, text in texts.items()
        for number in RFC.findall(text)
        if int(number) not in rfcs
    }
    assert missing == set()


def test_no_two_texts_share_a_sentence(catalogue: Catalogue, articles: dict[str, Article]) -> None:
    where = defaultdict(list)
    texts = [(code, block.text) for code, article in articles.items() for block in _blocks(article)]
    texts += [(" ".join(pair), block.text) for pair, note in catalogue.pair_notes.items() for block in note]
    texts += [
        (status.code, text) for status in catalogue.registry.statuses for text in (status.gist, status.fix)
    ]
    for place, text in texts:
        for sentence in _sentences(text):
            where[sentence].append(place)
    assert {sentence: places for sentence, places in where.items() if len(places) > 1} == {}


def test_no_sentence_of_an_article_is_anybody_elses(
    catalogue: Catalogue, articles: dict[str, Article], rfcs: dict[int, str]
) -> None:
    labels = {label for _, meaning in _meanings(catalogue) for label in meaning.label.split(" | ")}
    labels |= {status.label for status in catalogue.registry.statuses}
    labels |= {use.text for status in catalogue.registry.statuses for use in status.vendors}
    labels |= {extension.label for extension in catalogue.extensions}
    labels |= set(rfcs.values())
    labels |= {reply.text for name in catalogue.names for reply in catalogue.replies(name)}
    foreign = {sentence for label in labels for sentence in _sentences(label)}
    assert {
        (code, sentence)
        for code, article in articles.items()
        for block in _blocks(article)
        # A quotation stands in backticks and is meant.
        for sentence in _sentences(re.sub(r"`[^`]*`", "", block.text))
        if sentence in foreign
    } == set()


def test_pair_notes_are_on_codes_that_are_there(catalogue: Catalogue) -> None:
    for pair, note in catalogue.pair_notes.items():
        assert set(pair) <= set(catalogue.names)
        assert pair[0] < pair[1]
        assert note


@pytest.mark.parametrize(
    "group",
    [
        "500 501 502 503 504 555",
        "504 535 534 538 530 523",
        "421 554 521",
        "450 451 452",
        "550 551 553 554",
        "452 552",
        "250 251 252",
        "220 250 354",
    ],
)
def test_codes_that_people_confuse_have_a_note(catalogue: Catalogue, group: str) -> None:
    codes = sorted(group.split())
    pairs = [(a, b) for a in codes for b in codes if a < b]
    assert [pair for pair in pairs if pair not in catalogue.pair_notes] == []


def test_every_registered_detail_says_what_it_means_and_what_to_do(catalogue: Catalogue) -> None:
    details = [status for status in catalogue.registry.statuses if status.table == "detail"]
    assert len(details) == 81
    assert [status.code for status in details if not (status.gist and status.fix)] == []


def test_everything_is_safe_to_show(catalogue: Catalogue, articles: dict[str, Article]) -> None:
    texts = [block.text for article in articles.values() for block in _blocks(article)]
    texts += [reply.text for name in catalogue.names for reply in catalogue.replies(name)]
    texts += [code.name for code in catalogue.codes] + [meaning.name for _, meaning in _meanings(catalogue)]
    texts += [status.title for status in catalogue.registry.statuses]
    texts += [extension.gist for extension in catalogue.extensions]
    assert [text for text in texts if visible(text) != text] == []


def test_backticks_come_in_pairs(articles: dict[str, Article]) -> None:
    assert [
        (code, block.text)
        for code, article in articles.items()
        for block in _blocks(article)
        if block.text.count("`") % 2
    ] == []


def test_folklore_says_that_no_rfc_assigns_it(catalogue: Catalogue, articles: dict[str, Article]) -> None:
    for code, article in articles.items():
        if catalogue.code(code).status is Status.FOLKLORE:
            text = " ".join(block.text for block in article.description)
            assert re.search(
                r"\bno RFC\b|\bunassigned\b|\bRFCs?\b.*\b(not|never|none)\b|\b(not|never|none)\b.*\bRFCs?\b",
                text,
                re.I,
            ), code
