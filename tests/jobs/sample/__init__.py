"""A small app whose job the tests of the real worker kill: present only under tests.jobs.worker_settings."""
