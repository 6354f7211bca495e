namespace Ash.Tests;

/// <summary>Which files of a folder go up, and which environment they make.</summary>
public sealed class AgentFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new TemporaryFolder().With("CLAUDE.md", "# Hi");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("notes.md")]
    [InlineData("a/b/c/deep.txt")]
    [InlineData(".mcp.json")]
    [InlineData(".claude/settings.json")]
    [InlineData("node_modules.md")]
    [InlineData("tmp.txt")]
    [InlineData("lock")]
    [InlineData("package-lock.json")]
    [InlineData("a.env.example")]
    [InlineData("environment")]
    [InlineData("with space/ü.txt")]
    [InlineData("empty.bin")]
    public void What_belongs_to_the_agent_goes_up(string path)
    {
        _folder.With(path, "x");

        LocalFile file = Assert.Single(AgentFolder.Read(_folder.Path).Files, static f => f.Path != "CLAUDE.md");
        Assert.Equal((path, 1L), (file.Path, file.Length));
        Assert.Equal("x", File.ReadAllText(file.FullName));
    }

    [Theory]
    [InlineData("node_modules/x/index.js")]
    [InlineData("a/node_modules/index.js")]
    [InlineData(".git/HEAD")]
    [InlineData("__pycache__/a.pyc")]
    [InlineData(".cache/a")]
    [InlineData(".npm/a")]
    [InlineData(".pnpm-store/a")]
    [InlineData(".yarn/a")]
    [InlineData(".venv/a")]
    [InlineData("venv/a")]
    [InlineData(".tmp/a")]
    [InlineData("tmp/a")]
    [InlineData(".DS_Store")]
    [InlineData("a/.DS_Store")]
    [InlineData("a.sock")]
    [InlineData("yarn.lock")]
    [InlineData("a/b.pid")]
    [InlineData(".env")]
    [InlineData(".env.local")]
    [InlineData("a/.env")]
    [InlineData("prod.env")]
    [InlineData("a/staging.env.local")]
    public void What_the_tool_leaves_out_stays(string path)
    {
        _folder.With(path, "A=1");

        Assert.Equal("CLAUDE.md", Assert.Single(AgentFolder.Read(_folder.Path).Files).Path);
    }

    [Fact]
    public void Files_are_in_the_order_of_their_paths_whatever_the_culture()
    {
        foreach (string path in new[] { "b.txt", "a/z.txt", "B.txt", "a-b.txt", "ä.txt", "a.txt", "a/B.txt" }) _folder.With(path, "xy");

        AgentFolder folder = AgentFolder.Read(_folder.Path);

        Assert.Equal(["B.txt", "CLAUDE.md", "a-b.txt", "a.txt", "a/B.txt", "a/z.txt", "b.txt", "ä.txt"], folder.Files.Select(static f => f.Path));
        Assert.Equal(7 * 2 + 4, folder.Length);
        Assert.Equal(_folder.Path, folder.Path);
    }

    [Fact]
    public void Links_to_files_are_followed_and_links_to_folders_are_not()
    {
        _folder.With("a/real.txt", "some text");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.txt"), Path.Combine(_folder.Path, "a", "real.txt"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "broken.txt"), Path.Combine(_folder.Path, "gone.txt"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "self.txt"), Path.Combine(_folder.Path, "self.txt"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "a", "circle"), _folder.Path);

        Assert.Equal(
            [("CLAUDE.md", 4), ("a/real.txt", 9), ("link.txt", 9)],
            AgentFolder.Read(_folder.Path).Files.Select(static f => (f.Path, f.Length)));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        string path = Path.Combine(_folder.Path, "gone");

        AshException e = Assert.Throws<AshException>(() => AgentFolder.Read(path));

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_CLAUDE_md_is_no_agent()
    {
        using TemporaryFolder other = new TemporaryFolder().With("README.md", "x").With("docs/CLAUDE.md", "x");

        AshException e = Assert.Throws<AshException>(() => AgentFolder.Read(other.Path));

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.Contains("CLAUDE.md", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_environment_wins_over_the_other()
    {
        _folder.With(".env", "A=1\nB=2\n").With(".env.local", "B=3\nC=4\n").With("a/.env", "D=5\n");

        AssertEnvironment(("A", "1"), ("B", "3"), ("C", "4"));
    }

    [Fact]
    public void Without_files_there_is_no_environment() => AssertEnvironment();

    [Theory]
    [InlineData("A=1", "1")]
    [InlineData("A=1\r\n", "1")]
    [InlineData("\uFEFFA=1", "1")]
    [InlineData("  A = 1  ", "1")]
    [InlineData("export A=1", "1")]
    [InlineData("# A=0\n\nA=1\n#A=2", "1")]
    [InlineData("A=0\nA=1", "1")]
    [InlineData("A=", "")]
    [InlineData("A=a b", "a b")]
    [InlineData("A=a=b==", "a=b==")]
    [InlineData("A=a # why", "a")]
    [InlineData("A=grüezi", "grüezi")]
    [InlineData("A=\"a b\"", "a b")]
    [InlineData("A='a b'", "a b")]
    [InlineData("A=\"a # b\"", "a # b")]
    [InlineData("A='a # b'", "a # b")]
    [InlineData("A=\"\"", "")]
    [InlineData("A=it's", "it's")]
    [InlineData("A=\"open", "\"open")]
    [InlineData("A={\"a\":1}", "{\"a\":1}")]
    [InlineData("nonsense\n=x\nA=1", "1")]
    [InlineData("A=a#why", "a")]
    [InlineData("A= # why", "")]
    [InlineData("A=\"a b\" # why", "a b")]
    [InlineData("A='a # b' # why 'so'", "a # b")]
    [InlineData("A=`a \"b\" 'c'`", "a \"b\" 'c'")]
    [InlineData("A=\"a\\nb\\rc\"", "a\nb\rc")]
    [InlineData("A='a\\nb'", "a\\nb")]
    [InlineData("A=\"-----BEGIN-----\nabc\n-----END-----\"\n", "-----BEGIN-----\nabc\n-----END-----")]
    [InlineData("A='a\r\nb'", "a\nb")]
    [InlineData("A=\"a \\\"b\\\" c\"", "a \\\"b\\\" c")]
    [InlineData("A=\"a \\\" # b\"", "a \\\" # b")]
    [InlineData("A=\"C:\\dir\\\"\n# \"B\"", "C:\\dir\\")]
    [InlineData("A: 1", "1")]
    [InlineData("export\tA=1", "1")]
    public void A_line_of_the_environment_is_read_as_the_tool_reads_it(string content, string value)
    {
        _folder.With(".env", content);

        AssertEnvironment(("A", value));
    }

    [Fact]
    public void Values_in_several_lines_hold_no_other_variables()
    {
        _folder.With(".env", "A='x\nB=1\n'\nC.d-e=2\nF=\"open\nG=3\n");

        AssertEnvironment(("A", "x\nB=1\n"), ("C.d-e", "2"), ("F", "\"open"), ("G", "3"));
    }

    private void AssertEnvironment(params (string Name, string Value)[] expected) =>
        Assert.Equal(
            expected.OrderBy(static e => e.Name, StringComparer.Ordinal),
            AgentFolder.Read(_folder.Path).Environment.Select(static e => (e.Key, e.Value)).OrderBy(static e => e.Key, StringComparer.Ordinal));
}
