FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# As in continuous integration: exactly the packages of the lock files.
ENV CI=true
COPY global.json Directory.*.props Directory.Build.targets BannedSymbols.txt .editorconfig ./
COPY src/FaqBot.Encoding/ src/FaqBot.Encoding/
COPY src/FaqBot.Core/ src/FaqBot.Core/
COPY src/FaqBot.Postgres/ src/FaqBot.Postgres/
COPY src/FaqBot/ src/FaqBot/
COPY src/FaqBot.Indexer/ src/FaqBot.Indexer/
COPY models/ models/
COPY data/ data/
# Without the native libraries of other systems.
ARG PLATFORMS="linux-(x64|arm64)|linux|unix"
RUN dotnet publish src/FaqBot --configuration Release --output /app "-p:PublishedPlatforms=$PLATFORMS"
RUN dotnet publish src/FaqBot.Indexer --configuration Release --output /app "-p:PublishedPlatforms=$PLATFORMS"

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
COPY entrypoint.sh ./
RUN install --directory --owner=$APP_UID --group=$APP_UID /data
# All that is written goes below /data: the root file system may be read-only.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    FaqBot__Storage__Path=/data/faq.db \
    FaqBot__Models__Folder=/data/models \
    FAQBOT_MODELS=/data/models \
    HOME=/data \
    TMPDIR=/data \
    DOTNET_EnableDiagnostics=0 \
    ORT_DISABLE_TELEMETRY=1
USER $APP_UID
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["dotnet", "FaqBot.dll", "--health", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["/app/entrypoint.sh"]
