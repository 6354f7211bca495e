using Ash.Contract;

namespace Ash.Tests;

/// <summary>The client, held against the description that a real server gives of itself.</summary>
public class ContractTests
{
    private static readonly string Document = Path.Combine(Recording.Folder ?? string.Empty, "..", "openapi.json");

    [RecordingsFact]
    public async Task The_client_is_in_step_with_the_server()
    {
        Difference[] differences = [.. ContractCheck.Compare(await ReadAsync(), ClientOperation.All())];

        Assert.DoesNotContain(differences, static difference => difference.IsDrift);
        Assert.Equal(
            [
                "GET /api/internal/runners", "GET /dashboard/config.js", "POST /api/internal/api-keys", "POST /api/internal/runners/deregister",
                "POST /api/internal/runners/heartbeat", "POST /api/internal/runners/register",
            ],
            differences.Select(static difference => difference.Operation).Order(StringComparer.Ordinal));
    }

    [RecordingsFact]
    public async Task A_method_that_no_longer_calls_its_operation_is_missed()
    {
        IReadOnlyList<ServerOperation> server = await ReadAsync();
        IReadOnlyList<ClientOperation> client = ClientOperation.All();
        string[] called = [.. client.Select(static operation => operation.Name).Distinct()];

        Assert.Equal(70, called.Length);
        Assert.All(called, name => Assert.Contains(
            new(DifferenceKind.OperationNotCalled, name), ContractCheck.Compare(server, [.. client.Where(operation => operation.Name != name)])));
    }

    private static async Task<IReadOnlyList<ServerOperation>> ReadAsync()
    {
        await using FileStream document = File.OpenRead(Document);
        return await ServerOperation.ReadAllAsync(document);
    }
}
