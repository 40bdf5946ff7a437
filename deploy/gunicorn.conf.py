"""How the web server runs, on a desk and in production alike; the environment names the address."""

import os

wsgi_app = "hardship.wsgi"
bind = os.environ.get("BIND", f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}")
# Of a Unix socket: nginx reaches it through the group.
umask = 0o007
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Long work is a job; a request that takes a minute is stuck.
timeout = 60
graceful_timeout = 25
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
# The heartbeat file must not wait for a disk.
memory = "/dev/shm"  # noqa: S108  gunicorn unlinks its file as soon as it is open
worker_tmp_dir = memory if os.path.isdir(memory) else None
# Access is logged by nginx, without query strings: people search for names.
accesslog = None
loglevel = "warning"
control_socket_disable = True
