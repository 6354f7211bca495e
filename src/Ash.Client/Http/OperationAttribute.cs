namespace Ash.Http;

/// <summary>
/// The operation of the server's API that a method calls, so that the method can be held against the server's own description.
/// </summary>
/// <param name="name">Method and path as the OpenAPI document has them: <c>GET /api/sessions/{id}</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class OperationAttribute(string name) : Attribute
{
    /// <summary>Method and path.</summary>
    public string Name { get; } = name;

    /// <summary>The parameters of the query that the method sends.</summary>
    public string[] Query { get; init; } = [];

    /// <summary>What the body is written from, by <see cref="AshJsonContext"/>; null where the method sends no JSON.</summary>
    public Type? Body { get; init; }

    /// <summary>What the answer is read into, by <see cref="AshJsonContext"/>; null where no JSON comes back, or no object.</summary>
    public Type? Answer { get; init; }
}
