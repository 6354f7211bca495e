namespace Ash.Contract;

/// <summary>Where client and server are not in step.</summary>
/// <param name="Kind">In what way.</param>
/// <param name="Operation">Method and path as the server describes them.</param>
/// <param name="Field">The parameter or field, by its path in the JSON; null where it is about the operation as a whole.</param>
internal sealed record Difference(DifferenceKind Kind, string Operation, string? Field = null)
{
    /// <summary>Something has to be done about it; false for what is left out on purpose.</summary>
    public bool IsDrift => Kind != DifferenceKind.OutOfScope;
}

/// <summary>The ways in which client and server can differ.</summary>
internal enum DifferenceKind
{
    /// <summary>The server has the operation for its own machines, and a client has no business with it.</summary>
    OutOfScope,

    /// <summary>No method of the client calls the operation.</summary>
    OperationNotCalled,

    /// <summary>A method calls an operation that the server does not have.</summary>
    OperationUnknown,

    /// <summary>The server takes a parameter of the query that no method sends.</summary>
    ParameterNotSent,

    /// <summary>A method sends a parameter that the server does not take.</summary>
    ParameterUnknown,

    /// <summary>The server takes a field of the body that no method sends.</summary>
    BodyFieldNotSent,

    /// <summary>A method sends a field that the server does not take.</summary>
    BodyFieldUnknown,

    /// <summary>The server answers with a field that no model has.</summary>
    AnswerFieldNotRead,

    /// <summary>A model has a field that the server does not answer with.</summary>
    AnswerFieldUnknown,
}
