namespace Ash.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ash-").FullName;

    public TemporaryFolder With(string path, string text) => With(path, HttpBytes.Utf8(text));

    public TemporaryFolder With(string path, byte[] content)
    {
        string full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
