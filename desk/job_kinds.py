"""Every kind of background job and the function that does it; other kinds wait for a newer worker."""

from dispatch.running import JobFunction

JOB_KINDS: dict[str, JobFunction] = {}
