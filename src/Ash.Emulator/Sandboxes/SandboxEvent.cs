using Ash.Emulation.Messages;

namespace Ash.Emulation.Sandboxes;

/// <summary>What an event means for those who listen to the sandbox.</summary>
internal enum SandboxEventEnd
{
    /// <summary>More follows.</summary>
    None,

    /// <summary>The turn or the command is over: every listener stops, whichever of them it was for.</summary>
    Done,

    /// <summary>The model failed: every listener stops, and none is told <c>done</c>.</summary>
    Failed,

    /// <summary>The stream ends where it is, without its last chunk.</summary>
    Cut,
}

/// <summary>Something that happened in a sandbox, with the frames it makes in an event stream.</summary>
internal sealed class SandboxEvent
{
    public ReadOnlyMemory<byte> Frame { get; init; }

    /// <summary>The <c>message</c> frame that follows the granular one made from it.</summary>
    public ReadOnlyMemory<byte> NextFrame { get; init; }

    /// <summary>JSON that is stored as a message of the assistant.</summary>
    public string? Message { get; init; }

    /// <summary>What a turn that has come to its result has used.</summary>
    public TurnUsage? Usage { get; init; }

    /// <summary>An entry for the session's timeline.</summary>
    public (string Type, string Data)? Timeline { get; init; }

    public EmulatorCommandResult? CommandResult { get; init; }

    /// <summary>The error of an event that ends the turn with one.</summary>
    public string? Error { get; init; }

    public SandboxEventEnd End { get; init; }

    /// <summary>How much memory it holds, by and large.</summary>
    public int Length => Frame.Length + NextFrame.Length;
}
