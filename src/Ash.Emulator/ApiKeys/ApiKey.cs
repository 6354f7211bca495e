namespace Ash.Emulation.ApiKeys;

/// <summary>A key that a client had the server make; the server keeps its hash alone.</summary>
internal sealed record ApiKey(string Id, string Label, DateTimeOffset CreatedAt, byte[] Hash);
