using System.Text.RegularExpressions;

namespace Ash;

/// <summary>The words in which the server says that a session's sandbox is gone: one that exited, or one that was killed.</summary>
internal static partial class LostSandbox
{
    public static bool IsToldBy(string message) => Words().IsMatch(message);

    [GeneratedRegex(@"^(Exec failed: )?(Sandbox( \S+)? not found|Not connected)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
