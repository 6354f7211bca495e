using System.Text.Json;

namespace Ash.Http;

/// <summary><c>{"case": …}</c>.</summary>
internal sealed class EvalCaseBody
{
    public required EvalCase Case { get; init => field = value ?? throw new JsonException(); }
}

/// <summary><c>{"cases": […]}</c>.</summary>
internal sealed class EvalCaseListBody
{
    public required IReadOnlyList<EvalCase> Cases { get; init => field = Items.AllThere(value); }
}

/// <summary>The body of <c>POST /api/agents/{name}/eval-cases/import</c>.</summary>
internal sealed class EvalImportBody
{
    public required IReadOnlyList<EvalCaseOptions> Cases { get; init; }
}

/// <summary><c>{"imported": n}</c>.</summary>
internal sealed class ImportedBody
{
    public required int Imported { get; init; }
}

/// <summary><c>{"run": …}</c>.</summary>
internal sealed class EvalRunBody
{
    public required EvalRun Run { get; init => field = value ?? throw new JsonException(); }
}

/// <summary><c>{"runs": […]}</c>.</summary>
internal sealed class EvalRunListBody
{
    public required IReadOnlyList<EvalRun> Runs { get; init => field = Items.AllThere(value); }
}

/// <summary><c>{"result": …}</c>.</summary>
internal sealed class EvalResultBody
{
    public required EvalResult Result { get; init => field = value ?? throw new JsonException(); }
}

/// <summary><c>{"results": […]}</c>.</summary>
internal sealed class EvalResultListBody
{
    public required IReadOnlyList<EvalResult> Results { get; init => field = Items.AllThere(value); }
}

/// <summary><c>{"comparison": …}</c>.</summary>
internal sealed class EvalComparisonBody
{
    public required EvalRunComparison Comparison { get; init => field = value ?? throw new JsonException(); }
}

/// <summary>The body of <c>PATCH /api/agents/{name}/eval-results/{id}</c>.</summary>
internal sealed class EvalScoreBody
{
    public double? HumanScore { get; init; }

    public string? HumanNotes { get; init; }
}

/// <summary>The body of <c>POST /api/agents/{name}/eval-runs/{id}/score</c>.</summary>
internal sealed class EvalRunScoreBody
{
    public string? ResultId { get; init; }

    public double? HumanScore { get; init; }

    public string? HumanNotes { get; init; }
}

/// <summary>The answer of <c>POST /api/agents/{name}/eval-runs/{id}/score</c>.</summary>
internal sealed class EvalScoredBody
{
    public required int Scored { get; init; }

    public IReadOnlyList<EvalResult> Results { get; init => field = Items.AllThere(value); } = [];
}
