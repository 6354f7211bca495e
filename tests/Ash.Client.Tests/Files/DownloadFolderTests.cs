namespace Ash.Tests;

/// <summary>Nothing is written beside the folder that files come down to, whatever a server calls them.</summary>
public sealed class DownloadFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.txt")]
    [InlineData("a/b/c.txt")]
    [InlineData(".claude/settings.json")]
    [InlineData("a..b.txt")]
    [InlineData("...")]
    [InlineData("ü b/🦊")]
    public void A_path_is_kept(string path) =>
        Assert.Equal($"{_folder.Path}/{path}".Replace('/', Path.DirectorySeparatorChar), Folder(windows: false).PathOf(path));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../a.txt")]
    [InlineData("a/../../b.txt")]
    [InlineData("a/..")]
    [InlineData("./a.txt")]
    [InlineData("a//b.txt")]
    [InlineData("a/")]
    [InlineData("a\0.txt")]
    public void A_path_that_leads_elsewhere_is_refused_everywhere(string path)
    {
        foreach (bool windows in new[] { false, true })
            Assert.Equal(AshErrorCause.FileNotWritten, Assert.Throws<AshException>(() => Folder(windows).PathOf(path)).Cause);
    }

    [Theory]
    [InlineData("C:/Windows/a.txt")]
    [InlineData("C:a.txt")]
    [InlineData("..\\a.txt")]
    [InlineData("a\\..\\..\\b.txt")]
    [InlineData("\\\\host\\share\\a.txt")]
    [InlineData("a.txt:stream")]
    [InlineData("NUL")]
    [InlineData("con.txt")]
    [InlineData("a/lpt1")]
    [InlineData("Com9.tar.gz")]
    [InlineData("COM¹")]
    [InlineData("aux .txt")]
    [InlineData("conin$")]
    [InlineData("a. ")]
    [InlineData("a.")]
    [InlineData("a/ ")]
    [InlineData("a?b")]
    [InlineData("a\u0001")]
    public void A_name_that_Windows_takes_for_something_else_is_refused_there_and_is_a_name_elsewhere(string path)
    {
        Assert.Equal(AshErrorCause.FileNotWritten, Assert.Throws<AshException>(() => Folder(windows: true).PathOf(path)).Cause);
        Assert.StartsWith(_folder.Path, Folder(windows: false).PathOf(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("console.txt")]
    [InlineData("nul1")]
    [InlineData("com10")]
    [InlineData(".nul")]
    public void A_name_that_only_looks_like_one_of_those_is_a_name(string path) =>
        Assert.Equal(Path.Combine(_folder.Path, path), Folder(windows: true).PathOf(path));

    [Fact]
    public void A_link_is_not_followed_out_of_the_folder()
    {
        using TemporaryFolder other = new();
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "link"), other.Path);

        AshException e = Assert.Throws<AshException>(() => Folder().PathOf("link/a.txt"));

        Assert.Equal(AshErrorCause.FileNotWritten, e.Cause);
        Assert.Contains("link", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_itself_may_be_a_link()
    {
        using TemporaryFolder other = new();
        string link = Path.Combine(_folder.Path, "link");
        Directory.CreateSymbolicLink(link, other.Path);

        Assert.Equal(Path.Combine(link, "a", "b.txt"), new DownloadFolder(link).PathOf("a/b.txt"));
    }

    [Fact]
    public void What_is_there_is_in_the_way()
    {
        _folder.With("a.txt", "x").With("sub/b.txt", "x");

        Assert.Contains("is there already", Assert.Throws<AshException>(() => Folder().PathOf("a.txt")).Message, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_folder.Path, "a.txt"), Folder().PathOf("a.txt", overwrite: true));
        Assert.Contains("a folder", Assert.Throws<AshException>(() => Folder().PathOf("sub", overwrite: true)).Message, StringComparison.Ordinal);
    }

    private DownloadFolder Folder() => new(_folder.Path);

    private DownloadFolder Folder(bool windows) => new(_folder.Path, windows);
}
