# syntax=docker/dockerfile:1
# One image for web, worker, beat and sweep; docker-compose.yml says who runs what.

FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/imy
COPY requirements.txt requirements-uv.txt ./
RUN python -m venv .venv \
    && .venv/bin/pip install -q --require-hashes -r requirements-uv.txt \
    && .venv/bin/uv pip sync -q --python .venv/bin/python --require-hashes --compile-bytecode requirements.txt \
    && .venv/bin/pip uninstall -q -y uv
COPY . .
# Throw-away values: nothing of them stays in the image.
RUN export SECRET_KEY=build LINK_KEY=build CREDENTIAL_KEY=build VAULT_KEY=build DATABASE_URL=sqlite://:memory: EMAIL_URL=dummy:// \
        SITE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid \
    && for po in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format -o "${po%.po}.mo" "$po"; done \
    && .venv/bin/python manage.py build_assets \
    && .venv/bin/python manage.py collectstatic --no-input -v 0 \
    && chmod -R a+rX .

FROM python:3.11-slim-bookworm
ENV PATH=/srv/imy/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    HOME=/run/imy XDG_CACHE_HOME=/run/imy/cache
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        openssl postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 imy \
    && useradd --gid 10001 --uid 10001 --no-create-home --home-dir /run/imy --shell /usr/sbin/nologin imy
WORKDIR /srv/imy
COPY --from=build /srv/imy ./
RUN install -d -o imy -g imy -m 0700 var/media var/backups /run/imy
USER imy
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK NONE
