namespace Ash.Emulation.Tests.Replies;

public class EmulatorRepliesTests
{
    [Fact]
    public async Task The_first_rule_that_matches_wins_and_rules_change_while_the_server_runs()
    {
        using var server = new AshServer(new AshEmulatorOptions { Replies = [new EmulatorReplyRule("hi*", EmulatorReply.Text("first"))] });
        var session = await server.NewSessionAsync();
        var rule = server.Emulator.Replies[0];
        server.Emulator.Replies.Add("*", EmulatorReply.Text("second", "third"));

        Assert.Equal(["first"], await TextsAsync(server, session, "Hi there"));
        Assert.Equal(["second", "third"], await TextsAsync(server, session, "hello"));
        Assert.True(server.Emulator.Replies.Remove(rule));
        Assert.Equal(["second", "third"], await TextsAsync(server, session, "hi"));
        server.Emulator.Replies.Clear();
        Assert.Equal(["hi"], await TextsAsync(server, session, "hi"));
    }

    [Fact]
    public async Task Commands_have_rules_of_their_own()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();
        server.Emulator.Commands.Add("git *", 1, "", "no repository\n");

        Assert.Equal("""{"exitCode":1,"stdout":"","stderr":"no repository\n"}""", await RunAsync(server, session, "git status"));
        Assert.Equal("""{"exitCode":0,"stdout":"a b\n","stderr":""}""", await RunAsync(server, session, "echo 'a b'"));
        Assert.Equal("""{"exitCode":127,"stdout":"","stderr":"/bin/sh: 1: ls: not found\n"}""", await RunAsync(server, session, "ls -l"));
    }

    private static async Task<IEnumerable<string?>> TextsAsync(AshServer server, string session, string prompt) =>
        (await server.AskAsync(session, prompt)).Where(frame => frame.Kind == "message:assistant")
            .Select(frame => (string?)frame.Data["message"]!["content"]![0]!["text"]);

    private static async Task<string> RunAsync(AshServer server, string session, string command) =>
        (await server.GetAsync("POST", $"/api/sessions/{session}/exec", new { command })).ToJsonString();
}
