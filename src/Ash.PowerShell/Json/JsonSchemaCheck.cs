using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Ash.Commands;

/// <summary>
/// Checks JSON against a schema with PowerShell's own Test-Json, so that a runbook that checks again gets the same answer. It runs in a
/// runspace of its own: what it finds is no error of the caller's.
/// </summary>
internal sealed class JsonSchemaCheck : IDisposable
{
    private const string Prefix = "The JSON is not valid with the schema: ";

    private readonly Runspace _runspace;
    private readonly string _schema;

    /// <param name="testJson">The Test-Json of the caller's session.</param>
    /// <param name="schema">The schema, as JSON.</param>
    public JsonSchemaCheck(CmdletInfo testJson, string schema)
    {
        _schema = schema;
        InitialSessionState state = InitialSessionState.Create();
        state.Commands.Add(new SessionStateCmdletEntry("Test-Json", testJson.ImplementingType, helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    /// <summary>Checks JSON.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>What is wrong with it, ordered by its place in the JSON; empty where nothing is.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the schema is none.</exception>
    public IReadOnlyList<string> FaultsOf(string json)
    {
        using PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;
        shell.AddCommand("Test-Json").AddParameter("Json", json).AddParameter("Schema", _schema);
        try
        {
            shell.Invoke();
        }
        catch (CmdletInvocationException e)
        {
            throw Unusable(e.ErrorRecord);
        }
        List<string> faults = [];
        foreach (ErrorRecord error in shell.Streams.Error)
        {
            if (!error.FullyQualifiedErrorId.StartsWith("InvalidJsonAgainstSchema", StringComparison.Ordinal)) throw Unusable(error);
            string message = error.Exception.Message;
            faults.Add(message.StartsWith(Prefix, StringComparison.Ordinal) ? message[Prefix.Length..] : message);
        }
        // Test-Json reports in the schema's order, which is another one in each process where the schema was a hashtable.
        return [.. faults.OrderBy(PlaceOf, StringComparer.Ordinal)];
    }

    public void Dispose() => _runspace.Dispose();

    /// <summary>The JSON pointer at the end of Test-Json's sentence: <c>Value is "string" but should be "integer" at '/percent'.</c></summary>
    private static string PlaceOf(string fault)
    {
        int place = fault.LastIndexOf("'/", StringComparison.Ordinal);
        return place < 0 ? "" : fault[place..];
    }

    private static AshException Unusable(ErrorRecord error)
    {
        Exception reason = error.Exception;
        while (reason.InnerException is { } inner) reason = inner;
        return new(AshErrorCause.InvalidRequest, $"The output schema is no JSON schema of draft 6 or later: {reason.Message}", error.Exception);
    }
}
