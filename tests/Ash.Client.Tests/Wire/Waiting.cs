namespace Ash.Tests;

/// <summary>Bounds every wait of a test, so that a hang is a failure and not a run that never ends. No test relies on how long it is.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(1);

    public static Task Soon(this Task task) => task.WaitAsync(Guard);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Guard);

    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Guard);

    public static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
