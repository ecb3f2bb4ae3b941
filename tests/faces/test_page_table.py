"""No page is forgotten: each has a place in the table, and the table names no page that is not there."""

from tests.faces.page_table import NO_PAGES, NOWHERE, PAGES, page_routes
from tests.pages.route_table import served


def test_every_page_has_a_place_in_the_table() -> None:
    shown = {entry.route for entry in PAGES if not entry.pretend_city}

    assert {one.template for one in page_routes()} - shown == set()


def test_every_entry_is_a_page_that_is_served() -> None:
    there = {one.template for one in page_routes()}

    assert {entry.route for entry in PAGES if not entry.pretend_city} - {NOWHERE} - there == set()


def test_pictures_have_names_of_their_own() -> None:
    names = [entry.name for entry in PAGES]

    assert sorted(names) == sorted(set(names))


def test_what_is_called_no_page_is_served_all_the_same() -> None:
    served_templates = {one.template for one in served()}

    assert NO_PAGES - served_templates == set()
