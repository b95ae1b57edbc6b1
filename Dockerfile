# The image takes the official package set: docs/packages.md.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.*.props Directory.Build.targets BannedSymbols.txt .editorconfig ./
COPY src/FaqBot.Core/ src/FaqBot.Core/
COPY src/FaqBot/ src/FaqBot/
COPY models/ models/
COPY data/ data/
# The widget is bundled with Node.js.
RUN apt-get update && apt-get install --yes --no-install-recommends nodejs npm
RUN dotnet publish src/FaqBot --configuration Release -p:PackageSet=official --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
RUN install --directory --owner=$APP_UID --group=$APP_UID /data
# All that is written goes below /data: the root file system may be read-only.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    FaqBot__Storage__Path=/data/faq.db \
    TMPDIR=/data \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["dotnet", "FaqBot.dll", "--health", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["dotnet", "FaqBot.dll"]
