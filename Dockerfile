# Audarma without CUDA. Linted, never built, never run under an engine by its makers: see docs/deploy.md.
FROM python:3.12-slim-bookworm AS build
# On Linux, PyPI's torch brings gigabytes of CUDA; this index has the build for processors alone.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/audarma
ENV PATH=/opt/audarma/bin:$PATH
WORKDIR /src
COPY pyproject.toml README.md LICENSE app.py ./
COPY glossary glossary
COPY page page
COPY translate translate
RUN pip install --extra-index-url "$TORCH_INDEX" .

FROM python:3.12-slim-bookworm
RUN groupadd --system --gid 10001 audarma \
    && useradd --system --uid 10001 --gid audarma --home-dir /data --shell /usr/sbin/nologin audarma \
    && install --directory --owner audarma --group audarma --mode 0700 /data
COPY --from=build /opt/audarma /opt/audarma
ENV PATH=/opt/audarma/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    AUDARMA_DATA=/data \
    AUDARMA_HOST=0.0.0.0 \
    AUDARMA_PORT=7860 \
    AUDARMA_LOG=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 7860
STOPSIGNAL SIGTERM
# past any proxy that the engine puts into the environment of its containers
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['AUDARMA_PORT'] + '/ready', timeout=4)"]
ENTRYPOINT ["audarma"]
CMD ["serve", "--api"]
