using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Wildcards that are typed to find what a server has by its name. Case does not matter in them.</summary>
internal static class Wildcard
{
    /// <summary>Several, any of which may match.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: one is not well-formed.</exception>
    public static WildcardPattern[] Of(IEnumerable<string> texts) => [.. texts.Select(Of)];

    /// <summary>One of them.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: it is not well-formed.</exception>
    public static WildcardPattern Of(string text)
    {
        WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
        try
        {
            // It is not read before it is used.
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException e)
        {
            throw new AshException(AshErrorCause.InvalidRequest, $"'{text}' is no wildcard: a [ that is meant as itself is written `[.", e);
        }
    }
}
