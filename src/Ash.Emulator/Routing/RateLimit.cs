namespace Ash.Emulation.Routing;

/// <summary>Which of the server's limits a route counts against.</summary>
internal enum RateLimit
{
    Requests,
    Deploys,
    SessionCreates,
}
