using Ash.Emulation.Replies;

namespace Ash.Emulation;

/// <summary>How the emulated agent answers a prompt.</summary>
public sealed class EmulatorReply
{
    private EmulatorReply()
    {
    }

    /// <summary>Echoes the prompt: what follows <c>echo </c>, or all of it. The reply to a prompt that no rule matches.</summary>
    public static EmulatorReply Echo { get; } = From((prompt, _) => OneByOne(
        [new TextStep(prompt.Text.StartsWith("echo ", StringComparison.Ordinal) ? prompt.Text[5..] : prompt.Text)]));

    internal Func<EmulatorPrompt, CancellationToken, IAsyncEnumerable<ReplyStep>>? MakeSteps { get; private init; }

    internal Func<EmulatorPrompt, CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>>? MakeChunks { get; private init; }

    internal bool SendsLastChunk { get; private init; } = true;

    /// <summary>Answers with texts, each an assistant message of its own.</summary>
    public static EmulatorReply Text(params string[] texts) => Steps([.. texts.Select(text => new TextStep(text))]);

    /// <summary>Answers with these steps, in this order.</summary>
    public static EmulatorReply Steps(params ReplyStep[] steps) => From((_, _) => OneByOne(steps));

    /// <summary>
    /// Answers with steps that are made while the turn runs: each is sent as soon as it is there. The token is cancelled when
    /// the sandbox goes away. An exception becomes an <c>error</c> event.
    /// </summary>
    public static EmulatorReply From(Func<EmulatorPrompt, CancellationToken, IAsyncEnumerable<ReplyStep>> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return new EmulatorReply { MakeSteps = steps };
    }

    /// <summary>Plays a recorded event stream as it is, each frame in a chunk of its own; nothing in it is rewritten.</summary>
    /// <param name="ssePath">A file with the body of an event stream.</param>
    public static EmulatorReply Recording(string ssePath)
    {
        var frames = RecordedFrames.Split(File.ReadAllBytes(ssePath));
        return Raw((_, _) => OneByOne(frames));
    }

    /// <summary>Answers with exactly these bytes, each part in a chunk of its own.</summary>
    /// <param name="chunks">The parts; they are enumerated anew for every turn.</param>
    /// <param name="sendLastChunk">False to close the connection where the last chunk should be.</param>
    public static EmulatorReply Raw(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, bool sendLastChunk = true) =>
        Raw((_, _) => chunks, sendLastChunk);

    /// <summary>Answers with exactly these bytes, each part in a chunk of its own.</summary>
    /// <param name="chunks">Makes the parts of one turn.</param>
    /// <param name="sendLastChunk">False to close the connection where the last chunk should be.</param>
    public static EmulatorReply Raw(
        Func<EmulatorPrompt, CancellationToken, IAsyncEnumerable<ReadOnlyMemory<byte>>> chunks, bool sendLastChunk = true)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return new EmulatorReply { MakeChunks = chunks, SendsLastChunk = sendLastChunk };
    }

    private static async IAsyncEnumerable<T> OneByOne<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
            yield return item;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}
