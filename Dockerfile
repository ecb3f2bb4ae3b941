# syntax=docker/dockerfile:1
# One image for web, worker and sandbox; the command decides which it is.
FROM python:3.11-slim-bookworm

RUN useradd --create-home --uid 10001 griddesk \
    && mkdir -p /srv/griddesk/var /srv/griddesk/kept \
    && chown griddesk: /srv/griddesk/var /srv/griddesk/kept
WORKDIR /srv/griddesk

COPY requirements/run.txt requirements/run.txt
# A machine with its own package index hands its pip configuration in: docker build --secret id=pip,src=/etc/pip.conf
RUN --mount=type=secret,id=pip,target=/etc/pip.conf,required=false \
    pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements/run.txt

COPY . .
RUN python -m desk.hosting.build_pinyin /srv/griddesk/pinyin.bin

USER griddesk
ENV PYTHONUNBUFFERED=1 PINYIN_TABLE=/srv/griddesk/pinyin.bin \
    KEYS_DIR=/srv/griddesk/kept/keys FILES_DIR=/srv/griddesk/kept/files
VOLUME /srv/griddesk/kept
EXPOSE 8000
CMD ["python", "-m", "uvicorn", "desk.app:serve", "--factory", "--host", "0.0.0.0", "--port", "8000", "--no-access-log", "--no-server-header", "--no-proxy-headers"]
