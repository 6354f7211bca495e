using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Many cases go in as many requests as it takes.</summary>
public class EvalImportTests
{
    private const int BodyLimit = 1024 * 1024;

    [Fact]
    public async Task No_request_is_larger_than_a_server_takes_and_none_is_smaller_than_it_need_be()
    {
        EvalCaseOptions[] cases = [.. Enumerable.Range(0, 25).Select(static i => new EvalCaseOptions { Question = $"{i} " + new string('x', 100_000) })];
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"imported":10}"""), Json(200, """{"imported":15}"""));
        using AshClient client = Clients.ClientOf(server);
        List<int> progress = [];

        int imported = await client.EvalCases.ImportAsync("a", cases, new Noted(progress)).Soon();

        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, static request => Assert.InRange(request.Body.Length, 1, BodyLimit));
        Assert.All(server.Requests.Take(2), static request => Assert.InRange(request.Body.Length, BodyLimit - 100_100, BodyLimit));
        Assert.Equal(cases.Select(static one => one.Question), server.Requests.SelectMany(static request =>
            request.Json!["cases"]!.AsArray().Select(static one => (string)one!["question"]!)));
        Assert.Equal(40, imported);
        Assert.Equal([10, 25, 40], progress);
    }

    [Fact]
    public async Task A_request_may_be_as_large_as_a_server_takes_to_the_byte()
    {
        const string Around = """{"cases":[{"question":""}]}""";
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"imported":1}"""));
        using AshClient client = Clients.ClientOf(server);

        // Some bytes are kept for what may be between two cases.
        await client.EvalCases.ImportAsync("a", [new() { Question = new string('x', BodyLimit - Around.Length - 8) }]).Soon();

        Assert.InRange(Assert.Single(server.Requests).Body.Length, BodyLimit - 8, BodyLimit);
    }

    [Fact]
    public async Task A_case_that_is_too_large_is_named_and_nothing_is_sent()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"imported":1}"""));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(
            () => client.EvalCases.ImportAsync("a", [new() { Question = "q" }, new() { Question = new string('x', BodyLimit) }])).Soon();

        Assert.Equal(AshErrorCause.PayloadTooLarge, e.Cause);
        Assert.StartsWith("Case 2 of 2 is ", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Nothing_is_sent_where_there_is_nothing()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"imported":1}"""));
        using AshClient client = Clients.ClientOf(server);

        Assert.Equal(0, await client.EvalCases.ImportAsync("a", []).Soon());
        Assert.Equal(0, server.Connections);
    }

    private sealed class Noted(List<int> values) : IProgress<int>
    {
        public void Report(int value) => values.Add(value);
    }
}
