// The life of a session in C#: the same tour as samples/Tour.ps1.
//   dotnet run --project samples/Quickstart

using System.Runtime.CompilerServices;
using Ash;
using Ash.Emulation;

await using AshEmulator server = AshEmulator.Start();
server.Replies.Add("Analyze*", EmulatorReply.Text("All good."));

// For a real server: new AshClientOptions { Server = new Uri("http://localhost:4100"), ApiKey = key }
using AshClient client = new(new AshClientOptions { Server = server.Uri });

AgentDeployment agent = await client.Agents.PublishAsync("my-agent", AgentFolder.Read(ReviewerFolder()));
Console.WriteLine($"Deployed: {agent.Name} v{agent.Version}");

Session session = await client.Sessions.CreateAsync(new SessionOptions { Agent = agent.Name });
Console.WriteLine($"{session.Id} {session.Status}");

await foreach (AshEvent next in client.Messages.SendAsync(session.Id, "Analyze this code"))
{
    switch (next)
    {
        case MessageEvent { Role: "assistant" } message:
            Console.WriteLine(message.Text);
            break;
        case ToolUseEvent tool:
            Console.WriteLine($"uses {tool.Name}");
            break;
        case ErrorEvent error:
            Console.WriteLine($"Error: {error.Message}");
            break;
        case DoneEvent:
            Console.WriteLine("Turn complete.");
            break;
    }
}

Turn turn = await client.Messages.SendAndWaitAsync(session.Id, "What files are here?");
Console.WriteLine($"{turn.Outcome}: {turn.Text}");

Console.WriteLine((await client.Sessions.PauseAsync(session.Id)).Status);
Console.WriteLine((await client.Sessions.ResumeAsync(session.Id)).Status);
Console.WriteLine((await client.Sessions.EndAsync(session.Id)).Status);

try
{
    await client.Sessions.CreateAsync(new SessionOptions { Agent = "nonexistent" });
}
catch (AshApiException e)
{
    Console.WriteLine($"{e.StatusCode} {e.ServerMessage} ({e.Cause})");
}

static string ReviewerFolder([CallerFilePath] string thisFile = "") =>
    Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "agents", "reviewer");
