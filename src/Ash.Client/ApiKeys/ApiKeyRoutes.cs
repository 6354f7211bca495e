using Ash.Http;

namespace Ash;

/// <summary>
/// The keys that open the server: <c>/api/api-keys</c>. Every method throws <see cref="AshApiException"/> where the server refuses or
/// is not reached.
/// </summary>
public sealed class ApiKeyRoutes
{
    /// <summary>The id under which the server lists the key of its environment.</summary>
    private const string EnvironmentId = "env";

    private readonly AshTransport _transport;

    internal ApiKeyRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Makes a key: <c>POST /api/api-keys</c>.</summary>
    /// <param name="label">What to call it; null leaves that to the server.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The key. It cannot be got again.</returns>
    [Operation("POST /api/api-keys", Body = typeof(ApiKeyOptions), Answer = typeof(NewApiKey))]
    public async Task<NewApiKey> CreateAsync(string? label = null, CancellationToken cancellationToken = default)
    {
        NewApiKey made = await _transport.SendAsync(
            HttpMethod.Post, "/api/api-keys", new() { Label = label }, AshJsonContext.Default.ApiKeyOptions, AshJsonContext.Default.NewApiKey,
            cancellationToken).ConfigureAwait(false);
        made.Label = label;
        return made;
    }

    /// <summary>Lists the keys: <c>GET /api/api-keys</c>.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The keys, the one of the server's environment first and then the newest.</returns>
    [Operation("GET /api/api-keys", Answer = typeof(ApiKeyListBody))]
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default)
    {
        ApiKeyListBody answer = await _transport.GetAsync(
            "/api/api-keys", AshJsonContext.Default.ApiKeyListBody, cancellationToken).ConfigureAwait(false);
        foreach (ApiKey key in answer.Keys)
        {
            // The server shows eight characters of its own key, which may be all that it has, or nearly.
            if (key.KeyPrefix?.TrimEnd('•') is { } shown && _transport.GivesKeyAway(shown)) key.KeyPrefix = new('•', 8);
        }
        return answer.Keys;
    }

    /// <summary>Deletes a key, which opens nothing from then on: <c>DELETE /api/api-keys/{id}</c>.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is deleted.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: it is the key of the server's environment; nothing was sent.</exception>
    [Operation("DELETE /api/api-keys/{id}")]
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        string path = "/api/api-keys/" + Require.PathSegment(id, "API key");
        if (id == EnvironmentId)
            throw Require.Invalid("The key 'env' is the server's own, from ASH_API_KEY in its environment: it can be taken away there alone.");
        return _transport.SendAsync(HttpMethod.Delete, path, null, cancellationToken);
    }
}
