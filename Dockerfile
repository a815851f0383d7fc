# Untried: the machines that built this have no Docker. A test parses this file and checks what it names.
FROM python:3.12-slim

WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE constraints.txt ./
COPY analysis analysis
COPY store store
COPY crawler crawler
COPY spiders spiders
COPY demo demo
COPY cli cli
RUN pip install --no-cache-dir -c constraints.txt . && useradd --create-home rbp

USER rbp
WORKDIR /workspace
ENTRYPOINT ["rbp"]
CMD ["--help"]
