using Ash.Emulation.Http;
using Ash.Emulation.Replies;

namespace Ash.Emulation;

/// <summary>Something that goes wrong with requests that match. The derived types say what.</summary>
public abstract class EmulatorFault
{
    private readonly object _gate = new();
    private WildcardPattern _pattern = new("*");
    private string _path = "*";
    private int _matches;

    private protected EmulatorFault()
    {
    }

    /// <summary>The method to match, such as <c>POST</c>; every one when it is null.</summary>
    public string? Method { get; init; }

    /// <summary>A PowerShell wildcard for the path without its query, such as <c>/api/sessions/*/messages</c>.</summary>
    public string Path
    {
        get => _path;
        init
        {
            _pattern = new WildcardPattern(value);
            _path = value;
        }
    }

    /// <summary>How often the fault happens; without end when it is null.</summary>
    public int? Times { get; init; }

    /// <summary>How many matching requests go well before the first fault.</summary>
    public int After { get; init; }

    /// <summary>How often the fault has happened.</summary>
    public int Count { get; private set; }

    /// <summary>Whether nothing that comes after this fault can happen to the same request.</summary>
    internal virtual bool EndsRequest => false;

    /// <summary>Does what the fault does before the request is looked at; true when that was the answer.</summary>
    internal virtual Task<bool> StrikeAsync(HttpExchange exchange) => Task.FromResult(false);

    internal bool TryTake(string method, string path)
    {
        if ((Method is not null && !Method.Equals(method, StringComparison.OrdinalIgnoreCase)) || !_pattern.IsMatch(path))
            return false;
        lock (_gate)
        {
            if (_matches++ < After || Count >= (Times ?? int.MaxValue))
                return false;
            Count++;
            return true;
        }
    }
}
