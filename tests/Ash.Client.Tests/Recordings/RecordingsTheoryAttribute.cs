namespace Ash.Tests;

/// <summary>A theory over the recordings; skipped, and reported so, where they are not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingsTheoryAttribute : TheoryAttribute
{
    public RecordingsTheoryAttribute()
    {
        if (Recording.Folder is null) Skip = "The recordings of a real server are not beside the repository (../shared/ash-api/recordings).";
    }
}
