namespace Ash;

/// <summary>What an eval run is about: the body of <c>POST /api/agents/{name}/eval-runs</c>. Without options it is all active cases.</summary>
public sealed class EvalRunOptions
{
    /// <summary>
    /// The version that is evaluated. A server of version 0.2.0 asks with the prompt of the active version then, whichever is named:
    /// activate it first.
    /// </summary>
    public int? VersionNumber { get; init; }

    /// <summary>Only cases of these categories.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Only cases with one of these tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}
