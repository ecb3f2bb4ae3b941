"""Every page residents open and every form they send, all of them without signing in."""

from desk.pages.residents import afterwards, guides, home, points, progress, report

ROUTES = (
    *home.ROUTES,
    *points.ROUTES,
    *guides.ROUTES,
    *report.ROUTES,
    *progress.ROUTES,
    *afterwards.ROUTES,
)
