"""Every page of the phone."""

from desk.pages.field import install, me, report, task, tasks

ROUTES = (*tasks.ROUTES, *task.ROUTES, *report.ROUTES, *me.ROUTES, *install.ROUTES)
