namespace Ash.Tests;

/// <summary>A test that needs what a real server said; skipped, and reported so, where that is not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingsFactAttribute : FactAttribute
{
    public RecordingsFactAttribute()
    {
        if (Recording.Folder is null) Skip = "The recordings of a real server are not beside the repository (../shared/ash-api/recordings).";
    }
}
