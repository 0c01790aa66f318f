"""Function words: what ranking and lengths leave out."""

from __future__ import annotations

import pytest

from searcher.analysis.function_words import PATH, function_forms, is_function_word


@pytest.mark.parametrize(
    "form",
    ["le", "l", "qu", "jusqu", "aujourdhui", "étaient", "même", "MÊME", "MEME", "APRES", "LES", "quelquun"],
)
def test_grammatical_words_are_function_words(form: str) -> None:
    """They are a third of all text and say nothing of its subject."""
    assert is_function_word(form)


@pytest.mark.parametrize(
    "form",
    [
        "france",
        "or",
        "faire",
        "dire",
        "pouvoir",
        "lundi",
        "mars",
        "deux",
        "OTAN",
        "ORDRE",
        "meme",
        "",
        "2024",
    ],
)
def test_words_that_someone_may_search_for_are_not_function_words(form: str) -> None:
    """Longer lists, with common verbs and adverbs, lose articles: gold, too, is `or`."""
    assert not is_function_word(form)


def test_the_list_holds_each_word_once_and_as_a_form() -> None:
    """A form is in lower case and has no apostrophe: a line that is not could never match."""
    with open(PATH, encoding="utf-8") as file:
        words = [word for line in file for word in line.partition("#")[0].split()]
    assert sorted(set(words)) == sorted(words)
    assert all(word.isalpha() and word == word.lower() for word in words)


def test_the_forms_that_are_function_words_are_all_listed() -> None:
    """A build numbers them first and asks of no other form whether it is one."""
    forms = function_forms()
    assert len(set(forms)) == len(forms)
    assert all(map(is_function_word, forms))
    capitals = set(map(str.upper, "".join(forms)))
    others = [
        letter
        for letter in map(chr, range(0x110000))
        if letter.isupper() and letter.lower() in set("".join(forms).lower()) and letter not in capitals
    ]
    assert others == []
