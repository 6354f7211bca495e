namespace Ash.Tests;

/// <summary>Progress that is told on the thread that makes it, in order.</summary>
internal sealed class Immediately<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
