using Ash.Emulation.Http;

namespace Ash.Emulation.Routing;

/// <summary>What the server's documents list and the emulator does not do: said aloud, where a 404 would mislead.</summary>
internal static class NotEmulatedRoutes
{
    private static readonly string[] Operations =
    [
        "POST /api/internal/runners/register",
        "POST /api/internal/runners/heartbeat",
        "POST /api/internal/runners/deregister",
        "GET /api/internal/runners",
        "POST /api/internal/api-keys",
        "GET /api/agents/{name}/versions",
        "POST /api/agents/{name}/versions",
        "GET /api/agents/{name}/versions/{versionNumber}",
        "PATCH /api/agents/{name}/versions/{versionNumber}",
        "DELETE /api/agents/{name}/versions/{versionNumber}",
        "POST /api/agents/{name}/versions/{versionNumber}/activate",
        "POST /api/agents/{name}/eval-cases/import",
        "GET /api/agents/{name}/eval-cases/export",
        "GET /api/agents/{name}/eval-cases",
        "POST /api/agents/{name}/eval-cases",
        "GET /api/agents/{name}/eval-cases/{id}",
        "PATCH /api/agents/{name}/eval-cases/{id}",
        "DELETE /api/agents/{name}/eval-cases/{id}",
        "GET /api/agents/{name}/eval-runs/compare",
        "POST /api/agents/{name}/eval-runs",
        "GET /api/agents/{name}/eval-runs",
        "GET /api/agents/{name}/eval-runs/{id}",
        "GET /api/agents/{name}/eval-runs/{id}/results",
        "POST /api/agents/{name}/eval-runs/{id}/score",
        "PATCH /api/agents/{name}/eval-results/{id}",
        "GET /dashboard/config.js",
    ];

    public static IEnumerable<Route> All() => Operations.Select(operation =>
    {
        var (method, template) = (operation.Split(' ')[0], operation.Split(' ')[1]);
        return new Route(method, template, HttpReply (_) => throw new RequestRefusedException(501, $"{operation} is not emulated"));
    });
}
