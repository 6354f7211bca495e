using Ash.Emulation.Files;
using Ash.Emulation.Sandboxes;

namespace Ash.Emulation.Sessions;

/// <summary>Gives sessions their sandboxes, and takes them away.</summary>
internal sealed class SessionSandboxes(SandboxPool pool, TimeProvider clock)
{
    public void Open(Session session, FileTree files) => session.MoveTo(pool.Open(session.Id, files, evicted: () =>
    {
        session.LeaveSandbox(clock.GetUtcNow());
        session.SetStatus(SessionStatus.Paused, clock.GetUtcNow());
    }));

    public void Close(Session session)
    {
        if (session.LeaveSandbox(clock.GetUtcNow()) is { } sandbox)
            pool.Close(sandbox);
    }
}
