using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>The emulators that were started here, so that removing the module leaves no server behind.</summary>
internal static class RunningEmulators
{
    private static readonly ConcurrentDictionary<AshEmulator, (Runspace Owner, IReadOnlyList<IDisposable> Belongings)> Running = new();

    /// <summary>Keeps an emulator, and what its replies need as long as it runs.</summary>
    public static void Add(AshEmulator emulator, IReadOnlyList<IDisposable> belongings) =>
        Running[emulator] = (Runspace.DefaultRunspace, belongings);

    /// <summary>All of them.</summary>
    public static IEnumerable<AshEmulator> All => Running.Keys;

    /// <summary>The emulator that the default connection leads to.</summary>
    public static AshEmulator? Connected =>
        DefaultConnection.Explicit is { } connection
            ? Running.Keys.FirstOrDefault(emulator => emulator.Uri == connection.Server)
            : null;

    /// <summary>The same, where there has to be one.</summary>
    public static AshEmulator Required => Connected ?? throw new AshException(
        AshErrorCause.InvalidRequest, "The default connection leads to no emulator of this process: name one with -Emulator.");

    public static void Stop(AshEmulator emulator)
    {
        emulator.Dispose();
        if (!Running.TryRemove(emulator, out (Runspace, IReadOnlyList<IDisposable> Belongings) kept)) return;
        foreach (IDisposable belonging in kept.Belongings) belonging.Dispose();
    }

    /// <summary>Stops those that this runspace started, and those whose runspace is gone.</summary>
    public static void StopOwn()
    {
        foreach ((AshEmulator emulator, (Runspace owner, _)) in Running)
            if (owner == Runspace.DefaultRunspace || owner.RunspaceStateInfo.State is not RunspaceState.Opened) Stop(emulator);
    }
}
