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
        "GET /dashboard/config.js",
    ];

    public static IEnumerable<Route> All() => Operations.Select(operation =>
    {
        var (method, template) = (operation.Split(' ')[0], operation.Split(' ')[1]);
        return new Route(method, template, HttpReply (_) => throw new RequestRefusedException(501, $"{operation} is not emulated"));
    });
}
