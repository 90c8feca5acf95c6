"""Two or three letters find a child, for those who may find that child."""

import pytest


def test_one_child_opens_at_once(as_, world):
    answer = as_("senco").get("/search", {"q": "may"})
    assert answer["Location"] == f"/pupils/{world.maya}"


@pytest.mark.parametrize("words", ["OKA", "may oka", "oka may", "ó bri", "BRIAIN", "sam"])
def test_any_part_of_a_name_in_any_order_and_accent(as_, words):
    assert as_("senco").get("/search", {"q": words}).status_code == 302


def test_the_list_under_the_box_is_options_only(as_, world):
    text = as_("senco").get("/search", {"q": "may", "partial": "1"}).content.decode()
    assert f'data-href="/pupils/{world.maya}"' in text
    assert "<html" not in text


@pytest.mark.parametrize("words", ["", "m", "zzzz"])
def test_nothing_found_says_what_to_do(as_, words):
    page = as_("senco").get("/search", {"q": words})
    assert page.status_code == 200


def test_a_page_of_the_menu_is_found_too(as_):
    assert as_("senco").get("/search", {"q": "plans"})["Location"] == "/plans"


def test_what_was_typed_is_shown_as_text(as_):
    text = as_("senco").get("/search", {"q": "<script>x"}).content.decode()
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


@pytest.mark.parametrize("who", ["other_teacher", "it_lead", "birch_senco"])
def test_a_child_who_is_not_open_to_them_is_not_found(as_, who):
    assert "Maya" not in as_(who).get("/search", {"q": "may"}).content.decode()
    assert as_(who).get("/search", {"q": "may", "partial": "1"}).content.decode().strip() == ""


@pytest.mark.parametrize("who", ["mother", "young_person", "charlie"])
def test_families_have_no_search_over_children(as_, who):
    assert as_(who).get("/search", {"q": "may"}).status_code == 404
