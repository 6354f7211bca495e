using Ash.Emulation.Files;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Sandboxes;

/// <summary>The sandboxes that are alive, and how many there may be.</summary>
internal sealed class SandboxPool(int? capacity, TimeProvider clock)
{
    private const int DefaultCapacity = 1000;

    private readonly object _gate = new();
    private readonly List<(Sandbox Sandbox, Action Evicted)> _alive = [];

    public int Capacity { get; } = capacity ?? DefaultCapacity;

    public int WarmResumes { get; private set; }

    /// <summary>Resumes into a new sandbox with the workspace of the last.</summary>
    public int LocalResumes { get; private set; }

    /// <summary>Resumes into a new sandbox with the agent's own files.</summary>
    public int FreshResumes { get; private set; }

    public int ColdResumes => LocalResumes + FreshResumes;

    /// <summary>Opens a sandbox. When there is no room left, the one that is idle for longest has to go.</summary>
    public Sandbox Open(string id, FileTree files, Action evicted)
    {
        lock (_gate)
        {
            if (_alive.Count >= Capacity)
                EvictIdle();
            var sandbox = new Sandbox(id, files, clock.GetUtcNow());
            _alive.Add((sandbox, evicted));
            return sandbox;
        }
    }

    public void Close(Sandbox sandbox)
    {
        lock (_gate)
            _alive.RemoveAll(entry => entry.Sandbox == sandbox);
        sandbox.Dispose();
    }

    public void CloseAll()
    {
        lock (_gate)
        {
            foreach (var (sandbox, _) in _alive)
                sandbox.Dispose();
            _alive.Clear();
        }
    }

    public (int Total, int Running) Count()
    {
        lock (_gate)
            return (_alive.Count, _alive.Count(entry => entry.Sandbox.IsRunning));
    }

    /// <summary>Counts a resume by where its workspace was: <c>warm</c> in its own sandbox, <c>local</c> or <c>fresh</c>.</summary>
    public void CountResume(string source)
    {
        lock (_gate)
        {
            WarmResumes += source == "warm" ? 1 : 0;
            LocalResumes += source == "local" ? 1 : 0;
            FreshResumes += source == "fresh" ? 1 : 0;
        }
    }

    private void EvictIdle()
    {
        var index = _alive.FindIndex(entry => !entry.Sandbox.IsRunning);
        if (index < 0)
            throw new RequestRefusedException(503, "Sandbox capacity reached and no evictable sandboxes (all running)");
        var (sandbox, evicted) = _alive[index];
        _alive.RemoveAt(index);
        evicted();
        sandbox.Dispose();
    }
}
