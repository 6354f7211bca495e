namespace Ash.Commands;

/// <summary>Completes the statuses with which a server, or what stands before it, refuses a request.</summary>
public sealed class StatusCodeCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => ["400", "401", "403", "404", "409", "413", "422", "429", "500", "502", "503", "504"];

    /// <inheritdoc/>
    protected override string MeaningOf(string word) => word switch
    {
        "400" => "Bad request: the server does not take the request as it is",
        "401" => "Unauthorized: the API key is missing or wrong",
        "403" => "Forbidden: the API key may not do this",
        "404" => "Not found: there is no such agent, session or file",
        "409" => "Conflict: what it is about is in another state",
        "413" => "Too large: the body is more than the server takes",
        "422" => "Unprocessable: the agent's folder is gone from the server",
        "429" => "Too many requests: wait, for as long as a Retry-After header says",
        "500" => "Internal server error",
        "502" => "Bad gateway: the proxy before the server has no answer of it",
        "503" => "Unavailable: the server is at its limit, or starts",
        "504" => "Gateway timeout: the proxy before the server waits no longer",
        _ => word,
    };
}
