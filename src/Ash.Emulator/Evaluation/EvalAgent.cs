using Ash.Emulation.Agents;
using Ash.Emulation.Messages;
using Ash.Emulation.Sandboxes;

namespace Ash.Emulation.Evaluation;

/// <summary>Asks an agent one question in a sandbox of its own, which is no session and leaves nothing behind.</summary>
internal sealed class EvalAgent(SandboxPool sandboxes, EmulatorReplies replies)
{
    private const string PermissionMode = "bypassPermissions";

    /// <summary>Everything that the agent said.</summary>
    /// <exception cref="InvalidOperationException">The agent could not be asked, or failed.</exception>
    public async Task<string> AskAsync(Agent agent, string sessionId, string question, CancellationToken stopping)
    {
        var files = agent.OpenFiles()
            ?? throw new InvalidOperationException($"ENOENT: no such file or directory, cp '{agent.Path}'");
        var sandbox = sandboxes.Open(sessionId, files.Copy(), evicted: () => { });
        sandbox.StreamStarted();
        try
        {
            using var listener = sandbox.Listen();
            var prompt = new EmulatorPrompt(question) { SessionId = sessionId, AgentName = agent.Name, Sequence = 1, Options = "{}" };
            var turn = new Turn(sandbox, prompt, replies.Find(question), Turn.DefaultModel, partial: false, structured: false);
            sandbox.Run(gone => turn.RunAsync(PermissionMode, gone));
            return EvalAnswer.Read(await ListenAsync(listener, stopping).ConfigureAwait(false));
        }
        finally
        {
            sandbox.StreamEnded();
            sandboxes.Close(sandbox);
        }
    }

    /// <summary>The frames of the turn, to its end.</summary>
    private static async Task<byte[]> ListenAsync(SandboxListener listener, CancellationToken stopping)
    {
        var frames = new MemoryStream();
        while (await listener.WaitAsync(stopping).ConfigureAwait(false))
        {
            while (listener.TryRead(out var happened))
            {
                frames.Write(happened.Frame.Span);
                frames.Write(happened.NextFrame.Span);
                if (happened.End != SandboxEventEnd.None)
                    return frames.ToArray();
            }
        }

        throw new OperationCanceledException(stopping);
    }
}
