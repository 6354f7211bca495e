namespace Ash.Emulation.Routing;

/// <summary>The machine says no, in Node's words: <c>EISDIR: illegal operation on a directory, open '/…'</c>.</summary>
internal sealed class SystemErrorException(string code, string problem, string call, string path)
    : Exception($"{code}: {problem}, {call} '/var/lib/ash/{path}'")
{
    public string Code { get; } = code;
}
