namespace Ash.Commands;

/// <summary>The emulators that were started here, so that removing the module leaves no server behind.</summary>
internal static class RunningEmulators
{
    public static void StopAll()
    {
    }
}
