using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What a server tells monitoring systems, as objects.</summary>
public class MetricsTests
{
    [Fact]
    public async Task Each_line_is_a_metric_with_what_was_said_of_it_before()
    {
        IReadOnlyList<ServerMetric> metrics = await ReadAsync("""
            # HELP ash_up Whether the server is up\\: \nalways 1.
            # TYPE ash_up gauge
            ash_up{coordinator="host-1"} 1

            # Anything else.
            # TYPE ash_pool_sandboxes counter
            ash_pool_sandboxes{state="warm",path="a\\b \"c\", {d}\n"} 1.5e3 1395066363000
            bare 5
            a:b{} +Inf
            c{x="",} -Inf
            d NaN
            """);

        Assert.Equal(
            ["ash_up|gauge|Whether the server is up\\: \nalways 1.|coordinator=host-1|1", "ash_pool_sandboxes|counter||state=warm;path=a\\b \"c\", {d}\n|1500",
                "bare||||5", "a:b||||∞", "c|||x=|-∞", "d||||NaN"],
            metrics.Select(static metric => FormattableString.Invariant(
                $"{metric.Name}|{metric.Type}|{metric.Help}|{string.Join(';', metric.Label.Select(static pair => $"{pair.Key}={pair.Value}"))}|{metric.Value}")
                .Replace("Infinity", "∞", StringComparison.Ordinal)));
        Assert.Equal("ash_up{coordinator=\"host-1\"} 1", metrics[0].ToString());
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("name")]
    [InlineData("name one")]
    [InlineData("name{label=\"open} 1")]
    [InlineData("{\"json\":1}")]
    public async Task What_is_no_metrics_is_no_Ash_server(string text)
    {
        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => ReadAsync(text));

        Assert.Equal((AshErrorCause.NotAnAshServer, "/metrics"), (e.Cause, e.Path));
    }

    private static async Task<IReadOnlyList<ServerMetric>> ReadAsync(string text)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answer(200, "text/plain; version=0.0.4; charset=utf-8", text));
        using AshClient client = Clients.ClientOf(server);
        return await client.GetMetricsAsync().Soon();
    }
}
