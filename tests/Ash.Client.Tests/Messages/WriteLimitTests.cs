using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>A server that gave its stream up because nobody read it: the agent works on, so the turn has not failed.</summary>
public class WriteLimitTests
{
    [Theory]
    [InlineData("Client write timeout — closing stream", true)]
    [InlineData("Client write timeout — closing stream", false)]
    [InlineData("Client write timeout after 30000 ms", true)]
    public async Task Is_an_interrupted_turn(string error, bool done)
    {
        string body = Frame("session_start", SampleTurn.Events[0].Json) + Frame("error", $$"""{"error":"{{error}}"}""")
            + (done ? Frame("done", SampleTurn.Done) : string.Empty);

        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(body));

        Assert.Equal(done ? ["session_start", "error", "done"] : ["session_start", "error"], events.Select(static e => e.Type));
        Assert.NotNull(failure);
        Assert.Equal((AshErrorCause.StreamStalled, TurnOutcome.Interrupted), (failure.Cause, failure.Outcome));
        Assert.Equal(events.Count, failure.EventsReceived);
        Assert.Contains(error, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_error_that_speaks_of_a_timeout_is_a_failed_turn()
    {
        (_, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Frame("error", """{"error":"The model ran into a write timeout"}""")));

        Assert.Equal((AshErrorCause.TurnFailed, TurnOutcome.Failed), (failure?.Cause, failure?.Outcome));
    }
}
