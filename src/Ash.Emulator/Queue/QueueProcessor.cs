using Ash.Emulation.Agents;
using Ash.Emulation.Background;
using Ash.Emulation.Messages;
using Ash.Emulation.Sandboxes;
using Ash.Emulation.Sessions;

namespace Ash.Emulation.Queue;

/// <summary>
/// Has the agents answer what is in the queue, one item after the other. It looks once a second, while anything waits. Nothing of
/// what is said there is stored or counted, and a session that is made for an item stays.
/// </summary>
internal sealed class QueueProcessor(
    QueueStore items, AgentStore agents, SessionStore sessions, SessionSandboxes sandboxes, EmulatorReplies replies, TimeProvider clock)
    : Worker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A look may come right behind an item that was put in. Here it does not, so that a test can rely on having the time to take one
    // back, and to put in another that goes before it.
    private static readonly TimeSpan ShortestWait = Interval * 0.9;

    protected override bool IsAnyWaiting() => items.WaitingSince() is not null;

    protected override async Task DoNextAsync(CancellationToken stopped)
    {
        await Task.Delay(Interval, clock, stopped).ConfigureAwait(false);
        if (clock.GetUtcNow() - items.WaitingSince() >= ShortestWait && items.TakeNext() is { } item)
            await ProcessAsync(item, stopped).ConfigureAwait(false);
    }

    private async Task ProcessAsync(QueueItem item, CancellationToken stopped)
    {
        try
        {
            await AnswerAsync(item, stopped).ConfigureAwait(false);
            items.Complete(item);
        }
        catch (Exception exception) when (!stopped.IsCancellationRequested)
        {
            items.Fail(item, exception.Message);
        }
    }

    private async Task AnswerAsync(QueueItem item, CancellationToken stopped)
    {
        var agent = agents.Find(item.AgentName) ?? throw new InvalidOperationException($"Agent \"{item.AgentName}\" not found");
        var id = item.SessionId ?? Open(agent).Id;
        var session = sessions.Find(id) ?? throw new InvalidOperationException($"Session {id} not found");
        var (sandbox, sequence) = Begin(session);
        using var listener = sandbox.Listen();
        sandbox.StreamStarted();
        try
        {
            var prompt = new EmulatorPrompt(item.Prompt)
            {
                SessionId = session.Id,
                AgentName = session.AgentName,
                Sequence = sequence,
                Options = "{}",
            };
            var turn = new Turn(sandbox, prompt, replies.Find(prompt.Text), Turn.DefaultModel, partial: false, structured: false);
            sandbox.Run(gone => turn.RunAsync(session.PermissionMode, gone));
            while (await listener.WaitAsync(stopped).ConfigureAwait(false))
            {
                while (listener.TryRead(out var happened))
                {
                    if (happened.Error is { } error)
                        throw new InvalidOperationException(error);
                    if (happened.End != SandboxEventEnd.None)
                        return;
                }
            }
        }
        finally
        {
            sandbox.StreamEnded();
        }
    }

    private static (Sandbox Sandbox, int Sequence) Begin(Session session)
    {
        lock (session)
        {
            if (session.Status != SessionStatus.Active)
                throw new InvalidOperationException($"Session {session.Id} is {session.Status}");
            return session.Sandbox is { IsAlive: true } sandbox
                ? (sandbox, ++session.Turns)
                : throw new InvalidOperationException($"Sandbox {session.SandboxId} not found");
        }
    }

    private Session Open(Agent agent)
    {
        var now = clock.GetUtcNow();
        var session = new Session { Id = Guid.NewGuid().ToString(), AgentName = agent.Name, CreatedAt = now };
        var files = agent.OpenFiles() ?? throw new InvalidOperationException($"ENOENT: no such file or directory, lstat '{agent.Path}'");
        sandboxes.Open(session, files.Copy());
        session.SetStatus(SessionStatus.Active, now);
        sessions.Add(session);
        return session;
    }
}
