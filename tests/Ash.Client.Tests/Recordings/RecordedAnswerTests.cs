using System.Text.Json.Nodes;

namespace Ash.Tests;

/// <summary>Every recorded answer that is not a stream, served again byte for byte and read by the client.</summary>
public class RecordedAnswerTests
{
    public static TheoryData<string> Successes { get; } = Recording.Names(static recording =>
        !recording.IsStream && recording.Status < 400 && RecordedCall.AnswerMember(recording.Request) is not null);

    [RecordingsTheory]
    [MemberData(nameof(Successes))]
    public async Task A_success_becomes_objects_that_hold_all_of_it(string name)
    {
        Recording recording = new(name);
        await using ScriptedServer server = ScriptedServer.Answering(recording.Response);
        using AshClient client = Clients.ClientOf(server);

        IReadOnlyList<object> objects = await RecordedCall.SendAsync(client, recording.Request).Soon();

        string member = RecordedCall.AnswerMember(recording.Request)!;
        JsonNode answer = member.Length == 0 ? recording.ResponseJson! : recording.ResponseJson![member]!;
        IReadOnlyList<JsonNode?> expected = answer is JsonArray list ? [.. list] : [answer];
        Assert.Equal(expected.Count, objects.Count);
        Assert.All(expected.Zip(objects), static pair => JsonShape.AssertSame(pair.First, pair.Second));

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal(recording.Request.ToString(), sent.ToString());
    }

    [RecordingsTheory]
    [InlineData("session-create")]
    [InlineData("session-create-full")]
    [InlineData("session-create-with-credential")]
    [InlineData("session-create-prewarm-system-prompt")]
    public async Task A_session_is_asked_for_as_it_was_recorded(string name)
    {
        Recording recording = new(name);
        await using ScriptedServer server = ScriptedServer.Answering(recording.Response);
        using AshClient client = Clients.ClientOf(server);

        await client.Sessions.CreateAsync(RecordedCall.SessionOptionsOf(recording.Request)).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.True(JsonNode.DeepEquals(recording.Request.Json, sent.Json), $"{sent.BodyText} was sent.");
    }
}
