namespace Ash;

/// <summary>The values that Amazon Bedrock takes in place of one key. They show nowhere.</summary>
public sealed class BedrockKey
{
    /// <summary>The access key's id: <c>AWS_ACCESS_KEY_ID</c>.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The access key itself: <c>AWS_SECRET_ACCESS_KEY</c>.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>The region: <c>AWS_REGION</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The token of a session that ends: <c>AWS_SESSION_TOKEN</c>; null where the access key is a lasting one.</summary>
    public string? SessionToken { get; init; }

    /// <summary>The region alone: the rest is secret.</summary>
    /// <returns>The region.</returns>
    public override string ToString() => Region;
}
