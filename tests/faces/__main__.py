"""Runs the contact sheet as a program with the settings of tests and a database of its own."""

import os
import sys

from tests.databases import environment_of, worker_name

# Settings are read when modules are imported, so they are set before anything of ours is.
os.environ.update(environment_of(worker_name("contact_sheet")))

from tests.faces.contact_sheet import main

sys.exit(main())
