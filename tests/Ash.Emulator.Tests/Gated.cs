namespace Ash.Emulation.Tests;

/// <summary>Replies that wait for a test.</summary>
public static class Gated
{
    /// <summary>Says "before", waits, and says "after".</summary>
    public static EmulatorReply By(Task gate)
    {
        return EmulatorReply.From((_, _) => Steps());

        async IAsyncEnumerable<ReplyStep> Steps()
        {
            yield return new TextStep("before");
            await gate;
            yield return new TextStep("after");
        }
    }
}
