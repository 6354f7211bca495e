using System.Security.Cryptography;
using System.Text;
using Ash.Emulation.ApiKeys;
using Ash.Emulation.Http;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Connection;

/// <summary>Lets a request in when it brings the key or one that the server made, or when there is none.</summary>
internal sealed class ApiKeyCheck(string? apiKey, ApiKeyStore made)
{
    private const int PrefixLength = 8;

    private readonly byte[]? _key = string.IsNullOrEmpty(apiKey) ? null : Encoding.UTF8.GetBytes(apiKey);

    public bool RequiresKey => _key is not null;

    /// <summary>What the server shows of its own key, which may be all of it.</summary>
    public string? KeyPrefix { get; } = string.IsNullOrEmpty(apiKey) ? null : apiKey[..Math.Min(apiKey.Length, PrefixLength)];

    /// <summary>Refuses a request without the key. This comes before everything else, so that an unknown path is a 401 as well.</summary>
    public void Check(RequestHead request)
    {
        if (_key is null || IsPublic(request))
            return;
        if (request.Header("authorization") is not { Length: > 0 } header)
            throw new RequestRefusedException(401, "Missing Authorization header");
        // The word is compared as it is: "bearer" is no Bearer here.
        if (header.Split(' ') is not ["Bearer", var key])
            throw new RequestRefusedException(401, "Invalid Authorization header format");
        if (!made.Knows(key) && !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), _key))
            throw new RequestRefusedException(401, "Invalid API key");
    }

    private static bool IsPublic(RequestHead request) =>
        (request.Path is "/health" or "/favicon.ico" && request.Query.Length == 0)
        || request.Path.StartsWith("/api/internal/", StringComparison.Ordinal)
        || request.Path.StartsWith("/docs", StringComparison.Ordinal) || request.Path.StartsWith("/dashboard", StringComparison.Ordinal);
}
