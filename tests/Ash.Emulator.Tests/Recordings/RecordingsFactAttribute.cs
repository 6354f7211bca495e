namespace Ash.Emulation.Tests.Recordings;

/// <summary>A test that needs recordings of a real server, which are no part of the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingsFactAttribute : FactAttribute
{
    public RecordingsFactAttribute()
    {
        Skip = Recording.WhyAbsent;
    }
}

/// <summary>The same for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingsTheoryAttribute : TheoryAttribute
{
    public RecordingsTheoryAttribute()
    {
        Skip = Recording.WhyAbsent;
    }
}
