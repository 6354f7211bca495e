using System.Collections.Concurrent;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>The emulators that were started here, so that removing the module leaves no server behind.</summary>
internal static class RunningEmulators
{
    private static readonly ConcurrentDictionary<AshEmulator, IReadOnlyList<IDisposable>> Running = new();

    /// <summary>Keeps an emulator, and what its replies need as long as it runs.</summary>
    public static void Add(AshEmulator emulator, IReadOnlyList<IDisposable> belongings) => Running[emulator] = belongings;

    /// <summary>The emulator that the default connection leads to.</summary>
    public static AshEmulator? Connected =>
        DefaultConnection.Explicit is { } connection
            ? Running.Keys.FirstOrDefault(emulator => emulator.Uri == connection.Server)
            : null;

    public static void Stop(AshEmulator emulator)
    {
        emulator.Dispose();
        if (!Running.TryRemove(emulator, out IReadOnlyList<IDisposable>? belongings)) return;
        foreach (IDisposable belonging in belongings) belonging.Dispose();
    }

    public static void StopAll()
    {
        foreach (AshEmulator emulator in Running.Keys) Stop(emulator);
    }
}
