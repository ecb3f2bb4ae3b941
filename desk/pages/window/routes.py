"""Every address of the window."""

from desk.pages.window import draft_pages, intake_page, papers, receipts, results, suggestions, supplements

ROUTES = (
    *intake_page.ROUTES,
    *suggestions.ROUTES,
    *draft_pages.ROUTES,
    *papers.ROUTES,
    *receipts.ROUTES,
    *supplements.ROUTES,
    *results.ROUTES,
)
