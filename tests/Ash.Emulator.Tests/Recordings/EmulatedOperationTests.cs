using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Recordings;

/// <summary>What a real server describes of itself, asked of the emulator, operation by operation.</summary>
public sealed class EmulatedOperationTests : IDisposable
{
    private const string Nobody = "00000000-0000-4000-8000-000000000000";
    private readonly AshServer _server = new();

    public void Dispose() => _server.Dispose();

    [RecordingsFact]
    public async Task Every_public_operation_answers_itself_and_no_other_is_promised()
    {
        List<string> described = [];
        foreach (var (path, operations) in JsonNode.Parse(await File.ReadAllTextAsync(Recording.SpecPath))!["paths"]!.AsObject())
        {
            foreach (var (method, _) in operations!.AsObject())
            {
                var isPublic = !path.StartsWith("/api/internal/", StringComparison.Ordinal) && !path.StartsWith("/dashboard/", StringComparison.Ordinal);
                var (status, body) = await _server.SendAsync(method.ToUpperInvariant(), FillIn(path));
                var said = $"{method} {path}: {(int)status} {body}";

                // Refused, because there is no such item or no body, but by the route itself.
                Assert.False(((string?)body?["message"])?.StartsWith("Route ", StringComparison.Ordinal) == true, said);
                Assert.True(isPublic == ((int)status != 501), said);
                if (!isPublic) Assert.Contains("is not emulated", (string)body!["error"]!, StringComparison.Ordinal);
                described.Add(said);
            }
        }
        Assert.Equal(76, described.Count);
    }

    private static string FillIn(string path) => path
        .Replace("{name}", "nobody", StringComparison.Ordinal).Replace("{versionNumber}", "1", StringComparison.Ordinal)
        .Replace("{id}", Nobody, StringComparison.Ordinal).Replace("{*}", "CLAUDE.md", StringComparison.Ordinal);
}
