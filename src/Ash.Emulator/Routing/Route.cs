using Ash.Emulation.Http;

namespace Ash.Emulation.Routing;

/// <summary>A method and a path, and what answers them.</summary>
internal sealed class Route
{
    public const long DefaultBodyLimit = 1024 * 1024;

    /// <summary>What is longer the framework finds no route for: an agent may be named so, and is then not to be found.</summary>
    private const int LongestValue = 100;

    private readonly string[] _segments;

    /// <summary>A route that answers at once.</summary>
    public Route(string method, string template, Func<RouteRequest, HttpReply> answer)
        : this(method, template, request => Task.FromResult<HttpReply?>(answer(request)))
    {
    }

    /// <summary>A route that takes its time, and answers itself when it returns null.</summary>
    public Route(string method, string template, Func<RouteRequest, Task<HttpReply?>> answer)
    {
        Method = method;
        Template = template;
        AnswerAsync = answer;
        IdIsUuid = IsOfSession;
        _segments = template.Split('/');
    }

    public string Method { get; }

    public string Template { get; }

    public Func<RouteRequest, Task<HttpReply?>> AnswerAsync { get; }

    /// <summary>Whether the id in the path is a session's.</summary>
    public bool IsOfSession => Template.StartsWith("/api/sessions/{id}", StringComparison.Ordinal);

    public long BodyLimit { get; init; } = DefaultBodyLimit;

    public RateLimit Limit { get; init; } = RateLimit.Requests;

    /// <summary>Whether an id in the path has to be a UUID before it is looked for.</summary>
    public bool IdIsUuid { get; init; }

    /// <summary>Statuses the route's schema declares: the framework's own errors lose their message there.</summary>
    public int[] Declares { get; init; } = [];

    /// <summary>The values of the template's variables, or null when the path is another one.</summary>
    public Dictionary<string, string>? Match(string[] path)
    {
        var catchesAll = _segments[^1] == "{*}";
        if (catchesAll ? path.Length < _segments.Length : path.Length != _segments.Length)
            return null;
        var values = new Dictionary<string, string>();
        for (var index = 0; index < _segments.Length; index++)
        {
            var segment = _segments[index];
            if (segment == "{*}")
                values["*"] = Uri.UnescapeDataString(string.Join('/', path[index..]));
            else if (segment.StartsWith('{') && Uri.UnescapeDataString(path[index]) is { Length: <= LongestValue } value)
                values[segment[1..^1]] = value;
            else if (segment != path[index])
                return null;
        }

        return values;
    }
}
