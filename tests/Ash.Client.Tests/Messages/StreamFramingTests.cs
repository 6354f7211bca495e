using System.Text;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>The event stream as the standard allows it to be written, whatever this server's own habit.</summary>
public class StreamFramingTests
{
    [Theory]
    [InlineData("\n", 0)]
    [InlineData("\n", 1)]
    [InlineData("\n", 3)]
    [InlineData("\r\n", 0)]
    [InlineData("\r\n", 1)]
    [InlineData("\r\n", 2)]
    [InlineData("\r", 0)]
    [InlineData("\r", 1)]
    [InlineData("\r", 5)]
    public async Task Lines_may_end_in_any_way_and_chunks_anywhere(string lineEnd, int chunkSize)
    {
        byte[] answer = EventStream(SampleTurn.Body.Replace("\n", lineEnd, StringComparison.Ordinal), chunkSize);
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(answer);

        Assert.Null(failure);
        Assert.Equal(SampleTurn.Events, events.Select(static e => (e.Type, e.GetJson())));
    }

    [Fact]
    public async Task Every_single_byte_may_come_on_its_own()
    {
        await using ScriptedServer server = ScriptedServer.Start(static async connection =>
        {
            await connection.ReadRequestAsync();
            foreach (byte one in EventStream(SampleTurn.Body, chunkSize: 1)) await connection.WriteAsync(new[] { one });
            await connection.ClosedByClientAsync();
        });
        using AshClient client = Clients.ClientOf(server);

        (IReadOnlyList<AshEvent> events, AshStreamException? failure) =
            await Clients.CollectAsync(client.Messages.SendAsync(Clients.SessionId, "hello")).Soon();

        Assert.Null(failure);
        Assert.Equal(SampleTurn.Events, events.Select(static e => (e.Type, e.GetJson())));
    }

    [Theory]
    [InlineData("no space after the colon", "event:ping\ndata:{\"a\":1}\n\n", "ping", """{"a":1}""")]
    [InlineData("only one space is the separator", "event: ping\ndata:   {\"a\":1}\n\n", "ping", """  {"a":1}""")]
    [InlineData("data in several lines", "event: ping\ndata: {\"a\":\ndata: 1}\n\n", "ping", "{\"a\":\n1}")]
    [InlineData("data before the event's name", "data: {\"a\":1}\nevent: ping\n\n", "ping", """{"a":1}""")]
    [InlineData("comments", ": hello\nevent: ping\n:\ndata: {\"a\":1}\n: bye\n\n", "ping", """{"a":1}""")]
    [InlineData("fields that are not used", "id: 7\nretry: 100\nevent: ping\nfield\ndata: {\"a\":1}\n\n", "ping", """{"a":1}""")]
    [InlineData("a byte order mark", "\uFEFFevent: ping\ndata: {\"a\":1}\n\n", "ping", """{"a":1}""")]
    [InlineData("more empty lines", "\n\n\nevent: ping\ndata: {\"a\":1}\n\n\n\n", "ping", """{"a":1}""")]
    [InlineData("no name", "data: {\"a\":1}\n\n", "message", """{"a":1}""")]
    [InlineData("a name that is taken back", "event: pong\nevent: ping\ndata: {\"a\":1}\n\n", "ping", """{"a":1}""")]
    [InlineData("a frame without data is none", "event: pong\n\nevent: ping\ndata: {\"a\":1}\n\n", "ping", """{"a":1}""")]
    public async Task A_frame_may_be_written_in_many_ways(string why, string frame, string type, string json)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(frame + Frame("done", SampleTurn.Done)));

        Assert.True(failure is null, why);
        Assert.Equal([(type, json), ("done", SampleTurn.Done)], events.Select(static e => (e.Type, e.GetJson())));
    }

    [Theory]
    [InlineData("input_json_delta", """{"partial_json":"{\"a\""}""")]
    [InlineData("signature_delta", "[1,2,3]")]
    [InlineData("server_tool_use", "null")]
    [InlineData("something-new", "\"text\"")]
    [InlineData("with space and ü", "1.50")]
    public async Task A_kind_that_is_not_known_is_handed_on_whole(string type, string json)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) =
            await Clients.StreamAsync(EventStream(Frame(type, json) + Frame("done", SampleTurn.Done)));

        Assert.Null(failure);
        Assert.Equal(typeof(AshEvent), events[0].GetType());
        Assert.Equal(type, events[0].Type);
        Assert.Equal(json, Encoding.UTF8.GetString(events[0].GetUtf8Data().Span));
        Assert.Equal(json, events[0].GetData().GetRawText());
    }

    [Fact]
    public async Task A_data_line_of_20_MB_arrives_whole()
    {
        string text = string.Concat(Enumerable.Range(0, 2_000_000).Select(static n => $"{n:x9} "));
        string body = Frame("message", SampleTurn.Assistant(text)) + Frame("done", SampleTurn.Done);
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(body, chunkSize: 65_521));

        Assert.Null(failure);
        Assert.True(text == Assert.IsType<MessageEvent>(events[0]).Text, "The text is another one.");
    }
}
