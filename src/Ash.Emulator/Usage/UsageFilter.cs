using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Usage;

/// <summary>Which usage a request asks for.</summary>
internal sealed record UsageFilter(string? SessionId, string? AgentName, string? After, string? Before)
{
    public static UsageFilter Read(RouteRequest request) => new(
        request.QueryUuid("sessionId"), request.Query("agentName"), request.QueryTime("after"), request.QueryTime("before"));

    // Times are compared as text, so that one with an offset is compared by its digits.
    public bool Matches(UsageEvent entry) =>
        (string.IsNullOrEmpty(SessionId) || entry.SessionId == SessionId)
        && (string.IsNullOrEmpty(AgentName) || entry.AgentName == AgentName)
        && (After is null || string.CompareOrdinal(JsonBytes.Time(entry.CreatedAt), After) >= 0)
        && (Before is null || string.CompareOrdinal(JsonBytes.Time(entry.CreatedAt), Before) <= 0);
}
