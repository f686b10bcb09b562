"""The web server in production, behind the reverse proxy."""

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 20
keepalive = 65  # longer than the proxy keeps its connections
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat must not wait for a disk
accesslog = None  # the proxy counts requests; addresses here carry tokens
control_socket_disable = True  # there is no home to write it to
