FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /attache
COPY pyproject.toml uv.lock README.md LICENSE NOTICE ./
COPY app app
COPY migrations migrations
COPY seed seed
RUN uv sync --frozen --no-dev --no-editable --compile-bytecode

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data attache && mkdir /data && chown attache /data
COPY --from=build /attache/.venv /attache/.venv
ENV PATH=/attache/.venv/bin:$PATH ATTACHE_DATA_DIR=/data ATTACHE_HOST=0.0.0.0
USER attache
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["attache", "serve"]
